// SPDX-License-Identifier: GPL-2.0-only
/*
 * oracle.c - every closed form against R: tests/oracle/closed.txt, which
 * tests/oracle/closed.R makes
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "analyze/stats/hier.h"
#include "analyze/stats/infer.h"
#include "analyze/stats/ratio.h"
#include "tests/unit/golden.h"
#include "tests/unit/tap.h"

#define AGREE	1e-9	/* relative */
#define ITERATED 1e-5	/* lmer ends where its optimizer stops */

/* Golden NAN: there must be none; otherwise agreement relative to @scale. */
static bool near(double got, double want, double rel, double scale)
{
	if (isnan(want))
		return !isfinite(got);
	return fabs(got - want) <= rel * fmax(fabs(want), scale);
}

static void check(const struct golden *g, const double *got, size_t n,
		  double rel, double scale)
{
	bool good = g->nr == n;

	for (size_t i = 0; good && i < n; i++)
		good = near(got[i], g->v[i], rel, scale);
	ok(good, "%s: %s", g->name, g->word);
	for (size_t i = 0; !good && i < n && i < g->nr; i++)
		if (!near(got[i], g->v[i], rel, scale))
			printf("# number %zu: got %.17g, R has %.17g\n", i + 1,
			       got[i], g->v[i]);
}

static void check_test(const struct golden *g, int err,
		       const struct st_test *t)
{
	const double got[] = { t->diff, t->se, t->df, t->t, t->p, t->lo,
			       t->hi };

	is_int(err, 0, g->word);
	check(g, got, 7, AGREE, 0);
}

/* Functions of two samples whose first number is an argument. */
static void with_argument(const struct golden *g, const struct samples *s)
{
	double got[3] = { g->nr ? g->v[0] : NAN, NAN, NAN };
	int err;

	if (!strcmp(g->word, "fieller")) {
		err = st_fieller(s->a, s->na, s->b, s->nb, got[0], &got[1],
				 &got[2]);
		ok(!err == !isnan(g->v[1]), "%s: there is %s interval",
		   g->name, err ? "no" : "an");
		check(g, got, 3, AGREE, 0);
		return;
	}
	err = !strcmp(g->word, "tost") ?
	      st_tost(s->a, s->na, s->b, s->nb, got[0], &got[1]) :
	      st_tost_paired(s->a, s->b, s->na, got[0], &got[1]);
	is_int(err, 0, g->word);
	check(g, got, 2, AGREE, 0);
}

static void hierarchy(const struct golden *g, const struct samples *s)
{
	size_t r[ST_LEVELS] = { 0 };
	struct st_hier h;

	for (size_t i = 0; i < s->nr; i++)
		r[i] = (size_t)s->r[i];
	is_int(st_hier(s->v, r, (int)s->nr, 0.95, &h), 0, g->word);
	if (!strcmp(g->word, "hier")) {
		const double got[] = { h.mean, h.lo, h.hi };

		check(g, got, 3, AGREE, 0);
	} else if (!strcmp(g->word, "s2")) {
		check(g, h.s2, s->nr, AGREE, 0);
	} else {
		/* What is cut off at 0 is relative to what it is cut from. */
		check(g, h.t2, s->nr, strcmp(g->word, "lmer") ? AGREE :
		      ITERATED, h.s2[0]);
	}
}

static void many(const struct golden *g, const struct samples *s)
{
	double *adj = calloc(s->np, sizeof(*adj));

	if (!strcmp(g->word, "holm"))
		st_holm(s->p, s->np, adj);
	else
		st_bh(s->p, s->np, adj);
	check(g, adj, s->np, AGREE, 0);
	free(adj);
}

static bool one(const struct golden *g, const struct samples *s)
{
	struct st_test t;
	double got;
	int err;

	if (!strcmp(g->word, "welch")) {
		err = st_welch(s->a, s->na, s->b, s->nb, 0.95, &t);
		check_test(g, err, &t);
	} else if (!strcmp(g->word, "paired")) {
		err = st_paired(s->a, s->b, s->na, 0.95, &t);
		check_test(g, err, &t);
	} else if (!strcmp(g->word, "mde")) {
		st_welch(s->a, s->na, s->b, s->nb, 0.95, &t);
		got = st_mde(&t, s->mean_a, 0.05, 0.8);
		check(g, &got, 1, AGREE, 0);
	} else if (!strcmp(g->word, "permute")) {
		is_int(st_permute(s->a, s->na, s->b, s->nb, &got), 0, g->word);
		check(g, &got, 1, AGREE, 0);
	} else if (!strcmp(g->word, "tost") || !strcmp(g->word, "fieller") ||
		   !strcmp(g->word, "tost_paired")) {
		with_argument(g, s);
	} else if (!strcmp(g->word, "holm") || !strcmp(g->word, "bh")) {
		many(g, s);
	} else if (!strcmp(g->word, "hier") || !strcmp(g->word, "s2") ||
		   !strcmp(g->word, "t2") || !strcmp(g->word, "lmer")) {
		hierarchy(g, s);
	} else {
		return false;
	}
	return true;
}

int main(void)
{
	int lines = golden_each("tests/oracle/closed.txt", one);

	ok(lines > 150, "%d golden lines were checked", lines);
	return tap_done();
}
