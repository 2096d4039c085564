// SPDX-License-Identifier: GPL-2.0-only
/*
 * exact.c - boots that repeat to the digit: the difference of two kernels
 *
 * Window i of base is compared with window i of patched. Where all of them
 * differ by the same amount, that is the difference. Where they do not, the
 * windows of one boot say something the medians do not: the difference stands
 * only if it is larger than what the windows scatter by.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/judge/row.h"
#include "analyze/stats/infer.h"
#include "common/util.h"

/* One window of many may be hit by a tick of the clock, of a few none. */
#define FEW_WINDOWS	5

/**
 * struct agreement - what the windows of a boot say of the difference
 * @agree:	most that differ by one amount
 * @of:		how many there are
 * @common:	that amount
 * @mid:	the middle of all differences
 * @lo, @hi:	the least and the largest difference
 */
struct agreement {
	size_t agree, of;
	double common, mid, lo, hi;
};

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void count(double *d, size_t n, struct agreement *out)
{
	size_t run = 0;

	qsort(d, n, sizeof(*d), by_value);
	*out = (struct agreement){ .of = n, .lo = d[0], .hi = d[n - 1],
		.mid = n % 2 ? d[n / 2] : (d[n / 2 - 1] + d[n / 2]) / 2 };
	for (size_t i = 0; i < n; i++) {
		run = i && d[i] == d[i - 1] ? run + 1 : 1;
		if (run > out->agree) {
			out->agree = run;
			out->common = d[i];
		}
	}
}

/* The windows of samples that belong to each other; false: no pairs. */
static bool compare(const struct ds_sample *const *a,
		    const struct ds_sample *const *b, size_t nr,
		    struct agreement *out)
{
	size_t n = 0, at = 0;
	double *d;

	for (size_t i = 0; i < nr; i++) {
		if (a[i]->nr != b[i]->nr)
			return false;
		n += a[i]->nr;
	}
	d = n ? malloc(n * sizeof(*d)) : NULL;
	if (!d)
		return false;
	for (size_t i = 0; i < nr; i++)
		for (size_t j = 0; j < a[i]->nr; j++)
			d[at++] = (b[i]->values[j] - b[i]->fixed) -
				  (a[i]->values[j] - a[i]->fixed);
	count(d, n, out);
	free(d);
	return true;
}

static bool agrees(const struct agreement *w)
{
	return w->agree == w->of ||
	       (w->of >= FEW_WINDOWS && w->agree + 1 >= w->of);
}

/* Is the difference larger than the scatter of the windows? */
static bool resolved(const struct agreement *w)
{
	return agrees(w) || w->hi - w->lo < fabs(w->mid);
}

static void put_windows(json_t *row, const struct agreement *w, double den)
{
	json_object_set_new(row, "windows", json_pack("{s:I, s:I}",
		"agree", (json_int_t)w->agree, "of", (json_int_t)w->of));
	if (w->agree < w->of)
		reason_add(row, REASON_windows_differ, json_pack(
			"{s:I, s:I, s:o, s:o, s:o}", "agree",
			(json_int_t)w->agree, "of", (json_int_t)w->of,
			"lo", json_num(w->lo / den),
			"mid", json_num(w->mid / den),
			"hi", json_num(w->hi / den)));
}

static void put_unresolved(json_t *row)
{
	json_object_set_new(row, "verdict", json_string("unresolved"));
}

/*
 * The rung where two ladders of the same slope differ most; of several, the
 * one with the most held.
 */
static bool widest_rung(const struct bootval *x, const struct bootval *y,
			size_t *at)
{
	double most = 0;

	for (size_t i = 0; i < x->n && i < y->n; i++) {
		double d = fabs(y->y[i] - x->y[i]);

		if (x->x[i] != y->x[i] || d == 0 || d < most)
			continue;
		most = d;
		*at = i;
	}
	return most > 0;
}

static void put_rung(json_t *row, const struct bootval *x,
		     const struct bootval *y, size_t at)
{
	json_object_set_new(row, "at", json_pack("{s:o, s:o, s:o, s:o}",
		"n", json_num(x->x[at]), "base", json_num(x->y[at]),
		"patched", json_num(y->y[at]),
		"diff", json_num(y->y[at] - x->y[at])));
}

/* Rounds of a rung: the first that disagree too much are told. */
static bool rungs_resolved(json_t *row, const struct bootval *x,
			   const struct bootval *y)
{
	struct agreement w;

	for (size_t i = 0; i < x->n; i++) {
		if (!compare(&x->rung[i], &y->rung[i], 1, &w) || resolved(&w))
			continue;
		put_windows(row, &w, 1);
		put_rung(row, x, y, i);
		put_unresolved(row);
		return false;
	}
	return true;
}

static void judge_ladder(json_t *row, const struct bootval *x,
			 const struct bootval *y)
{
	size_t at = 0;

	if (!rungs_resolved(row, x, y))
		return;
	if (x->n == 1) {
		reason_add(row, REASON_one_rung, NULL);
		put_rung(row, x, y, 0);
		judge_row(row, x->y[0], y->y[0]);
		return;
	}
	if (x->value == y->value && widest_rung(x, y, &at)) {
		reason_add(row, REASON_offset, NULL);
		put_rung(row, x, y, at);
		judge_row(row, x->y[at], y->y[at]);
		return;
	}
	judge_row(row, x->value, y->value);
}

static void judge_windows(json_t *row, const struct bootval *x,
			  const struct bootval *y)
{
	struct agreement w;
	double diff = y->num - x->num;

	if (!compare(x->runs, y->runs, x->nr_runs, &w) || w.of < 2) {
		judge_row(row, x->value, y->value);
		return;
	}
	put_windows(row, &w, x->den);
	/* Of several runs the value is a mean of medians: as it is. */
	if (x->nr_runs == 1 && agrees(&w))
		diff = w.common;
	json_object_set_new(row, "diff", json_num(diff / x->den));
	if (!resolved(&w))
		put_unresolved(row);
	else
		judge_row(row, x->value, x->value + diff / x->den);
}

void row_exact(json_t *row, const struct half h[SIDES])
{
	const struct bootval *x = &h[BASE].v[0], *y = &h[PATCHED].v[0];
	double a = x->value, b = y->value, diff = b - a;
	bool cost = !strcmp(h[BASE].meta->kind, "cost");

	json_object_set_new(row, "base", json_num(a));
	json_object_set_new(row, "patched", json_num(b));
	/* Counts are subtracted before they are divided: nothing is rounded. */
	if (x->den > 0 && x->den == y->den)
		diff = (y->num - x->num) / x->den;
	json_object_set_new(row, "diff", json_num(diff));
	for (int k = 0; cost && k < SIDES; k++)
		if (h[k].v[0].value < 0)
			reason_add(row, REASON_below_fixed, json_pack("{s:s}",
				   "side", side_name[k]));
	if (!reason_has(row, REASON_below_fixed))
		json_object_set_new(row, "ratio", json_num(b / a));
	if (h[BASE].nr < ST_MIN_EXACT || h[PATCHED].nr < ST_MIN_EXACT) {
		reason_add(row, REASON_few_boots, json_pack("{s:I, s:I, s:I}",
			"base", (json_int_t)h[BASE].nr,
			"patched", (json_int_t)h[PATCHED].nr,
			"need", (json_int_t)ST_MIN_EXACT));
		json_object_set_new(row, "verdict",
				    json_string("inconclusive"));
	} else if (x->n) {
		judge_ladder(row, x, y);
	} else if (x->nr_runs) {
		judge_windows(row, x, y);
	} else {
		judge_row(row, a, b);
	}
}

static json_t *vector(const double *v, size_t n)
{
	json_t *arr = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(arr, json_num(v[i]));
	return arr;
}

void row_ladder(json_t *row, const struct half h[SIDES])
{
	json_t *ladder = json_object();
	double worst = 0;

	for (int k = 0; k < SIDES; k++) {
		const struct bootval *b = &h[k].v[0];

		json_object_set_new(ladder, side_name[k], json_pack(
			"{s:o, s:o, s:o, s:o, s:o}", "n", vector(b->x, b->n),
			"value", vector(b->y, b->n),
			"alpha", json_num(b->line.alpha),
			"beta", json_num(b->value),
			"residual", json_num(b->line.residual)));
		worst = fmax(worst, b->line.residual);
	}
	json_object_set_new(row, "ladder", ladder);
	if (worst > 0)
		reason_add(row, REASON_residual, json_pack("{s:o}", "value",
							   json_num(worst)));
}
