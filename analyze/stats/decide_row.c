// SPDX-License-Identifier: GPL-2.0-only
/*
 * decide_row.c - the p-values of one row
 *
 * Which test it is depends on the design and on the size of the family, not on
 * the data; with one exception: where boots do not vary at all there is no t,
 * and the permutation test, which needs no variance, takes its place.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "analyze/stats/decide.h"
#include "analyze/stats/infer.h"
#include "analyze/stats/stats.h"

/* Spread below this share of the values is rounding, not variance. */
#define ROUNDING	1e-12

static bool is_constant(const double *v, size_t n, double scale)
{
	double lo = v[0], hi = v[0];

	for (size_t i = 1; i < n; i++) {
		lo = fmin(lo, v[i]);
		hi = fmax(hi, v[i]);
	}
	return hi - lo <= ROUNDING * scale;
}

static double scale_of(const struct st_row *r)
{
	double most = 0;

	for (int k = 0; k < 2; k++)
		for (size_t i = 0; i < r->n[k]; i++)
			most = fmax(most, fabs(r->v[k][i]));
	return most;
}

/* The end of the margin that the ratio is beyond, or 0 where it is inside. */
static double nearer_end(const struct st_row *r, double margin)
{
	return r->ratio > 1 + margin ? 1 + margin :
	       r->ratio < 1 - margin ? 1 - margin : 0;
}

/* Nothing varies: the difference is what it is, and @p is all there is. */
static void no_variance(struct st_row *r, enum st_method by, double p,
			double one_sided, double margin)
{
	double end = r->units ? 1 : nearer_end(r, margin);

	r->by = by;
	r->p = p;
	r->p_beyond = end > 0 ? p : 1;
	r->clear_of_margin = r->p_beyond < ST_ALPHA;
	if (!r->units)
		r->p_tost = end > 0 ? 1 : one_sided;
}

static void no_difference(struct st_row *r)
{
	r->by = ST_BY_NOTHING;
	r->p = r->p_beyond = 1;
}

/* Welch's p, and the permutation's, that mean(b) is @c mean(a). */
static int test_contrast(const struct st_row *r, double c, double *p_t,
			 double *p_splits)
{
	struct st_test t;
	double *a;
	int err = st_contrast(r->v[0], r->n[0], r->v[1], r->n[1], c, &t);

	*p_t = err ? NAN : t.p;
	if (err || !p_splits)
		return 0;
	a = malloc(r->n[0] * sizeof(*a));
	if (!a)
		return -ENOMEM;
	for (size_t i = 0; i < r->n[0]; i++)
		a[i] = c * r->v[0][i];
	err = st_permute(a, r->n[0], r->v[1], r->n[1], p_splits);
	free(a);
	return err;
}

/*
 * Is it the nearer end of the margin, or inside it? With some boots more than
 * the permutation test is selected for, Welch's test decides, but that other
 * must agree: two modes mislead the t of ten boots a little.
 */
static int test_margin(struct st_row *r, double margin, bool exact)
{
	double end = r->units ? 1 : nearer_end(r, margin);
	double p_t = r->p_t, p = r->p;
	int err = 0;

	r->p_beyond = 1;
	if (!(end > 0))
		return 0;
	if (end != 1)
		err = test_contrast(r, end, &p_t, NULL);
	r->clear_of_margin = p_t < ST_ALPHA;
	r->p_beyond = exact && end == 1 ? p : p_t;
	/* An interval that is not beyond needs no second opinion. */
	if (err || !r->clear_of_margin || (exact && end == 1))
		return err;
	if (!exact && !st_permute_agrees(r->n[0], r->n[1], r->tests))
		return 0;
	err = test_contrast(r, end, &p_t, &p);
	r->p_beyond = exact ? p : fmax(p, p_t);
	return err;
}

static int test_groups(struct st_row *r, double margin)
{
	bool exact = st_permute_decides(r->n[0], r->n[1], r->tests);
	double scale = scale_of(r), p;
	int err;

	if (is_constant(r->v[0], r->n[0], scale) &&
	    is_constant(r->v[1], r->n[1], scale)) {
		if (fabs(r->diff) <= ROUNDING * scale) {
			no_difference(r);
			return 0;
		}
		p = st_permute_least(r->n[0], r->n[1]);
		no_variance(r, ST_BY_SPLITS, p,
			    r->n[0] == r->n[1] ? p / 2 : p, margin);
		return 0;
	}
	err = test_contrast(r, 1, &r->p_t, exact ? &p : NULL);
	if (err)
		return err;
	r->by = exact ? ST_BY_SPLITS : ST_BY_WELCH;
	r->p = exact ? p : r->p_t;
	if (r->units ||
	    st_tost(r->v[0], r->n[0], r->v[1], r->n[1], margin, &r->p_tost))
		r->p_tost = NAN;
	return test_margin(r, margin, exact);
}

void st_pair_diffs(const struct st_row *r, double *d)
{
	for (size_t i = 0; i < r->n[0]; i++)
		d[i] = r->units ? r->v[1][i] - r->v[0][i] :
				  log(r->v[1][i] / r->v[0][i]);
}

static int test_pairs(struct st_row *r, double margin)
{
	size_t n = r->n[0];
	double *d = malloc(n * sizeof(*d)), scale = 1, p, end;
	struct st_test t;

	if (!d)
		return -ENOMEM;
	if (r->units)
		scale = scale_of(r);
	st_pair_diffs(r, d);
	t.diff = st_mean(d, n);
	if (!r->units)
		r->ratio = exp(t.diff);
	if (is_constant(d, n, scale)) {
		if (fabs(t.diff) <= ROUNDING * scale) {
			no_difference(r);
		} else {
			p = ldexp(2, -(int)n);
			no_variance(r, ST_BY_SIGNS, p, p / 2, margin);
		}
		free(d);
		return 0;
	}
	r->by = ST_BY_PAIRED_T;
	r->p_beyond = 1;
	st_one_sample(d, n, 0, &t);
	r->p = r->p_t = t.p;
	if (r->units) {
		r->p_beyond = r->p;
	} else {
		r->p_tost = st_tost_of(&t, log1p(-margin), log1p(margin));
		end = nearer_end(r, margin);
		if (end > 0 && !st_one_sample(d, n, log(end), &t))
			r->p_beyond = t.p;
	}
	r->clear_of_margin = r->p_beyond < ST_ALPHA;
	free(d);
	return 0;
}

int st_row_test(struct st_row *r, double margin)
{
	return r->paired ? test_pairs(r, margin) : test_groups(r, margin);
}
