// SPDX-License-Identifier: GPL-2.0-only
/* walk.c - a series step by step: comparisons put together */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/summary/names.h"
#include "analyze/summary/walk.h"
#include "common/util.h"

static const char *label(const struct summary *s, int side)
{
	return s->env[side].label;
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
	const struct summary *s = w->total;

	w->steps = calloc(s->nr_steps + 1, sizeof(*w->steps));
	if (!w->steps)
		return -ENOMEM;
	for (size_t i = 0; i < s->nr_steps; i++) {
		struct walk_step *st = &w->steps[w->nr_steps];
		const char *as = s->steps[i].label;

		st->name = s->steps[i].name;
		st->subject = s->steps[i].subject;
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

/* Is the difference to be trusted to the digit? */
static bool is_exact(const struct row *row)
{
	return row && row->class == CLASS_EXACT && row_judged(row) &&
	       row->verdict != VERDICT_INCONCLUSIVE &&
	       row->verdict != VERDICT_UNRESOLVED &&
	       !row_has(row, REASON_windows_differ) &&
	       !isnan(row->value[ROW_DIFF]);
}

static double at_rung(const struct row *row, double n, int side)
{
	const struct ladder *l = &row->ladder[side];

	for (size_t i = 0; i < l->n.nr; i++)
		if (l->n.v[i] == n)
			return vec_at(&l->value, i);
	return NAN;
}

static double diff_of(const struct row *row, double rung)
{
	if (!is_exact(row))
		return NAN;
	if (isnan(rung))
		return row->value[ROW_DIFF];
	return at_rung(row, rung, PATCHED) - at_rung(row, rung, BASE);
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

static int add_row(struct walk *w, const struct row *total,
		   const struct row *const *link, double rung)
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
static double judged_rung(const struct row *total,
			  const struct row *const *link, size_t n)
{
	if (total && total->has_at)
		return total->at.n;
	for (size_t i = n; i > 0; i--)
		if (link[i - 1] && link[i - 1]->has_at)
			return link[i - 1]->at.n;
	return NAN;
}

/**
 * struct table - the rows of all summaries, by what they are about
 * @row:	of key k in summary i: row[k * n + i], NULL where it has none
 */
struct table {
	struct names keys;
	const struct row **row;
	size_t n;
};

static int add_rows(struct walk *w, const struct table *t, size_t key)
{
	const struct row *const *row = &t->row[key * t->n], *any = row[0];
	double rung;
	int err = 0;

	for (size_t i = 1; !any; i++)
		any = row[i];
	if (!row_shown(any))
		return 0;
	err = add_row(w, row[0], row + 1, NAN);
	rung = judged_rung(row[0], row + 1, w->nr_links);
	if (!err && !isnan(rung))
		err = add_row(w, row[0], row + 1, rung);
	return err;
}

/* Of two rows of one summary that are about the same, the last. */
static int gather(struct table *t, struct summary *const *s)
{
	char key[2048];

	for (size_t i = 0; i < t->n; i++)
		summary_each_row(s[i], row) {
			size_t at;

			snprintf(key, sizeof(key), "%s\t%s\t%s\t%s\t%s",
				 row->group, row->scenario, row->params,
				 row->phase_word, row->metric);
			at = names_add(&t->keys, key);
			if (at == NAMES_NONE)
				return -ENOMEM;
			t->row[at * t->n + i] = row;
		}
	return 0;
}

static int read_rows(struct walk *w, struct summary *const *s, size_t n)
{
	struct table t = { .n = n };
	size_t all = 0;
	int err;

	for (size_t i = 0; i < n; i++)
		all += s[i]->nr_rows;
	t.row = calloc(all * n + 1, sizeof(*t.row));
	err = t.row ? gather(&t, s) : -ENOMEM;
	for (size_t k = 0; !err && k < t.keys.nr; k++)
		err = add_rows(w, &t, k);
	names_free(&t.keys);
	free(t.row);
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
	    strcmp(a->row->kind_word, b->row->kind_word))
		return false;
	if (a->row->kind == KIND_COST || a->row->kind == KIND_CLASS)
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
	return r->row->phase == PHASE_START;
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

int walk_read(struct walk *w, struct summary *const *s, size_t n)
{
	int err;

	memset(w, 0, sizeof(*w));
	w->total = s[0];
	w->links = s + 1;
	w->nr_links = n - 1;
	if (!s[0]->walk) {
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
