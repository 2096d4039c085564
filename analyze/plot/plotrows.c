// SPDX-License-Identifier: GPL-2.0-only
/* plotrows.c - which rows of a summary are drawn, in which order */
#include <math.h>
#include <string.h>

#include "analyze/plot/plotdata.h"
#include "analyze/words/words.h"

double plot_held(const struct row *row, int side, size_t i)
{
	return or_0(vec_at(&row->ladder[side].n, i));
}

double plot_read(const struct row *row, int side, size_t i)
{
	return or_0(vec_at(&row->ladder[side].value, i));
}

size_t plot_rungs(const struct row *row)
{
	const struct vec *n = &row->ladder[BASE].n;

	return vec_same(n, &row->ladder[PATCHED].n) ? n->nr : 0;
}

static const char *pick_metric(const struct summary *s, enum kind kind,
			       const char *unit)
{
	const char *first = NULL;

	summary_each_row(s, row) {
		if (row->kind != kind || plot_rungs(row) < 2 ||
		    (unit && strcmp(row->unit, unit)))
			continue;
		if (row_differs(row))
			return row->metric;
		if (!first)
			first = row->metric;
	}
	return first;
}

size_t plot_ladders(const struct summary *s, enum kind kind, const char *unit,
		    const struct row *rows[], size_t max)
{
	const char *metric = pick_metric(s, kind, unit);
	size_t n = 0;

	for (int same = 0; metric && same < 2; same++)
		summary_each_row(s, row) {
			if (row->kind != kind || strcmp(row->metric, metric) ||
			    /* Two points that agree are no picture. */
			    plot_rungs(row) <= (same ? 2 : 1) ||
			    row_differs(row) == same)
				continue;
			if (n < max)
				rows[n] = row;
			n++;
		}
	return n;
}

const char *plot_row_name(const struct row *const *rows, size_t n, size_t at,
			  char *buf, size_t len)
{
	char other[300];

	words_title(rows[at], buf, len);
	for (size_t i = 0; i < n; i++)
		if (i != at && !strcmp(buf, words_title(rows[i], other,
							sizeof(other)))) {
			say(buf, len, " (%s)", rows[at]->scenario);
			break;
		}
	return buf;
}

/* How far off a row is; 0 where no ratio says it, or windows scatter more. */
static double change(const struct row *row)
{
	double r = or_0(row->ratio);

	return isfinite(r) && row->verdict != VERDICT_UNRESOLVED ?
	       fabs(r - 1) : 0;
}

/* By insertion: as many as are drawn are few, and equals stay in order. */
static void by_change(const struct row *rows[], size_t n)
{
	for (size_t i = 1; i < n; i++) {
		const struct row *row = rows[i];
		size_t at = i;

		for (; at && change(rows[at - 1]) < change(row); at--)
			rows[at] = rows[at - 1];
		rows[at] = row;
	}
}

size_t plot_main_costs(const struct summary *s,
		       bool (*usable)(const struct row *row),
		       const struct row *rows[], size_t max, size_t *left)
{
	size_t n = 0, differ = 0, fit = 0, same;

	summary_each_row(s, row) {
		bool use = row->main && usable(row);

		fit += use;
		differ += use && row_differs(row);
	}
	*left = fit > max ? fit - max : 0;
	same = differ < max ? max - differ : 0;
	summary_each_row(s, row) {
		if (n == max || !row->main || !usable(row))
			continue;
		if (*left && !row_differs(row)) {
			if (!same)
				continue;
			same--;
		}
		rows[n++] = row;
	}
	by_change(rows, n);
	return n;
}
