// SPDX-License-Identifier: GPL-2.0-only
/* plotrows.c - which rows of a summary are drawn, in which order */
#include <math.h>
#include <string.h>

#include "analyze/plot/plotdata.h"
#include "analyze/words/words.h"

double plot_rung(const json_t *row, const char *side, const char *what,
		   size_t i)
{
	const json_t *l = json_object_get(json_object_get(row, "ladder"),
					  side);

	return json_number_value(json_array_get(json_object_get(l, what), i));
}

size_t plot_rungs(const json_t *row)
{
	const json_t *l = json_object_get(row, "ladder");
	const json_t *a = json_object_get(json_object_get(l, "base"), "n");
	const json_t *b = json_object_get(json_object_get(l, "patched"), "n");

	return a && b && json_equal(a, b) ? json_array_size(a) : 0;
}

static const char *pick_metric(const json_t *s, const char *kind,
			       const char *unit)
{
	const char *first = NULL;
	size_t i;
	json_t *row;

	json_array_foreach(json_object_get(s, "comparisons"), i, row) {
		if (!ds_is(row, "kind", kind) ||
		    plot_rungs(row) < 2 ||
		    (unit && !ds_is(row, "unit", unit)))
			continue;
		if (row_differs(row))
			return ds_str(row, "metric");
		if (!first)
			first = ds_str(row, "metric");
	}
	return first;
}

size_t plot_ladders(const json_t *s, const char *kind, const char *unit,
		    const json_t *rows[], size_t max)
{
	const char *metric = pick_metric(s, kind, unit);
	size_t n = 0, i;
	json_t *row;

	for (int same = 0; metric && same < 2; same++)
		json_array_foreach(json_object_get(s, "comparisons"), i, row) {
			if (!ds_is(row, "kind", kind) ||
			    !ds_is(row, "metric", metric) ||
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

const char *plot_row_name(const json_t *const *rows, size_t n, size_t at,
			  char *buf, size_t len)
{
	char other[300];

	words_title(rows[at], buf, len);
	for (size_t i = 0; i < n; i++)
		if (i != at && !strcmp(buf, words_title(rows[i], other,
							sizeof(other)))) {
			say(buf, len, " (%s)", ds_str(rows[at], "scenario"));
			break;
		}
	return buf;
}

/* How far off a row is; 0 where no ratio says it, or windows scatter more. */
static double change(const json_t *row)
{
	double r = words_real(row, "ratio");

	return isfinite(r) && !ds_is(row, "verdict", "unresolved") ?
	       fabs(r - 1) : 0;
}

/* By insertion: as many as are drawn are few, and equals stay in order. */
static void by_change(const json_t *rows[], size_t n)
{
	for (size_t i = 1; i < n; i++) {
		const json_t *row = rows[i];
		size_t at = i;

		for (; at && change(rows[at - 1]) < change(row); at--)
			rows[at] = rows[at - 1];
		rows[at] = row;
	}
}

size_t plot_main_costs(const json_t *s, int (*usable)(const json_t *row),
		  const json_t *rows[], size_t max, size_t *left)
{
	const json_t *all = json_object_get(s, "comparisons");
	size_t nr = json_array_size(all), n = 0, i, differ = 0, fit = 0, same;
	char use[nr + 1];
	json_t *row;

	json_array_foreach((json_t *)all, i, row) {
		use[i] = row_main(row) && usable(row);
		fit += use[i];
		differ += use[i] && row_differs(row);
	}
	*left = fit > max ? fit - max : 0;
	same = differ < max ? max - differ : 0;
	json_array_foreach((json_t *)all, i, row) {
		if (!use[i] || n == max)
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
