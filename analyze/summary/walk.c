// SPDX-License-Identifier: GPL-2.0-only
/* walk.c - a series step by step: comparisons put together */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/judge/compare.h"
#include "analyze/judge/reason.h"
#include "analyze/summary/walk.h"
#include "common/util.h"

bool walk_is(const json_t *summary)
{
	return json_is_array(json_object_get(summary, "steps"));
}

static const char *label(const json_t *s, int side)
{
	return ds_str(json_object_get(s, side_name[side]), "label");
}

/* Each kernel with the one before, none left out: else sums mean nothing. */
static int check_chain(const struct walk *w)
{
	const char *was = label(w->total, BASE);

	for (size_t i = 0; i < w->nr_links; i++) {
		if (strcmp(label(w->links[i], BASE), was)) {
			kpt_error("walk: %s is compared with %s, and comes after %s: the steps are to be a chain",
				  label(w->links[i], PATCHED),
				  label(w->links[i], BASE), was);
			return -EINVAL;
		}
		was = label(w->links[i], PATCHED);
	}
	if (!strcmp(label(w->total, PATCHED), was))
		return 0;
	kpt_error("walk: it ends at %s, and the steps at %s",
		  label(w->total, PATCHED), was);
	return -EINVAL;
}

static int read_steps(struct walk *w)
{
	const json_t *list = json_object_get(w->total, "steps"), *e;
	size_t i;

	w->steps = calloc(json_array_size(list) + 1, sizeof(*w->steps));
	if (!w->steps)
		return -ENOMEM;
	json_array_foreach((json_t *)list, i, e) {
		struct walk_step *st = &w->steps[w->nr_steps];
		const char *as = ds_str(e, "label");

		st->name = ds_str(e, "name");
		st->subject = ds_str(e, "subject");
		/* The first kernel is no step. */
		if (!strcmp(st->name, label(w->total, BASE)))
			continue;
		w->nr_steps++;
		st->state = !strcmp(as, "-") ? WALK_NOT_BUILT :
			    strcmp(as, st->name) ? WALK_SAME : WALK_LOST;
		for (size_t k = 0; k < w->nr_links; k++)
			if (!strcmp(label(w->links[k], PATCHED), st->name)) {
				st->state = WALK_MEASURED;
				st->link = k;
			}
	}
	return 0;
}

static void row_key(const json_t *row, char *buf, size_t len)
{
	snprintf(buf, len, "%s\t%s\t%s\t%s\t%s", ds_str(row, "group"),
		 ds_str(row, "scenario"), ds_str(row, "params"),
		 ds_str(row, "phase"), ds_str(row, "metric"));
}

/* The rows of a summary by their key. */
static json_t *index_rows(const json_t *summary)
{
	json_t *index = json_object(), *row;
	char key[2048];
	size_t i;

	json_array_foreach(json_object_get(summary, "comparisons"), i, row) {
		row_key(row, key, sizeof(key));
		json_object_set(index, key, row);
	}
	return index;
}

/* Is the difference to be trusted to the digit? */
static bool is_exact(const json_t *row)
{
	return row && ds_is(row, "class", "exact") &&
	       !ds_is(row, "verdict", "n/a") &&
	       !ds_is(row, "verdict", "inconclusive") &&
	       !ds_is(row, "verdict", "missing") &&
	       !ds_is(row, "verdict", "incomparable") &&
	       !ds_is(row, "verdict", "unresolved") &&
	       !reason_has(row, REASON_windows_differ) &&
	       json_is_number(json_object_get(row, "diff"));
}

static double at_rung(const json_t *row, double n, const char *side)
{
	const json_t *l = json_object_get(json_object_get(row, "ladder"),
					  side), *v;
	size_t i;

	json_array_foreach(json_object_get(l, "n"), i, v)
		if (json_number_value(v) == n)
			return json_number_value(json_array_get(
				json_object_get(l, "value"), i));
	return NAN;
}

static double diff_of(const json_t *row, double rung)
{
	if (!is_exact(row))
		return NAN;
	if (isnan(rung))
		return json_number_value(json_object_get(row, "diff"));
	return at_rung(row, rung, "patched") - at_rung(row, rung, "base");
}

/* Do the steps make the total? Sums of fractions are off in the last digit. */
bool walk_adds_up(const struct walk *w, const struct walk_row *r)
{
	double sum = 0, size = fabs(r->total);

	for (size_t i = 0; i < w->nr_links; i++) {
		sum += r->diff[i];
		size += fabs(r->diff[i]);
	}
	return fabs(sum - r->total) <= 1e-12 * size;
}

static int add_row(struct walk *w, const json_t *total,
		   const json_t *const *link, double rung)
{
	struct walk_row *more = realloc(w->rows, (w->nr_rows + 1) *
					sizeof(*more)), *r;
	size_t n = w->nr_links;

	if (!more)
		return -ENOMEM;
	w->rows = more;
	r = &more[w->nr_rows];
	*r = (struct walk_row){ .row = total, .rung = rung,
				.total = diff_of(total, rung),
				.like = w->nr_rows };
	r->link = calloc(n + 1, sizeof(*r->link));
	r->diff = calloc(n + 1, sizeof(*r->diff));
	w->nr_rows++;
	if (!r->link || !r->diff)
		return -ENOMEM;
	r->whole = !isnan(r->total);
	r->moved = r->whole && r->total != 0;
	for (size_t i = 0; i < n; i++) {
		r->link[i] = link[i];
		r->diff[i] = diff_of(link[i], rung);
		r->whole &= !isnan(r->diff[i]);
		r->moved |= !isnan(r->diff[i]) && r->diff[i] != 0;
		if (!r->row)
			r->row = link[i];
	}
	if (r->whole && walk_adds_up(w, r))
		w->added++;
	else if (r->whole)
		w->odd++;
	return 0;
}

/* The rung by which ladders of one slope were judged: the last that has one. */
static double judged_rung(const json_t *total, const json_t *const *link,
			  size_t n)
{
	const json_t *at = json_object_get(total, "at");

	for (size_t i = n; !at && i > 0; i--)
		at = json_object_get(link[i - 1], "at");
	return at ? json_number_value(json_object_get(at, "n")) : NAN;
}

static int add_rows(struct walk *w, const char *key, json_t *const *index)
{
	const json_t *total = json_object_get(index[0], key), *any = total;
	const json_t **link = calloc(w->nr_links + 1, sizeof(*link));
	double rung;
	int err = 0;

	if (!link)
		return -ENOMEM;
	for (size_t i = 0; i < w->nr_links; i++) {
		link[i] = json_object_get(index[i + 1], key);
		any = any ? any : link[i];
	}
	if (row_shown(any))
		err = add_row(w, total, link, NAN);
	rung = judged_rung(total, link, w->nr_links);
	if (!err && row_shown(any) && !isnan(rung))
		err = add_row(w, total, link, rung);
	free(link);
	return err;
}

static int read_rows(struct walk *w, json_t *const *s, size_t n)
{
	json_t **index = calloc(n, sizeof(*index));
	json_t *seen = json_object(), *row;
	char key[2048];
	int err = index && seen ? 0 : -ENOMEM;
	size_t j;

	for (size_t i = 0; !err && i < n; i++) {
		index[i] = index_rows(s[i]);
		err = index[i] ? 0 : -ENOMEM;
	}
	for (size_t i = 0; !err && i < n; i++)
		json_array_foreach(json_object_get(s[i], "comparisons"), j,
				   row) {
			row_key(row, key, sizeof(key));
			if (json_object_get(seen, key))
				continue;
			json_object_set_new(seen, key, json_true());
			err = add_rows(w, key, index);
			if (err)
				break;
		}
	for (size_t i = 0; index && i < n; i++)
		json_decref(index[i]);
	free(index);
	json_decref(seen);
	return err;
}

/*
 * Did both move at the same steps in the same way? Counts of a kind are alike
 * up to a factor: an object, and its bytes. Costs only when they are equal:
 * what each operation pays is news.
 */
static bool alike(const struct walk_row *a, const struct walk_row *b,
		  size_t n)
{
	double factor = 0;

	if (!a->whole || !b->whole || !b->moved ||
	    strcmp(ds_str(a->row, "kind"), ds_str(b->row, "kind")))
		return false;
	if (ds_is(a->row, "kind", "cost"))
		factor = 1;
	for (size_t i = 0; i < n; i++) {
		if (a->diff[i] == 0 && b->diff[i] == 0)
			continue;
		if (a->diff[i] == 0 || b->diff[i] == 0)
			return false;
		if (factor == 0)
			factor = a->diff[i] / b->diff[i];
		if (fabs(a->diff[i] - factor * b->diff[i]) >
		    1e-9 * fabs(a->diff[i]))
			return false;
	}
	return true;
}

/* What scenarios change tells more than what was there at boot. */
static bool of_boot(const struct walk_row *r)
{
	return ds_is(r->row, "phase", "start");
}

static void choose_columns(struct walk *w)
{
	for (int boot = 0; boot < 2; boot++)
		for (size_t i = 0; i < w->nr_rows; i++) {
			struct walk_row *r = &w->rows[i];

			if (!r->moved || of_boot(r) != boot)
				continue;
			for (size_t k = 0; k < w->nr_columns; k++)
				if (r->like == i &&
				    alike(r, &w->rows[w->column[k]],
					  w->nr_links))
					r->like = w->column[k];
			if (r->like != i)
				continue;
			if (w->nr_columns < WALK_COLUMNS)
				w->column[w->nr_columns++] = i;
			else
				w->left++;
		}
}

int walk_read(struct walk *w, json_t *const *s, size_t n)
{
	int err;

	memset(w, 0, sizeof(*w));
	w->total = s[0];
	w->links = s + 1;
	w->nr_links = n - 1;
	if (!walk_is(s[0])) {
		kpt_error("walk: the first summary is not of a walk: kptstat compare --steps makes it");
		return -EINVAL;
	}
	err = check_chain(w);
	if (!err)
		err = read_steps(w);
	if (!err)
		err = read_rows(w, s, n);
	if (!err)
		choose_columns(w);
	return err;
}

void walk_free(struct walk *w)
{
	for (size_t i = 0; i < w->nr_rows; i++) {
		free(w->rows[i].link);
		free(w->rows[i].diff);
	}
	free(w->rows);
	free(w->steps);
	memset(w, 0, sizeof(*w));
}
