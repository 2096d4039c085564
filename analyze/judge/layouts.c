// SPDX-License-Identifier: GPL-2.0-only
/* layouts.c - differences that hold in every layout, and those that vary */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/judge/layouts.h"
#include "analyze/judge/reason.h"
#include "analyze/judge/windows.h"
#include "analyze/stats/stats.h"

/**
 * struct varying - a row that waits for its verdict
 * @row:	borrowed from the comparison's list
 * @base:	mean over layouts
 * @test:	of the mean difference
 */
struct varying {
	json_t *row;
	double base;
	struct st_test test;
};

/* The first boot of a layout, or NULL. */
static const struct bootval *boot_in(const struct half *h, long long layout)
{
	for (size_t i = 0; i < h->nr; i++)
		if (h->v[i].layout == layout)
			return &h->v[i];
	return NULL;
}

/* The boots of both kernels in one layout. */
struct mates {
	const struct bootval *x, *y;
};

/* The first of each layout that both have; return: how many. */
static size_t pair_up(const struct half h[SIDES], struct mates *m)
{
	size_t n = 0;

	for (size_t i = 0; i < h[BASE].nr; i++) {
		const struct bootval *x = &h[BASE].v[i];
		const struct bootval *y = boot_in(&h[PATCHED], x->layout);

		if (y && boot_in(&h[BASE], x->layout) == x)
			m[n++] = (struct mates){ x, y };
	}
	return n;
}

static void op_diff(struct layouts *l, size_t at, const struct bootval *x,
		    const struct bootval *y)
{
	struct windows w;

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
static bool same_rungs(const struct mates *a, const struct mates *b)
{
	for (size_t i = 0; i < a->x->n; i++)
		if (a->y->y[i] - a->x->y[i] != b->y->y[i] - b->x->y[i])
			return false;
	return true;
}

static bool rounds_agree(const struct mates *m)
{
	struct windows w;

	for (size_t i = 0; i < m->x->n; i++)
		if (windows_pair(&m->x->rung[i], &m->y->rung[i], 1, &w) &&
		    !windows_agree(&w))
			return false;
	return true;
}

/* The rung where the differences of the layouts are farthest apart. */
static size_t widest(const struct mates *m, size_t n)
{
	double most = -1;
	size_t at = 0;

	for (size_t i = 0; i < m->x->n; i++)
		for (size_t j = 0; j < n; j++) {
			double d = fabs(m[j].y->y[i] - m[j].x->y[i] -
					(m->y->y[i] - m->x->y[i]));

			if (d > most) {
				most = d;
				at = i;
			}
		}
	return at;
}

/* Slopes are alike, the counts are not: what is read at one rung. */
static void take_rung(struct layouts *l, const struct mates *m)
{
	size_t at = widest(m, l->n);

	l->rung = m->x->x[at];
	for (size_t i = 0; i < l->n; i++) {
		l->base[i] = m[i].x->y[at];
		l->diff[i] = m[i].y->y[at] - m[i].x->y[at];
	}
}

static void take_diffs(struct layouts *l, const struct mates *m)
{
	bool ladder = l->n && m->x->n, same = true;

	l->alike = true;
	for (size_t i = 0; i < l->n; i++) {
		const struct bootval *x = m[i].x, *y = m[i].y;

		l->base[i] = x->value;
		l->diff[i] = y->value - x->value;
		if (x->nr_runs && y->nr_runs)
			op_diff(l, i, x, y);
		same &= l->diff[i] == l->diff[0];
		if (ladder)
			l->alike &= rounds_agree(&m[i]) &&
				    same_rungs(&m[0], &m[i]);
	}
	if (!ladder)
		l->alike &= same;
	else if (!l->alike && same)
		take_rung(l, m);
}

int layouts_build(struct layouts *l, const struct half h[SIDES])
{
	struct mates *m = calloc(h[BASE].nr + 1, sizeof(*m));

	memset(l, 0, sizeof(*l));
	l->diff = calloc(3 * h[BASE].nr + 1, sizeof(*l->diff));
	if (!m || !l->diff) {
		free(m);
		return -ENOMEM;
	}
	l->base = l->diff + h[BASE].nr;
	l->se = l->base + h[BASE].nr;
	l->n = pair_up(h, m);
	take_diffs(l, m);
	free(m);
	return 0;
}

void layouts_free(struct layouts *l)
{
	free(l->diff);
	memset(l, 0, sizeof(*l));
}

void layouts_test(const struct layouts *l, struct st_test *out)
{
	st_nested(l->diff, l->se, l->n, LAYOUTS_LEVEL, out);
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

static void put_varying(json_t *row, const struct layouts *l,
			const struct varying *v)
{
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
		"lo", json_num(lo), "mid", json_num(v->test.diff),
		"hi", json_num(hi), "from", json_num(v->test.lo),
		"to", json_num(v->test.hi), "p", json_num(v->test.p)));
	if (l->rung > 0) {
		reason_add(row, REASON_offset, NULL);
		json_object_set_new(row, "at", json_pack(
			"{s:o, s:o, s:o, s:o}", "n", json_num(l->rung),
			"base", json_num(v->base),
			"patched", json_num(v->base + v->test.diff),
			"diff", json_num(v->test.diff)));
		return;
	}
	json_object_set_new(row, "base", json_num(v->base));
	json_object_set_new(row, "patched", json_num(v->base + v->test.diff));
	json_object_set_new(row, "diff", json_num(v->test.diff));
	if (json_is_number(json_object_get(row, "ratio")))
		json_object_set_new(row, "ratio", json_num(
			(v->base + v->test.diff) / v->base));
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
	*v = (struct varying){ .row = row, .base = st_mean(l->base, l->n) };
	layouts_test(l, &v->test);
	put_varying(row, l, v);
	return 0;
}

/* Boots of any two builds differ: to look at them must cost no other row. */
static size_t boots_last(struct cmp *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->nr_varying; i++) {
		struct varying v = c->varying[i];

		if (ds_is(v.row, "kind", "boot"))
			continue;
		memmove(&c->varying[n + 1], &c->varying[n],
			(i - n) * sizeof(v));
		c->varying[n++] = v;
	}
	return n;
}

static int decide(const struct varying *rows, size_t nr, double *p, double *adj)
{
	for (size_t i = 0; i < nr; i++)
		p[i] = rows[i].test.p;
	if (st_holm(p, nr, adj))
		return -ENOMEM;
	for (size_t i = 0; i < nr; i++) {
		const struct varying *v = &rows[i];

		json_object_set_new(v->row, "p_adj", json_num(adj[i]));
		if (adj[i] < LAYOUTS_ALPHA) {
			judge_row(v->row, v->base, v->base + v->test.diff);
			continue;
		}
		json_object_set_new(v->row, "verdict",
				    json_string("unresolved"));
		if (p[i] < 1 - LAYOUTS_LEVEL)
			reason_add(v->row, REASON_many_varying, json_pack(
				"{s:I}", "rows", (json_int_t)nr));
	}
	return 0;
}

int layouts_judge(struct cmp *c)
{
	double *p = calloc(2 * c->nr_varying + 1, sizeof(*p));
	size_t n = c->nr_varying, ran = boots_last(c);
	int err = p ? decide(c->varying, ran, p, p + n) : -ENOMEM;

	if (!err && ran < n)
		err = decide(c->varying + ran, n - ran, p, p + n);
	free(p);
	free(c->varying);
	c->varying = NULL;
	c->nr_varying = 0;
	return err;
}
