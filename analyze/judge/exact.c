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
#include <string.h>

#include "analyze/judge/layouts.h"
#include "analyze/judge/row.h"
#include "analyze/judge/windows.h"
#include "analyze/stats/infer.h"
#include "common/util.h"

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
	struct windows w;

	for (size_t i = 0; i < x->n; i++) {
		if (!windows_pair(&x->rung[i], &y->rung[i], 1, &w) ||
		    windows_resolve(&w))
			continue;
		windows_put(row, &w, 1);
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
	struct windows w;
	double diff = y->num - x->num;

	if (!windows_pair(x->runs, y->runs, x->nr_runs, &w) || w.of < 2) {
		judge_row(row, x->value, y->value);
		return;
	}
	windows_put(row, &w, x->den);
	/* Of several runs the value is a mean of medians: as it is. */
	if (x->nr_runs == 1 && windows_agree(&w))
		diff = w.common;
	json_object_set_new(row, "diff", json_num(diff / x->den));
	if (!windows_resolve(&w))
		put_unresolved(row);
	else
		judge_row(row, x->value, x->value + diff / x->den);
}

/* What the first boots read; a difference of counts is not rounded. */
static void put_numbers(json_t *row, const struct half h[SIDES])
{
	const struct bootval *x = &h[BASE].v[0], *y = &h[PATCHED].v[0];
	double a = x->value, b = y->value, diff = b - a;
	bool cost = !strcmp(h[BASE].meta->kind, "cost");

	json_object_set_new(row, "base", json_num(a));
	json_object_set_new(row, "patched", json_num(b));
	/* Counts are subtracted before they are divided. */
	if (x->den > 0 && x->den == y->den)
		diff = (y->num - x->num) / x->den;
	json_object_set_new(row, "diff", json_num(diff));
	for (int k = 0; cost && k < SIDES; k++)
		if (h[k].v[0].value < 0)
			reason_add(row, REASON_below_fixed, json_pack("{s:s}",
				   "side", side_name[k]));
	if (!reason_has(row, REASON_below_fixed))
		json_object_set_new(row, "ratio", json_num(b / a));
}

static void judge_boots(json_t *row, const struct bootval *x,
			const struct bootval *y)
{
	if (x->n)
		judge_ladder(row, x, y);
	else if (x->nr_runs)
		judge_windows(row, x, y);
	else
		judge_row(row, x->value, y->value);
}

/*
 * What is read at boot is read of the kernel as it boots, in the first layout:
 * in others the reading has what the layout took as well, of which a kernel may
 * count more. But a difference that has not one sign in all of them is chance,
 * and what no layout leaves as it is, pages of slab caches, is not known from
 * one of them.
 */
static bool is_of_boot(const struct ds_sample *m, const struct layouts *l)
{
	if (strcmp(m->phase, "start") || !strcmp(m->kind, "boot") ||
	    (!strcmp(m->kind, "check") && strcmp(m->better, "zero")))
		return false;
	for (size_t i = 1; i < l->n; i++)
		if ((l->diff[i] > 0) != (l->diff[0] > 0) ||
		    (l->diff[i] < 0) != (l->diff[0] < 0))
			return false;
	return true;
}

int row_exact(struct cmp *c, json_t *row, const struct half h[SIDES])
{
	struct layouts l;
	int err;

	put_numbers(row, h);
	/* A size is read of one file: one boot tells it. */
	if (strcmp(h[BASE].meta->kind, "size") &&
	    (h[BASE].nr < ST_MIN_EXACT || h[PATCHED].nr < ST_MIN_EXACT)) {
		reason_add(row, REASON_few_boots, json_pack("{s:I, s:I, s:I}",
			"base", (json_int_t)h[BASE].nr,
			"patched", (json_int_t)h[PATCHED].nr,
			"need", (json_int_t)ST_MIN_EXACT));
		json_object_set_new(row, "verdict",
				    json_string("inconclusive"));
		return 0;
	}
	err = layouts_build(&l, h);
	if (!err && is_of_boot(h[BASE].meta, &l)) {
		judge_boots(row, &h[BASE].v[0], &h[PATCHED].v[0]);
		layouts_free(&l);
		return 0;
	}
	if (!err && l.n > 1)
		layouts_put(row, &l);
	if (!err && l.n > 1 && !l.alike)
		err = layouts_wait(c, row, &l);
	else if (!err)
		judge_boots(row, &h[BASE].v[0], &h[PATCHED].v[0]);
	layouts_free(&l);
	return err;
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
