// SPDX-License-Identifier: GPL-2.0-only
/* change.c - cuts of a series, by permutation (after Matteson and James 2014) */
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "analyze/stats/change.h"

#define ORDERS	1999	/* drawn of a part: p is told to 1 in 2,000 */
#define SEED	1

/* A cut needs two values on each side: one alone may be an odd boot. */
#define SIDE	2

/*
 * The farthest that means before and behind a cut lie apart, in units that do
 * not depend on where the cut is: nl nr / n (ml - mr)^2, the sum of squares
 * that the cut explains.
 */
static double farthest(const double *v, size_t n, size_t *where)
{
	double all = 0, left = 0, best = -1;

	for (size_t i = 0; i < n; i++)
		all += v[i];
	*where = 0;
	for (size_t i = 1; i + SIDE <= n; i++) {
		double nl = (double)i, nr = (double)(n - i), d;

		left += v[i - 1];
		if (i < SIDE)
			continue;
		d = left / nl - (all - left) / nr;
		d *= d * nl * nr / (double)n;
		if (d > best) {
			best = d;
			*where = i;
		}
	}
	return best;
}

/* Share of orders that have a cut as far; the one there is counts as well. */
static double p_of(const double *v, size_t n, double seen, double *room,
		   gsl_rng *rng)
{
	/* What differs by rounding alone is no farther. */
	double limit = seen - 1e-9 * fabs(seen);
	size_t as_far = 1, where;

	memcpy(room, v, n * sizeof(*v));
	for (size_t i = 0; i < ORDERS; i++) {
		gsl_ran_shuffle(rng, room, n, sizeof(*room));
		as_far += farthest(room, n, &where) >= limit;
	}
	return (double)as_far / (ORDERS + 1);
}

static int cut(const double *v, size_t n, double alpha, bool *first,
	       double *room, gsl_rng *rng)
{
	size_t where;
	double seen;

	if (n < ST_MIN_SERIES)
		return 0;
	seen = farthest(v, n, &where);
	if (!(seen > 0) || p_of(v, n, seen, room, rng) >= alpha)
		return 0;
	first[where] = true;
	return 1 + cut(v, where, alpha, first, room, rng) +
	       cut(v + where, n - where, alpha, first + where, room, rng);
}

int st_changes(const double *v, size_t n, double alpha, bool *first)
{
	double *centred = malloc((2 * n + 1) * sizeof(*centred));
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	int ret = -ENOMEM;

	memset(first, 0, n * sizeof(*first));
	if (centred && rng) {
		/* From the first value on, so that a large mean costs no digit. */
		for (size_t i = 0; i < n; i++)
			centred[i] = v[i] - v[0];
		gsl_rng_set(rng, SEED);
		ret = cut(centred, n, alpha, first, centred + n, rng);
	}
	if (rng)
		gsl_rng_free(rng);
	free(centred);
	return ret;
}
