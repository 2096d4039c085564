// SPDX-License-Identifier: GPL-2.0-only
/* forest.c - every cost's change, with its intervals and its margin */
#include <math.h>
#include <string.h>

#include "analyze/plot/plotdata.h"
#include "analyze/words/words.h"

#define MAX_ROWS 120

/* Ratios further from 1 are a counter gone wrong, and no axis has them. */
#define FAR	1e12

/* Of ratio_ci, or of the 90 % interval, ratio_tost_ci. */
static double bound_of(const json_t *row, const char *key, size_t at)
{
	const json_t *v = json_array_get(json_object_get(row, key), at);

	return json_is_number(v) ? json_number_value(v) : NAN;
}

static double bound(const json_t *row, size_t at)
{
	return bound_of(row, "ratio_ci", at);
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
	int m = ds_is(row, "verdict", "unresolved") ? 2 : 3;

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
	if (ds_is(row, "verdict", "unresolved"))
		plot_item(o, "interval", at, 17, "%s, windows vary", pc);
	else if (ds_is(row, "class", "exact"))
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
	if (ds_is(row, "verdict", "equivalent") && !isnan(margin))
		plot_item(o, "verdict", at, 13, "inside the margin");
	else
		plot_item(o, "verdict", at, 13, "%s", words_verdict(row));
}

static void write_forest(struct plot_out *o, const json_t *s)
{
	const json_t *rows[MAX_ROWS];
	size_t left, none, n;
	double wide = 0, low = 1, high = 1, common = NAN;
	int noisy = 0, unresolved = 0;

	plot_main_costs(s, unusable, rows, 0, &none);
	n = plot_main_costs(s, usable, rows, MAX_ROWS, &left);
	plot_array(o, "name", n);
	plot_array(o, "interval", n);
	plot_array(o, "verdict", n);
	for (size_t i = 0; i < n; i++) {
		double ratio = words_real(rows[i], "ratio");
		double lo = bound(rows[i], 0), hi = bound(rows[i], 1);
		double margin = real_or_nan(rows[i], "margin"), em;
		double lo90 = bound_of(rows[i], "ratio_tost_ci", 0);
		double hi90 = bound_of(rows[i], "ratio_tost_ci", 1);
		bool exact = ds_is(rows[i], "class", "exact");
		char title[300];

		if (exact)
			lo = hi = lo90 = hi90 = margin = NAN;
		noisy += !exact;
		unresolved += ds_is(rows[i], "verdict", "unresolved");
		common = isnan(common) ? margin : common;
		low = fmin(low, fmin(fmin(ratio, lo), 1 - margin));
		high = fmax(high, fmax(fmax(ratio, hi), 1 + margin));
		em = plot_item(o, "name", i + 1, 30, "%s",
			       plot_row_name(rows, n, i, title,
					     sizeof(title)));
		wide = em > wide ? em : wide;
		put_interval(o, i + 1, rows[i], lo, hi);
		put_verdict(o, i + 1, rows[i], margin);
		fprintf(o->dat, "%zu", i + 1);
		plot_value(o, ratio);
		plot_value(o, isnan(lo) ? ratio : lo);
		plot_value(o, isnan(hi) ? ratio : hi);
		plot_value(o, isnan(margin) ? 0 : margin);
		fprintf(o->dat, " %d %d", mark(rows[i]),
			ds_is(rows[i], "verdict", "unresolved") ? 2 : exact);
		plot_value(o, isnan(lo90) ? ratio : lo90);
		plot_value(o, isnan(hi90) ? ratio : hi90);
		fputc('\n', o->dat);
	}
	plot_number(o, "rows", (double)n);
	plot_number(o, "noisy", noisy);
	plot_number(o, "exact", (double)n - noisy);
	plot_number(o, "unresolved", unresolved);
	plot_number(o, "low", low);
	plot_number(o, "high", high);
	plot_number(o, "namewidth", wide);
	plot_set(o, "band", 20, isnan(common) ? "" :
		 "margin of %g%%", 100 * common);
	plot_set(o, "counts", 60, "%s", n ? words_counts(s, rows[0]) : "");
	plot_set(o, "note", 60, left + none ? "%zu of %zu costs not drawn: no "
		 "percentage, or no room" : "", left + none, left + none + n);
}

const struct plot_ops plot_forest = {
	.name = "forest",
	.text = "change of each cost in percent, with its interval",
	.write = write_forest,
};
