// SPDX-License-Identifier: GPL-2.0-only
/* costs.c - change of every cost, several kernels or configurations at once */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/plot/plotdata.h"
#include "analyze/words/words.h"

#define MAX_ROWS	60
#define MAX_MARKS	20	/* of a row: more cannot be told apart */

/* Changes further off are a counter gone wrong, and no axis has them. */
#define FAR		1e12

/**
 * struct line - one cost
 * @row:	its row in each summary, or NULL
 * @size:	the largest change of any that is shown to differ, in percent
 */
struct line {
	const json_t *row[MAX_MARKS], *any;
	double size;
};

struct lines {
	struct line *v;
	size_t nr;
};

static double percent(const json_t *row, const char *ci, size_t at)
{
	const json_t *v = ci ? json_array_get(json_object_get(row, ci), at) :
			       json_object_get(row, "ratio");
	double pc = json_is_number(v) ? 100 * (json_number_value(v) - 1) : NAN;

	return fabs(pc) < FAR ? pc : NAN;
}

static bool shown(const json_t *row)
{
	return row_differs(row) && !ds_is(row, "verdict", "unresolved") &&
	       !ds_is(row, "verdict", "inconclusive");
}

static struct line *line_of(struct lines *l, json_t *index, const json_t *row)
{
	char key[600];
	size_t at;
	void *p;

	snprintf(key, sizeof(key), "%s\x1f%s\x1f%s", ds_str(row, "scenario"),
		 ds_str(row, "group"), ds_str(row, "metric"));
	at = json_place(index, key, l->nr);
	if (at < l->nr)
		return &l->v[at];
	p = realloc(l->v, (l->nr + 1) * sizeof(*l->v));
	if (!p)
		return NULL;
	l->v = p;
	memset(&l->v[l->nr], 0, sizeof(*l->v));
	l->v[l->nr].any = row;
	return &l->v[l->nr++];
}

static int by_size(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	if (x->size != y->size)
		return x->size < y->size ? 1 : -1;
	return strcmp(ds_str(x->any, "scenario"), ds_str(y->any, "scenario"));
}

static int gather(struct lines *l, json_t *const *s, size_t n)
{
	json_t *index = json_object(), *row;
	size_t i;
	int err = 0;

	for (size_t k = 0; k < n; k++)
		json_array_foreach(json_object_get(s[k], "comparisons"), i,
				   row) {
			struct line *at;

			if (!row_main(row) || !row_judged(row) ||
			    isnan(percent(row, NULL, 0)))
				continue;
			at = line_of(l, index, row);
			if (!at) {
				err = -1;
				break;
			}
			at->row[k] = row;
			if (shown(row))
				at->size = fmax(at->size,
						fabs(percent(row, NULL, 0)));
		}
	json_decref(index);
	if (!err && l->nr)
		qsort(l->v, l->nr, sizeof(*l->v), by_size);
	return err;
}

/* How many are drawn: those that change; if none does, all. */
static size_t drawn(const struct lines *l)
{
	size_t n = 0;

	while (n < l->nr && l->v[n].size > 0)
		n++;
	n = n ? n : l->nr;
	return n < MAX_ROWS ? n : MAX_ROWS;
}

/* The largest change, in its unit, and whose it is. */
static void put_most(struct plot_out *o, size_t at, const struct line *l,
		     size_t n)
{
	char d[WORDS_LEN], pc[WORDS_LEN], name[200];
	size_t most = n;

	for (size_t k = 0; k < n; k++)
		if (l->row[k] && shown(l->row[k]) &&
		    (most == n || fabs(percent(l->row[k], NULL, 0)) >
				  fabs(percent(l->row[most], NULL, 0))))
			most = k;
	if (most == n) {
		plot_item(o, "most", at, 28, "no change");
		return;
	}
	plot_column_name(o, most, name, sizeof(name));
	plot_item(o, "most", at, 28, "%s (%s) %s",
		  words_short(words_real(l->row[most], "diff"), d),
		  words_percent(l->row[most], pc), name);
}

/* A line a mark: row, change, its interval, kernel, is it shown? */
static void put_marks(struct plot_out *o, size_t at, const struct line *l,
		      size_t n, double range[2])
{
	for (size_t k = 0; k < n; k++) {
		double pc, lo, hi;

		if (!l->row[k])
			continue;
		pc = percent(l->row[k], NULL, 0);
		lo = percent(l->row[k], "ratio_ci", 0);
		hi = percent(l->row[k], "ratio_ci", 1);
		range[0] = fmin(range[0], fmin(pc, lo));
		range[1] = fmax(range[1], fmax(pc, hi));
		fprintf(o->dat, "%zu", at);
		plot_value(o, pc);
		plot_value(o, isnan(lo) ? pc : lo);
		plot_value(o, isnan(hi) ? pc : hi);
		fprintf(o->dat, " %zu %d\n", k + 1, shown(l->row[k]) ||
			ds_is(l->row[k], "verdict", "equivalent"));
	}
}

static bool one_unit(const struct lines *l, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (!ds_is(l->v[i].any, "unit", ds_str(l->v[0].any, "unit")))
			return false;
	return true;
}

static void put_rows(struct plot_out *o, const struct lines *l, size_t rows,
		     size_t n)
{
	const json_t *names[MAX_ROWS];
	double range[2] = { 0, 0 }, wide = 0;
	char title[300];

	for (size_t i = 0; i < rows; i++)
		names[i] = l->v[i].any;
	plot_array(o, "name", rows);
	plot_array(o, "most", rows);
	for (size_t i = 0; i < rows; i++) {
		double em = plot_item(o, "name", i + 1, 30, "%s",
			plot_row_name(names, rows, i, title, sizeof(title)));

		wide = fmax(wide, em);
		put_most(o, i + 1, &l->v[i], n);
		put_marks(o, i + 1, &l->v[i], n, range);
	}
	plot_number(o, "rows", (double)rows);
	plot_number(o, "namewidth", wide);
	plot_number(o, "low", fmin(range[0], range[1] > 0 ? 0 : -0.1));
	plot_number(o, "high", fmax(range[1], range[0] < 0 ? 0 : 0.1));
}

static bool any_ci(const struct lines *l, size_t rows, size_t n)
{
	for (size_t i = 0; i < rows; i++)
		for (size_t k = 0; k < n; k++)
			if (json_is_array(json_object_get(l->v[i].row[k],
							  "ratio_ci")))
				return true;
	return false;
}

static void write_costs(struct plot_out *o, json_t *const *s, size_t n)
{
	struct lines l = { NULL, 0 };
	double wide = 0;
	char name[200];
	size_t rows;

	if (n > MAX_MARKS || gather(&l, s, n) || !l.nr)
		goto out;
	rows = drawn(&l);
	plot_set(o, "counts", 40, "%s", one_unit(&l, rows) ?
		 words_counts(s[0], l.v[0].any) : "Cost");
	plot_array(o, "kernel", n);
	for (size_t k = 0; k < n; k++) {
		plot_column_name(o, k, name, sizeof(name));
		wide = fmax(wide, plot_item(o, "kernel", k + 1, 24, "%s",
					    name));
	}
	plot_number(o, "kernels", (double)n);
	plot_number(o, "kernelwidth", wide);
	plot_number(o, "intervals", any_ci(&l, rows, n));
	put_rows(o, &l, rows, n);
	plot_set(o, "note", 60, l.nr > rows ? "%zu costs that change less, or "
		 "not at all, are not drawn" : "", l.nr - rows);
out:
	free(l.v);
}

const struct plot_ops plot_costs = {
	.name = "costs",
	.text = "change of each cost, a mark a kernel",
	.write_many = write_costs,
};
