// SPDX-License-Identifier: GPL-2.0-only
/*
 * noisy.c - what boots that do not repeat to the digit allow to be said
 *
 * noisy_measure() puts the numbers of one row in; family.c gives all rows
 * their verdicts once their number is known.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/judge/row.h"
#include "analyze/stats/infer.h"
#include "analyze/stats/ratio.h"

#define LEVEL 0.95

/* The boots of both sides as vectors, and what is made of them. */
struct noisy {
	double *v[SIDES];
	size_t n[SIDES];
	double mean[SIDES];
	bool paired;
	struct st_test test;
	double p, t_p, p_perm, tost, mde;
	double ratio_ci[2], boot_ci[2], diff_ci[2];
	const char *name;	/* of the test */
	const char *ratio_why;	/* a code: why there is no interval of it */
};

static json_t *pair(const double v[2])
{
	if (!isfinite(v[0]) || !isfinite(v[1]))
		return json_null();
	return json_pack("[o, o]", json_num(v[0]), json_num(v[1]));
}

/* A metric declared noisy is a mean; a demoted count is still a median. */
static int take_boots(struct noisy *x, const struct half h[SIDES])
{
	bool declared = !strcmp(h[BASE].meta->class, "noisy");

	for (int k = 0; k < SIDES; k++) {
		x->n[k] = h[k].nr;
		x->v[k] = calloc(h[k].nr + 1, sizeof(*x->v[k]));
		if (!x->v[k])
			return -ENOMEM;
		for (size_t i = 0; i < h[k].nr; i++)
			x->v[k][i] = declared && h[k].v[i].has_mean ?
				     h[k].v[i].mean : h[k].v[i].value;
		x->mean[k] = st_mean(x->v[k], x->n[k]);
	}
	return 0;
}

static bool same_numbers(const struct half h[SIDES])
{
	if (h[BASE].nr != h[PATCHED].nr)
		return false;
	for (size_t i = 0; i < h[BASE].nr; i++)
		if (h[BASE].v[i].boot != h[PATCHED].v[i].boot)
			return false;
	return true;
}

/* Pairs take out what drifts from boot to boot on the machine. */
static void test_pairs(struct noisy *x, double margin)
{
	size_t n = x->n[BASE];
	double *d, mean, half;
	struct st_test *t = &x->test;

	if (st_paired(x->v[BASE], x->v[PATCHED], n, LEVEL, t))
		return;
	d = malloc(n * sizeof(*d));
	if (!d)
		return;
	x->paired = true;
	x->name = "paired";
	x->p = t->p;
	x->ratio_ci[0] = exp(t->lo);
	x->ratio_ci[1] = exp(t->hi);
	if (st_tost_paired(x->v[BASE], x->v[PATCHED], n, margin, &x->tost))
		x->tost = NAN;
	/* On the scale of logarithms the base mean is 1. */
	x->mde = expm1(st_mde(t, 1, ST_ALPHA, ST_POWER));
	for (size_t i = 0; i < n; i++)
		d[i] = x->v[PATCHED][i] - x->v[BASE][i];
	mean = st_mean(d, n);
	half = (t->hi - t->lo) / 2 / t->se * sqrt(st_var(d, n) / (double)n);
	x->diff_ci[0] = mean - half;
	x->diff_ci[1] = mean + half;
	free(d);
}

static void test_sides(struct noisy *x, double margin)
{
	const double *a = x->v[BASE], *b = x->v[PATCHED];
	size_t na = x->n[BASE], nb = x->n[PATCHED];
	double *ci = x->ratio_ci;
	int err = st_welch(a, na, b, nb, LEVEL, &x->test);

	if (err)
		return;
	x->name = "welch";
	x->p = x->test.p;
	x->diff_ci[0] = x->test.lo;
	x->diff_ci[1] = x->test.hi;
	x->mde = st_mde(&x->test, x->mean[BASE], ST_ALPHA, ST_POWER);
	if (st_tost(a, na, b, nb, margin, &x->tost))
		x->tost = NAN;
	err = st_fieller(a, na, b, nb, LEVEL, &ci[0], &ci[1]);
	if (err)
		x->ratio_why = err == -EINVAL ? "zero" : "not_told_from_0";
}

/* Draws are made again only where another number of boots is at hand. */
static struct st_draws *draws_for(struct cmp *c, const size_t n[SIDES])
{
	if (c->draws && c->draws_nr[BASE] == n[BASE] &&
	    c->draws_nr[PATCHED] == n[PATCHED])
		return c->draws;
	st_draws_free(c->draws);
	c->draws = st_draws_new(n[BASE], n[PATCHED], ST_SEED);
	memcpy(c->draws_nr, n, sizeof(c->draws_nr));
	return c->draws;
}

static int test_all(struct cmp *c, struct noisy *x, const struct half h[SIDES])
{
	struct st_draws *draws = draws_for(c, x->n);

	if (!draws)
		return -ENOMEM;
	if (c->p.interleaved && same_numbers(h))
		test_pairs(x, c->margin);
	if (!x->paired)
		test_sides(x, c->margin);
	if (st_permute(x->v[BASE], x->n[BASE], x->v[PATCHED], x->n[PATCHED],
		       &x->p_perm))
		x->p_perm = NAN;
	x->t_p = x->p;
	/* Where neither side varies, only the order of labels is left. */
	if (!x->name && x->mean[BASE] != x->mean[PATCHED]) {
		x->name = "permutation";
		x->p = x->p_perm;
	}
	if (!(x->mean[BASE] > 0) && !x->ratio_why)
		x->ratio_why = "not_above_0";
	if (st_bootstrap(draws, x->v[BASE], x->v[PATCHED], x->paired, LEVEL,
			 &x->boot_ci[0], &x->boot_ci[1]))
		x->boot_ci[0] = x->boot_ci[1] = NAN;
	return 0;
}

static json_t *hierarchy(const struct half *h)
{
	struct st_hier s;
	size_t r[ST_LEVELS];

	if (half_hier(h, LEVEL, r, &s))
		return json_null();
	return json_pack("{s:o, s:o, s:o, s:[o, o, o], s:[I, I, I]}",
		"mean", json_num(s.mean), "lo", json_num(s.lo),
		"hi", json_num(s.hi), "t2", json_num(s.t2[0]),
		json_num(s.t2[1]), json_num(s.t2[2]), "repetitions",
		(json_int_t)r[0], (json_int_t)r[1], (json_int_t)r[2]);
}

static void put(const struct cmp *c, json_t *row, const struct noisy *x)
{
	json_object_set_new(row, "test", json_string(x->name ? x->name :
						     "none"));
	json_object_set_new(row, "interleaved", json_boolean(x->paired));
	json_object_set_new(row, "p", json_num(x->p));
	json_object_set_new(row, "p_t", json_num(x->t_p));
	json_object_set_new(row, "p_perm", json_num(x->p_perm));
	json_object_set_new(row, "tost_p", json_num(x->tost));
	json_object_set_new(row, "margin", json_num(c->margin));
	json_object_set_new(row, "mde", json_num(x->mde));
	json_object_set_new(row, "ci", pair(x->diff_ci));
	json_object_set_new(row, "ratio_ci", pair(x->ratio_ci));
	json_object_set_new(row, "ratio_boot", pair(x->boot_ci));
	json_object_set_new(row, "ratio_by", json_string(x->paired ? "paired" :
							  "fieller"));
	if (x->ratio_why)
		reason_add(row, REASON_no_ratio, json_pack("{s:s}", "what",
							   x->ratio_why));
}

static void too_few(json_t *row, const struct noisy *x)
{
	json_object_set_new(row, "verdict", json_string("inconclusive"));
	reason_add(row, REASON_few_boots, json_pack("{s:I, s:I, s:I}",
		"base", (json_int_t)x->n[BASE],
		"patched", (json_int_t)x->n[PATCHED],
		"need", (json_int_t)ST_MIN_NOISY));
}

int noisy_measure(struct cmp *c, json_t *row, const struct half h[SIDES])
{
	struct noisy x = { .p = NAN, .t_p = NAN, .p_perm = NAN, .tost = NAN, .mde = NAN,
		.ratio_ci = { NAN, NAN }, .boot_ci = { NAN, NAN },
		.diff_ci = { NAN, NAN } };
	int err = take_boots(&x, h);

	if (err)
		goto out;
	for (int k = 0; k < SIDES; k++)
		json_object_set_new(row, side_name[k], json_num(x.mean[k]));
	json_object_set_new(row, "diff", json_num(x.mean[1] - x.mean[0]));
	json_object_set_new(row, "ratio", json_num(x.mean[1] / x.mean[0]));
	json_object_set_new(row, "hier", json_pack("{s:o, s:o}",
		"base", hierarchy(&h[BASE]), "patched",
		hierarchy(&h[PATCHED])));
	if (x.n[BASE] < ST_MIN_NOISY || x.n[PATCHED] < ST_MIN_NOISY) {
		too_few(row, &x);
		goto out;
	}
	err = test_all(c, &x, h);
	if (err)
		goto out;
	put(c, row, &x);
	/* Pairs are compared by their ratios, so theirs is the geometric mean. */
	if (x.paired)
		json_object_set_new(row, "ratio", json_num(exp(x.test.diff)));
out:
	free(x.v[BASE]);
	free(x.v[PATCHED]);
	return err;
}
