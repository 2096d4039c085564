// SPDX-License-Identifier: GPL-2.0-only
/* boots.c - metrics whose boots vary: each boot, and their distribution */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/plot/plotdata.h"
#include "analyze/stats/stats.h"
#include "analyze/words/words.h"
#include "common/util.h"

#define MAX_PANELS 12

/* A verdict that says something, one that is unclear, none. */
static int rank(const struct row *row)
{
	if (row->verdict == VERDICT_INCONCLUSIVE)
		return 1;
	return row_differs(row) ? 0 : 2;
}

/* What the row's verdict was found from: means, or medians if demoted. */
static const struct vec *boots_of(const struct row *row, int side)
{
	const struct vec *mean = &row->boot_mean[side];

	return mean->v && !row->demoted ? mean : &row->boot_value[side];
}

static bool usable(const struct row *row)
{
	return row->class == CLASS_NOISY && row->verdict != VERDICT_NA &&
	       boots_of(row, BASE)->nr && boots_of(row, PATCHED)->nr;
}

static size_t pick(const struct summary *s, const struct row *rows[MAX_PANELS])
{
	size_t n = 0;

	for (int r = 0; r < 3; r++)
		summary_each_row(s, row) {
			if (!usable(row) || rank(row) != r)
				continue;
			if (n < MAX_PANELS)
				rows[n] = row;
			n++;
		}
	return n;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double *sorted(const struct vec *list)
{
	double *v = calloc(list->nr, sizeof(*v));

	for (size_t i = 0; v && i < list->nr; i++)
		v[i] = or_0(list->v[i]);
	if (v)
		qsort(v, list->nr, sizeof(*v), by_value);
	return v;
}

/* Columns: value, share of the boots up to it, is it a boot's? */
static void put_side(struct plot_out *o, const double *v, size_t n, double lo,
		     double hi)
{
	fprintf(o->dat, "%.15g 0 0\n", lo);
	for (size_t i = 0; i < n; i++)
		fprintf(o->dat, "%.15g %.15g 1\n", v[i],
			(double)(i + 1) / (double)n);
	fprintf(o->dat, "%.15g 1 0\n", hi);
}

static void put_words(struct plot_out *o, const struct summary *s,
		      const struct row *row, size_t at, double mean)
{
	char pc[WORDS_LEN] = "", unit[80], title[300];

	words_percent(row, pc);
	plot_item(o, "title", at, 21, "%s: %s",
		  words_title(row, title, sizeof(title)),
		  words_what(s, row));
	plot_item(o, "sub", at, 22, "%s%s%s", pc, *pc ? ", " : "",
		  words_verdict(row));
	/* What stands in brackets is told by the mode. */
	kpt_copy(unit, sizeof(unit), words_unit(s, row));
	unit[strcspn(unit, "(")] = '\0';
	kpt_trim(unit);
	plot_item(o, "mean", at, 22, mean != 0 ?
		  "0%% is %.6g %s; %zu + %zu boots" :
		  "base is %g %s, no percent; %zu + %zu boots", mean, unit,
		  boots_of(row, BASE)->nr, boots_of(row, PATCHED)->nr);
}

static int put_panel(struct plot_out *o, const struct summary *s,
		     const struct row *row, size_t at)
{
	double *v[SIDES] = { NULL }, mean = 0, lo = INFINITY, hi = -INFINITY;
	size_t n[SIDES];
	int err = 0;

	for (int k = 0; k < SIDES; k++) {
		n[k] = boots_of(row, k)->nr;
		v[k] = sorted(boots_of(row, k));
		err |= !v[k];
	}
	if (err)
		goto out;
	mean = st_mean(v[BASE], n[BASE]);
	for (int k = 0; k < SIDES; k++)
		for (size_t i = 0; i < n[k]; i++) {
			v[k][i] = mean != 0 ? 100 * (v[k][i] - mean) /
					      fabs(mean) : v[k][i];
			lo = fmin(lo, v[k][i]);
			hi = fmax(hi, v[k][i]);
		}
	/* Boots that are all alike are one line in the middle. */
	if (hi - lo <= 0) {
		lo -= 1;
		hi += 1;
	}
	for (int k = 0; k < SIDES; k++) {
		fputs(at > 1 || k ? "\n\n" : "", o->dat);
		put_side(o, v[k], n[k], lo - 0.08 * (hi - lo),
			 hi + 0.08 * (hi - lo));
	}
	fprintf(o->labels, "low[%zu] = %.15g\nhigh[%zu] = %.15g\n", at, lo, at,
		hi);
	put_words(o, s, row, at, mean);
out:
	for (int k = 0; k < SIDES; k++)
		free(v[k]);
	return err;
}

static void write_boots(struct plot_out *o, const struct summary *s)
{
	static const char *const arrays[] = { "title", "sub", "mean", "low",
					      "high" };
	const struct row *rows[MAX_PANELS];
	size_t all = pick(s, rows), panels = 0;

	for (size_t i = 0; i < sizeof(arrays) / sizeof(arrays[0]); i++)
		plot_array(o, arrays[i], MAX_PANELS);
	for (size_t i = 0; i < all && i < MAX_PANELS; i++)
		panels += !put_panel(o, s, rows[i], panels + 1);
	plot_number(o, "panels", (double)panels);
	plot_set(o, "note", 60, all > panels ? "%zu of %zu such metrics, "
		 "those that differ first" : "", panels, all);
}

const struct plot_ops plot_boots = {
	.name = "boots",
	.text = "metrics whose boots vary, boot by boot",
	.write = write_boots,
};
