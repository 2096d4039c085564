// SPDX-License-Identifier: GPL-2.0-only
/*
 * html_plot.c - dots, intervals and bars as inline SVG
 *
 * Positions are percentages, so that a picture is as wide as its cell, on a
 * phone as on paper, and its text and dots keep their size.
 */
#include <math.h>
#include <string.h>

#include "analyze/report/html.h"
#include "analyze/words/words.h"
#include "common/util.h"

#define MOST 100.0	/* percent; what is farther off is an arrow */

bool html_change(const struct row *row, double *change)
{
	if (isnan(row->ratio) || or_0(row->value[ROW_BASE]) == 0 ||
	    row->better == BETTER_ZERO)
		return false;
	*change = 100 * (row->ratio - 1);
	return isfinite(*change);
}

/* In percent, the interval of 95 %; false where there is none. */
static bool interval_95(const struct row *row, double *lo, double *hi)
{
	*lo = 100 * (or_0(row->ratio_ci[0]) - 1);
	*hi = 100 * (or_0(row->ratio_ci[1]) - 1);
	return row->has_ratio_ci;
}

/* That of 90 %, which "inside the margin" is judged by. */
static bool interval_90(const struct row *row, double *lo, double *hi)
{
	*lo = 100 * (or_0(row->ratio_tost_ci[0]) - 1);
	*hi = 100 * (or_0(row->ratio_tost_ci[1]) - 1);
	return row->has_ratio_tost_ci;
}

/* 1, 2 or 5 times a power of ten, about a quarter of what is spanned. */
static double step_of(double span)
{
	double rough = span / 4, ten = pow(10, floor(log10(rough)));
	double x = rough / ten;

	return ten * (x <= 1 ? 1 : x <= 2 ? 2 : x <= 5 ? 5 : 10);
}

struct html_axis html_axis_of(const struct row *const *rows, size_t n)
{
	struct html_axis a = { 0 };
	double pad;

	for (size_t i = 0; i < n; i++) {
		double at, lo, hi;

		if (!html_change(rows[i], &at))
			continue;
		if (!interval_95(rows[i], &lo, &hi))
			lo = hi = at;
		a.margin = fmax(a.margin, 100 * or_0(rows[i]->margin));
		a.lo = fmin(a.lo, fmin(at, lo));
		a.hi = fmax(a.hi, fmax(at, hi));
	}
	a.lo = fmax(-MOST, fmin(a.lo, -1.5 * a.margin));
	a.hi = fmin(MOST, fmax(a.hi, 1.5 * a.margin));
	if (a.lo == 0 && a.hi == 0)
		a.hi = 1;
	pad = 0.04 * (a.hi - a.lo);
	a.lo -= pad;
	a.hi += pad;
	a.step = step_of(a.hi - a.lo);
	return a;
}

static double place(const struct html_axis *a, double v)
{
	return 100 * (v - a->lo) / (a->hi - a->lo);
}

static bool seen(const struct html_axis *a, double v)
{
	return v >= a->lo && v <= a->hi;
}

void html_axis(FILE *f, const struct html_axis *a)
{
	fputs("<svg width=\"100%\" height=\"18\" aria-hidden=\"true\">", f);
	for (double k = ceil(a->lo / a->step); k * a->step <= a->hi; k++) {
		double v = k * a->step, x = place(a, v);

		fprintf(f, "<text x=\"%.2f%%\" y=\"11\" "
			"text-anchor=\"middle\">%s%.4g%%</text>"
			"<line class=\"rail\" x1=\"%.2f%%\" x2=\"%.2f%%\" "
			"y1=\"14\" y2=\"18\"/>", x, v > 0 ? "+" : "",
			k == 0 ? 0 : v, x, x);
	}
	fputs("</svg>", f);
}

static void arrow(FILE *f, bool left)
{
	fprintf(f, "<svg x=\"%s\" y=\"5\"><path class=\"off\" d=\"%s\"/></svg>",
		left ? "0%" : "100%", left ? "M0 7 8 2V12Z" :
		"M0 7 -8 2V12Z");
}

static double inside(const struct html_axis *a, double v)
{
	return place(a, fmin(fmax(v, a->lo), a->hi));
}

static void put_line(FILE *f, const char *class, double x1, double x2)
{
	fprintf(f, "<line class=\"%s\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"12\" "
		"y2=\"12\"/>", class, x1, x2);
}

/* The 95 % interval thin, the 90 % interval thick over it. */
static void put_intervals(FILE *f, const struct html_axis *a,
			  const struct row *row)
{
	double lo, hi;

	if (interval_95(row, &lo, &hi)) {
		put_line(f, "thin", inside(a, lo), inside(a, hi));
		if (lo < a->lo)
			arrow(f, true);
		if (hi > a->hi)
			arrow(f, false);
	}
	if (interval_90(row, &lo, &hi) && lo < a->hi &&
	    hi > a->lo)
		put_line(f, "thick", inside(a, lo), inside(a, hi));
}

static void say_picture(const struct row *row, char *buf, size_t len)
{
	char pc[WORDS_LEN];
	double lo, hi;

	buf[0] = '\0';
	say(buf, len, "change %s", words_percent(row, pc));
	if (interval_95(row, &lo, &hi))
		say(buf, len, ", 95 percent interval %+.3g to %+.3g percent",
		    lo, hi);
	if (interval_90(row, &lo, &hi))
		say(buf, len, ", 90 percent interval %+.3g to %+.3g percent",
		    lo, hi);
}

void html_interval(FILE *f, const struct html_axis *a, const struct row *row)
{
	char label[200];
	double at;

	if (!html_change(row, &at))
		return;
	say_picture(row, label, sizeof(label));
	html(f, "<svg width=\"100%\" height=\"24\" role=\"img\" "
	     "aria-label=\"$\">", label);
	if (a->margin > 0)
		fprintf(f, "<rect class=\"band\" x=\"%.2f%%\" y=\"0\" "
			"width=\"%.2f%%\" height=\"24\"/>",
			place(a, -a->margin), place(a, a->margin) -
			place(a, -a->margin));
	fprintf(f, "<line class=\"rail\" x1=\"0%%\" x2=\"100%%\" y1=\"12\" "
		"y2=\"12\"/><line class=\"zero\" x1=\"%.2f%%\" x2=\"%.2f%%\" "
		"y1=\"0\" y2=\"24\"/>", place(a, 0), place(a, 0));
	/* Without an interval the change itself is drawn, from zero. */
	if (row->has_ratio_ci)
		put_intervals(f, a, row);
	else
		put_line(f, "span", place(a, 0), inside(a, at));
	if (seen(a, at))
		fprintf(f, "<circle class=\"dot\" cx=\"%.2f%%\" cy=\"12\" "
			"r=\"4.5\"/>", place(a, at));
	fputs("</svg>", f);
}

void html_pair(FILE *f, const struct row *row)
{
	double b = or_0(row_value(row, ROW_BASE));
	double p = or_0(row_value(row, ROW_PATCHED));
	double lo = fmin(0, fmin(b, p)), hi = fmax(0, fmax(b, p));
	char x[WORDS_LEN], y[WORDS_LEN];
	struct html_axis a;

	if (hi == lo)
		hi = lo + 1;
	/* Room for the dots at either end. */
	a = (struct html_axis){ .lo = lo - 0.05 * (hi - lo),
				.hi = hi + 0.05 * (hi - lo) };
	html(f, "<svg width=\"100%\" height=\"24\" role=\"img\" "
	     "aria-label=\"$ on base, $ on patched\">",
	     words_amount(row, ROW_BASE, x), words_amount(row, ROW_PATCHED, y));
	fprintf(f, "<line class=\"rail\" x1=\"0%%\" x2=\"100%%\" y1=\"12\" "
		"y2=\"12\"/><line class=\"zero\" x1=\"%.2f%%\" x2=\"%.2f%%\" "
		"y1=\"5\" y2=\"19\"/><line class=\"span\" x1=\"%.2f%%\" "
		"x2=\"%.2f%%\" y1=\"12\" y2=\"12\"/><circle class=\"ring\" "
		"cx=\"%.2f%%\" cy=\"12\" r=\"5\"/><circle class=\"dot\" "
		"cx=\"%.2f%%\" cy=\"12\" r=\"5.5\"/></svg>", place(&a, 0),
		place(&a, 0), place(&a, b), place(&a, p), place(&a, b),
		place(&a, p));
}

void html_share(FILE *f, const char *label, const long long part[2],
		const long long whole[2])
{
	html(f, "<svg width=\"100%\" height=\"24\" role=\"img\" "
	     "aria-label=\"$\">", label);
	for (int k = 0; k < 2; k++) {
		double share = whole[k] > 0 ? (double)part[k] /
					      (double)whole[k] : 0;

		if (whole[k] <= 0)
			continue;
		fprintf(f, "<rect class=\"bar0\" x=\"0\" y=\"%d\" "
			"width=\"100%%\" height=\"8\" rx=\"2\"/>", 3 + 10 * k);
		if (share > 0)
			fprintf(f, "<rect class=\"bar1\" x=\"0\" y=\"%d\" "
				"width=\"%.2f%%\" height=\"8\" rx=\"2\"/>",
				3 + 10 * k, 100 * fmin(share, 1));
	}
	fputs("</svg>", f);
}
