// SPDX-License-Identifier: GPL-2.0-only
/* rollup.c - many ratios as one: the geometric mean, and counting signs */
#include <errno.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "analyze/stats/infer.h"
#include "analyze/stats/rollup.h"
#include "analyze/stats/stats.h"

/* Of pairs the replicate is the difference. */
static int of_pairs(const double *a, const double *b, size_t n, double level,
		    struct st_test *t)
{
	double *d = calloc(n, sizeof(*d));
	int err;

	if (!d)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		d[i] = b[i] - a[i];
	err = st_one_sample(d, n, 0, t);
	free(d);
	if (!err)
		st_interval(t, level);
	return err;
}

int st_rollup(const double *a, size_t na, const double *b, size_t nb,
	      bool paired, double level, struct st_rollup *out)
{
	struct st_test t;
	int err;

	if (!na || !nb || (paired && na != nb))
		return -EINVAL;
	out->ratio = exp(st_mean(b, nb) - st_mean(a, na));
	out->lo = out->hi = NAN;
	err = paired ? of_pairs(a, b, na, level, &t) :
		       st_welch(a, na, b, nb, level, &t);
	if (!err) {
		out->lo = exp(t.lo);
		out->hi = exp(t.hi);
	}
	return 0;
}

double st_sign_test(size_t up, size_t n)
{
	size_t most = 2 * up > n ? up : n - up;

	if (!n)
		return NAN;
	/* Q is P(X > k). */
	return most ? fmin(1, 2 * gsl_cdf_binomial_Q((unsigned int)most - 1,
						     0.5, (unsigned int)n)) : 1;
}
