// SPDX-License-Identifier: GPL-2.0-only
/* costs.c - change of every cost, several kernels or configurations at once */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/plot/plotdata.h"
#include "analyze/summary/names.h"
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
	const struct row *row[MAX_MARKS], *any;
	double size;
};

struct lines {
	struct line *v;
	size_t nr;
};

/* A ratio as a change in percent; NAN where there is none to draw. */
static double percent(double ratio)
{
	double pc = 100 * (ratio - 1);

	return fabs(pc) < FAR ? pc : NAN;
}

static double change_of(const struct row *row)
{
	return percent(row->ratio);
}

static struct line *line_of(struct lines *l, struct names *index,
			    const struct row *row)
{
	char key[600];
	size_t at;

	snprintf(key, sizeof(key), "%s\x1f%s\x1f%s", row->scenario,
		 row->group, row->metric);
	l->v = names_list(index, key, l->v, sizeof(*l->v), &at);
	l->nr = index->nr;
	if (at == NAMES_NONE)
		return NULL;
	if (!l->v[at].any)
		l->v[at].any = row;
	return &l->v[at];
}

static int by_size(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	if (x->size != y->size)
		return x->size < y->size ? 1 : -1;
	return strcmp(x->any->scenario, y->any->scenario);
}

static int gather_rows(struct lines *l, struct names *index,
		       const struct summary *s, size_t k)
{
	summary_each_row(s, row) {
		struct line *at;

		if (!row->main || !row_judged(row) || isnan(change_of(row)))
			continue;
		at = line_of(l, index, row);
		if (!at)
			return -1;
		at->row[k] = row;
		if (row_told(row))
			at->size = fmax(at->size, fabs(change_of(row)));
	}
	return 0;
}

static int gather(struct lines *l, struct summary *const *s, size_t n)
{
	struct names index = { NULL, 0 };
	int err = 0;

	for (size_t k = 0; k < n && !err; k++)
		err = gather_rows(l, &index, s[k], k);
	names_free(&index);
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
		if (l->row[k] && row_told(l->row[k]) &&
		    (most == n || fabs(change_of(l->row[k])) >
				  fabs(change_of(l->row[most]))))
			most = k;
	if (most == n) {
		plot_item(o, "most", at, 28, "no change");
		return;
	}
	plot_column_name(o, most, name, sizeof(name));
	plot_item(o, "most", at, 28, "%s (%s) %s",
		  words_short(or_0(l->row[most]->value[ROW_DIFF]), d),
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
		pc = change_of(l->row[k]);
		lo = percent(l->row[k]->ratio_ci[0]);
		hi = percent(l->row[k]->ratio_ci[1]);
		range[0] = fmin(range[0], fmin(pc, lo));
		range[1] = fmax(range[1], fmax(pc, hi));
		fprintf(o->dat, "%zu", at);
		plot_value(o, pc);
		plot_value(o, isnan(lo) ? pc : lo);
		plot_value(o, isnan(hi) ? pc : hi);
		fprintf(o->dat, " %zu %d\n", k + 1, row_told(l->row[k]) ||
			l->row[k]->verdict == VERDICT_EQUIVALENT);
	}
}

static bool one_unit(const struct lines *l, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (strcmp(l->v[i].any->unit, l->v[0].any->unit))
			return false;
	return true;
}

static void put_rows(struct plot_out *o, const struct lines *l, size_t rows,
		     size_t n)
{
	const struct row *names[MAX_ROWS];
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
			if (l->v[i].row[k] && l->v[i].row[k]->has_ratio_ci)
				return true;
	return false;
}

static void write_costs(struct plot_out *o, struct summary *const *s, size_t n)
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
