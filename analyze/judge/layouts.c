// SPDX-License-Identifier: GPL-2.0-only
/* layouts.c - differences that hold in every layout, and those that vary */
#include <errno.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/judge/layouts.h"
#include "analyze/judge/reason.h"
#include "analyze/judge/windows.h"
#include "analyze/stats/infer.h"

/**
 * struct varying - a row that waits for its verdict
 * @row:	borrowed from the comparison's list
 * @base:	mean over layouts
 * @mean:	of the differences
 * @se:		its standard error
 * @p:		that the mean is 0
 * @n:		layouts
 */
struct varying {
	json_t *row;
	double base, mean, se, p;
	size_t n;
};

/* The boot of a layout where it is the first of them, else NULL. */
static const struct bootval *boot_in(const struct half *h, long long layout)
{
	for (size_t i = 0; i < h->nr; i++)
		if (h->v[i].layout == layout)
			return &h->v[i];
	return NULL;
}

static void op_diff(struct layouts *l, size_t at, const struct bootval *x,
		    const struct bootval *y)
{
	struct windows w;

	l->base[at] = x->value;
	l->diff[at] = y->value - x->value;
	/* Of several runs the value is a mean of medians: as it is. */
	if (x->den <= 0 || x->den != y->den ||
	    !windows_pair(x->runs, y->runs, x->nr_runs, &w)) {
		l->alike = false;
		return;
	}
	l->alike &= windows_agree(&w);
	if (x->nr_runs > 1)
		l->diff[at] = (y->num - x->num) / x->den;
	else
		l->diff[at] = (windows_agree(&w) ? w.common : w.mid) / x->den;
	l->se[at] = windows_agree(&w) ? 0 : w.se / x->den;
}

/* Counts are whole, so their differences compare; slopes are rounded. */
static bool same_rungs(const struct bootval *const v[4])
{
	for (size_t i = 0; i < v[0]->n; i++)
		if (v[1]->y[i] - v[0]->y[i] != v[3]->y[i] - v[2]->y[i])
			return false;
	return true;
}

static bool rounds_agree(const struct bootval *x, const struct bootval *y)
{
	struct windows w;

	for (size_t i = 0; i < x->n; i++)
		if (windows_pair(&x->rung[i], &y->rung[i], 1, &w) &&
		    !windows_agree(&w))
			return false;
	return true;
}

/* The rung where the differences of the layouts are farthest apart. */
static size_t widest(const struct half h[SIDES], const struct bootval *x,
		     const struct bootval *y)
{
	double most = -1;
	size_t at = 0;

	for (size_t i = 0; i < x->n; i++)
		for (size_t j = 0; j < h[BASE].nr; j++) {
			const struct bootval *a = &h[BASE].v[j];
			const struct bootval *b = boot_in(&h[PATCHED],
							  a->layout);
			double d;

			if (!b)
				continue;
			d = fabs(b->y[i] - a->y[i] - (y->y[i] - x->y[i]));
			if (d > most) {
				most = d;
				at = i;
			}
		}
	return at;
}

static int take_memory(struct layouts *l, size_t most)
{
	l->diff = calloc(3 * most + 1, sizeof(*l->diff));
	if (!l->diff)
		return -ENOMEM;
	l->base = l->diff + most;
	l->se = l->base + most;
	return 0;
}

int layouts_build(struct layouts *l, const struct half h[SIDES])
{
	const struct bootval *v[4] = { NULL };
	size_t rung = 0;
	bool slope = true;

	memset(l, 0, sizeof(*l));
	l->alike = true;
	if (take_memory(l, h[BASE].nr))
		return -ENOMEM;
	for (size_t i = 0; i < h[BASE].nr; i++) {
		const struct bootval *x = &h[BASE].v[i];
		const struct bootval *y = boot_in(&h[PATCHED], x->layout);

		if (!y || boot_in(&h[BASE], x->layout) != x)
			continue;
		if (!l->n) {
			v[0] = x;
			v[1] = y;
		}
		v[2] = x;
		v[3] = y;
		if (x->nr_runs && y->nr_runs) {
			op_diff(l, l->n, x, y);
		} else {
			l->base[l->n] = x->value;
			l->diff[l->n] = y->value - x->value;
		}
		if (x->n && y->n)
			l->alike &= rounds_agree(x, y) && same_rungs(v);
		else
			l->alike &= l->diff[l->n] == l->diff[0];
		slope &= l->diff[l->n] == l->diff[0];
		l->n++;
	}
	if (l->alike || !v[0] || !v[0]->n || !slope)
		return 0;
	/* Slopes are alike, the counts are not. */
	rung = widest(h, v[0], v[1]);
	l->rung = v[0]->x[rung];
	for (size_t i = 0, n = 0; i < h[BASE].nr; i++) {
		const struct bootval *x = &h[BASE].v[i];
		const struct bootval *y = boot_in(&h[PATCHED], x->layout);

		if (!y || boot_in(&h[BASE], x->layout) != x)
			continue;
		l->base[n] = x->y[rung];
		l->diff[n++] = y->y[rung] - x->y[rung];
	}
	return 0;
}

void layouts_free(struct layouts *l)
{
	free(l->diff);
	memset(l, 0, sizeof(*l));
}

void layouts_put(json_t *row, const struct layouts *l)
{
	size_t most = 0;

	for (size_t i = 0; i < l->n; i++) {
		size_t same = 0;

		for (size_t j = 0; j < l->n; j++)
			same += l->diff[j] == l->diff[i];
		if (same > most)
			most = same;
	}
	json_object_set_new(row, "layouts", json_pack("{s:I, s:I}",
		"agree", (json_int_t)most, "of", (json_int_t)l->n));
}

static double mean_of(const double *v, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += v[i];
	return sum / (double)n;
}

/* Of the mean: between layouts, or within them where that is more. */
static double error_of(const struct layouts *l, double mean)
{
	double between = 0, within = 0, n = (double)l->n;

	for (size_t i = 0; i < l->n; i++) {
		between += (l->diff[i] - mean) * (l->diff[i] - mean);
		within += l->se[i] * l->se[i];
	}
	return fmax(sqrt(between / (n - 1) / n), sqrt(within) / n);
}

static void put_varying(json_t *row, const struct layouts *l,
			const struct varying *v)
{
	double half = v->se * gsl_cdf_tdist_Pinv((1 + LAYOUTS_LEVEL) / 2,
						 (double)l->n - 1);
	double lo = l->diff[0], hi = lo;
	json_t *diffs = json_array();

	for (size_t i = 0; i < l->n; i++) {
		lo = fmin(lo, l->diff[i]);
		hi = fmax(hi, l->diff[i]);
		json_array_append_new(diffs, json_num(l->diff[i]));
	}
	json_object_set_new(row, "layout_diffs", diffs);
	reason_add(row, REASON_layouts_differ, json_pack(
		"{s:I, s:o, s:o, s:o, s:o, s:o, s:o}", "of", (json_int_t)l->n,
		"lo", json_num(lo), "mid", json_num(v->mean),
		"hi", json_num(hi), "from", json_num(v->mean - half),
		"to", json_num(v->mean + half), "p", json_num(v->p)));
	if (l->rung > 0) {
		reason_add(row, REASON_offset, NULL);
		json_object_set_new(row, "at", json_pack(
			"{s:o, s:o, s:o, s:o}", "n", json_num(l->rung),
			"base", json_num(v->base),
			"patched", json_num(v->base + v->mean),
			"diff", json_num(v->mean)));
		return;
	}
	json_object_set_new(row, "base", json_num(v->base));
	json_object_set_new(row, "patched", json_num(v->base + v->mean));
	json_object_set_new(row, "diff", json_num(v->mean));
	if (json_is_number(json_object_get(row, "ratio")))
		json_object_set_new(row, "ratio", json_num(
			(v->base + v->mean) / v->base));
}

int layouts_wait(struct cmp *c, json_t *row, const struct layouts *l)
{
	struct varying *v, *more;

	if (!(c->nr_varying & (c->nr_varying - 1))) {
		more = realloc(c->varying, (c->nr_varying ? 2 * c->nr_varying :
					    1) * sizeof(*more));
		if (!more)
			return -ENOMEM;
		c->varying = more;
	}
	v = &c->varying[c->nr_varying++];
	*v = (struct varying){ .row = row, .n = l->n,
			       .base = mean_of(l->base, l->n),
			       .mean = mean_of(l->diff, l->n) };
	v->se = error_of(l, v->mean);
	v->p = v->mean == 0 ? 1 : v->se == 0 ? 0 :
	       2 * gsl_cdf_tdist_Q(fabs(v->mean) / v->se, (double)l->n - 1);
	put_varying(row, l, v);
	return 0;
}

static int decide(struct cmp *c, double *p, double *adj)
{
	for (size_t i = 0; i < c->nr_varying; i++)
		p[i] = c->varying[i].p;
	if (st_holm(p, c->nr_varying, adj))
		return -ENOMEM;
	for (size_t i = 0; i < c->nr_varying; i++) {
		const struct varying *v = &c->varying[i];

		json_object_set_new(v->row, "p_adj", json_num(adj[i]));
		if (adj[i] < LAYOUTS_ALPHA) {
			judge_row(v->row, v->base, v->base + v->mean);
			continue;
		}
		json_object_set_new(v->row, "verdict",
				    json_string("unresolved"));
		if (v->p < 1 - LAYOUTS_LEVEL)
			reason_add(v->row, REASON_many_varying, json_pack(
				"{s:I}", "rows", (json_int_t)c->nr_varying));
	}
	return 0;
}

int layouts_judge(struct cmp *c)
{
	double *p = calloc(2 * c->nr_varying + 1, sizeof(*p));
	int err = p ? decide(c, p, p + c->nr_varying) : -ENOMEM;

	free(p);
	free(c->varying);
	c->varying = NULL;
	c->nr_varying = 0;
	return err;
}
