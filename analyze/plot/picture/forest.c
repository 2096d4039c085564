// SPDX-License-Identifier: GPL-2.0-only
/* forest.c - every cost's change, with its intervals and its margin */
#include <math.h>
#include <string.h>

#include "analyze/plot/plotdata.h"
#include "analyze/words/words.h"

#define MAX_ROWS 120

/* Ratios further from 1 are a counter gone wrong, and no axis has them. */
#define FAR	1e12

static bool usable(const struct row *row)
{
	return row->verdict != VERDICT_NA && row->ratio > 1 / FAR &&
	       row->ratio < FAR && !(fabs(row->ratio_ci[0]) > FAR) &&
	       !(fabs(row->ratio_ci[1]) > FAR);
}

static bool unusable(const struct row *row)
{
	return !usable(row);
}

/* How the point is drawn: colour by verdict, shape by class. */
static int mark(const struct row *row)
{
	switch (row->verdict) {
	case VERDICT_IMPROVED:
		return 0;
	case VERDICT_REGRESSED:
		return 1;
	case VERDICT_INCONCLUSIVE:
	case VERDICT_UNRESOLVED:
		return 2;
	default:
		return 3;
	}
}

static void put_interval(struct plot_out *o, size_t at, const struct row *row,
			 double lo, double hi)
{
	double ratio = row->ratio;
	double change = 100 * (ratio - 1);
	char pc[WORDS_LEN];

	snprintf(pc, sizeof(pc), change == 0 ? "%g%%" : fabs(change) < 0.05 ?
		 "%+.2g%%" : "%+.1f%%", change);
	if (row->verdict == VERDICT_UNRESOLVED && isnan(lo))
		plot_item(o, "interval", at, 17, "%s, windows vary", pc);
	else if (row->class == CLASS_EXACT && isnan(lo))
		plot_item(o, "interval", at, 17, "%s, exact", pc);
	else if (isnan(lo))
		plot_item(o, "interval", at, 17, "%s, no interval", pc);
	else
		plot_item(o, "interval", at, 17, hi - lo < 0.001 ?
			  "%s [%+.3f, %+.3f]" : "%s [%+.1f, %+.1f]", pc,
			  100 * (lo - 1), 100 * (hi - 1));
}

static void put_verdict(struct plot_out *o, size_t at, const struct row *row,
			double margin)
{
	if (row->verdict == VERDICT_EQUIVALENT && !isnan(margin))
		plot_item(o, "verdict", at, 13, "inside the margin");
	else
		plot_item(o, "verdict", at, 13, "%s", words_verdict(row));
}

/* A mean over layouts of memory has an interval, in the row's unit. */
static bool layouts_interval(const struct row *row, double *lo, double *hi)
{
	const struct reason *e = row_reason(row, REASON_layouts_differ);
	double base = row->value[ROW_BASE];

	*lo = e && base > 0 ? 1 + e->from / base : NAN;
	*hi = e && base > 0 ? 1 + e->to / base : NAN;
	return !isnan(*lo);
}

static void write_forest(struct plot_out *o, const struct summary *s)
{
	const struct row *rows[MAX_ROWS];
	size_t left, none, n;
	double wide = 0, low = 1, high = 1, common = NAN;
	int noisy = 0, unresolved = 0, varying = 0;

	plot_main_costs(s, unusable, rows, 0, &none);
	n = plot_main_costs(s, usable, rows, MAX_ROWS, &left);
	plot_array(o, "name", n);
	plot_array(o, "interval", n);
	plot_array(o, "verdict", n);
	for (size_t i = 0; i < n; i++) {
		double ratio = rows[i]->ratio;
		double lo = rows[i]->ratio_ci[0], hi = rows[i]->ratio_ci[1];
		double margin = rows[i]->margin, em;
		double lo90 = rows[i]->ratio_tost_ci[0];
		double hi90 = rows[i]->ratio_tost_ci[1];
		bool exact = rows[i]->class == CLASS_EXACT;
		char title[300];

		if (exact) {
			lo90 = hi90 = margin = NAN;
			if (layouts_interval(rows[i], &lo, &hi)) {
				varying++;
				exact = false;
			}
		} else {
			noisy++;
		}
		unresolved += rows[i]->verdict == VERDICT_UNRESOLVED;
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
			rows[i]->verdict == VERDICT_UNRESOLVED ? 2 : exact);
		plot_value(o, isnan(lo90) ? ratio : lo90);
		plot_value(o, isnan(hi90) ? ratio : hi90);
		fputc('\n', o->dat);
	}
	plot_number(o, "rows", (double)n);
	plot_number(o, "noisy", noisy);
	plot_number(o, "exact", (double)n - noisy - varying);
	plot_number(o, "varying", varying);
	plot_number(o, "layouts", (double)s->env[BASE].layouts);
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
