// SPDX-License-Identifier: GPL-2.0-only
/* forest.c - every cost as a ratio, with its interval and its margin */
#include <math.h>
#include <string.h>

#include "analyze/plot/plotdata.h"
#include "analyze/words/words.h"

#define MAX_ROWS 120

/* Ratios further from 1 are a counter gone wrong, and no axis has them. */
#define FAR	1e12

static double bound(const json_t *row, size_t at)
{
	const json_t *v = json_array_get(json_object_get(row, "ratio_ci"), at);

	return json_is_number(v) ? json_number_value(v) : NAN;
}

static int usable(const json_t *row)
{
	double r = words_real(row, "ratio");

	return !ds_is(row, "verdict", "n/a") && r > 1 / FAR && r < FAR &&
	       !(fabs(bound(row, 0)) > FAR) && !(fabs(bound(row, 1)) > FAR);
}

static int unusable(const json_t *row)
{
	return !usable(row);
}

static double real_or_nan(const json_t *row, const char *key)
{
	const json_t *v = json_object_get(row, key);

	return json_is_number(v) ? json_number_value(v) : NAN;
}

/* How the point is drawn: colour by verdict, shape by class. */
static int mark(const json_t *row)
{
	static const char *const verdicts[] = { "improved", "regressed",
						"inconclusive" };
	int m = 3;

	for (int i = 0; i < 3; i++)
		if (ds_is(row, "verdict", verdicts[i]))
			m = i;
	return m;
}

static void put_interval(struct plot_out *o, size_t at, const json_t *row,
			 double lo, double hi)
{
	double ratio = words_real(row, "ratio");
	double change = 100 * (ratio - 1);
	char pc[WORDS_LEN];

	snprintf(pc, sizeof(pc), change == 0 ? "%g%%" : fabs(change) < 0.05 ?
		 "%+.2g%%" : "%+.1f%%", change);
	if (ds_is(row, "class", "exact"))
		plot_item(o, "interval", at, 17, "%s, exact", pc);
	else if (isnan(lo))
		plot_item(o, "interval", at, 17, "%s, no interval", pc);
	else
		plot_item(o, "interval", at, 17, hi - lo < 0.001 ?
			  "%s [%+.3f, %+.3f]" : "%s [%+.1f, %+.1f]", pc,
			  100 * (lo - 1), 100 * (hi - 1));
}

static void put_verdict(struct plot_out *o, size_t at, const json_t *row,
			double margin)
{
	const char *verdict = ds_str(row, "verdict");

	if (!strcmp(verdict, "equivalent") && ds_is(row, "class", "exact"))
		plot_item(o, "verdict", at, 13, "no difference");
	else if (!strcmp(verdict, "equivalent") && !isnan(margin))
		plot_item(o, "verdict", at, 13, "equivalent, within %g%%",
			  100 * margin);
	else if (row_differs(row) && strcmp(verdict, "inconclusive"))
		plot_item(o, "verdict", at, 13, "%s, %s",
			  words_direction(row), verdict);
	else
		plot_item(o, "verdict", at, 13, "%s", verdict);
}

static void write_forest(struct plot_out *o, const json_t *s)
{
	const json_t *rows[MAX_ROWS];
	size_t left, none, n;
	double wide = 0, low = 1, high = 1, common = NAN;
	int noisy = 0;

	plot_costs(s, unusable, rows, 0, &none);
	n = plot_costs(s, usable, rows, MAX_ROWS, &left);
	plot_array(o, "name", n);
	plot_array(o, "interval", n);
	plot_array(o, "verdict", n);
	for (size_t i = 0; i < n; i++) {
		double ratio = words_real(rows[i], "ratio");
		double lo = bound(rows[i], 0), hi = bound(rows[i], 1);
		double margin = real_or_nan(rows[i], "margin"), em;
		bool exact = ds_is(rows[i], "class", "exact");

		if (exact)
			lo = hi = margin = NAN;
		noisy += !exact;
		common = isnan(common) ? margin : common;
		low = fmin(low, fmin(fmin(ratio, lo), 1 - margin));
		high = fmax(high, fmax(fmax(ratio, hi), 1 + margin));
		em = plot_item(o, "name", i + 1, 20, "%s",
			       ds_str(rows[i], "scenario"));
		wide = em > wide ? em : wide;
		put_interval(o, i + 1, rows[i], lo, hi);
		put_verdict(o, i + 1, rows[i], margin);
		fprintf(o->dat, "%zu", i + 1);
		plot_value(o, ratio);
		plot_value(o, isnan(lo) ? ratio : lo);
		plot_value(o, isnan(hi) ? ratio : hi);
		plot_value(o, isnan(margin) ? 0 : margin);
		fprintf(o->dat, " %d %d\n", mark(rows[i]), exact);
	}
	plot_number(o, "rows", (double)n);
	plot_number(o, "noisy", noisy);
	plot_number(o, "exact", (double)n - noisy);
	plot_number(o, "low", low);
	plot_number(o, "high", high);
	plot_number(o, "namewidth", wide);
	plot_set(o, "band", 20, isnan(common) ? "" : "margin of %g%%",
		 100 * common);
	plot_set(o, "note", 60, left + none ? "%zu of %zu costs not drawn: "
		 "without a usable ratio, or no room" : "", left + none,
		 left + none + n);
}

const struct plot_ops plot_forest = {
	.name = "forest",
	.text = "cost of one operation, as a ratio with its interval",
	.write = write_forest,
};
