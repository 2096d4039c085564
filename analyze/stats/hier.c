// SPDX-License-Identifier: GPL-2.0-only
/* hier.c - hierarchical mean and variances of balanced data */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "analyze/stats/hier.h"
#include "analyze/stats/stats.h"

int st_hier(const double *v, const size_t *r, int levels, double level,
	    struct st_hier *out)
{
	size_t n = 1;
	double *mean, below = 0, half;

	memset(out, 0, sizeof(*out));
	if (levels < 1 || levels > ST_LEVELS || r[levels - 1] < 2)
		return -EINVAL;
	for (int i = 0; i < levels; i++) {
		if (!r[i])
			return -EINVAL;
		n *= r[i];
	}
	mean = malloc(n * sizeof(*mean));
	if (!mean)
		return -ENOMEM;
	/* From the first value on, so that a large mean costs no digit. */
	for (size_t i = 0; i < n; i++)
		mean[i] = v[i] - v[0];
	out->levels = levels;
	/* Level by level the means of the groups take the place of members. */
	for (int i = 0; i < levels; i++) {
		size_t groups = n / r[i];
		double s2 = 0;

		for (size_t g = 0; g < groups; g++) {
			const double *m = mean + g * r[i];

			if (r[i] > 1)
				s2 += st_var(m, r[i]);
			mean[g] = st_mean(m, r[i]);
		}
		out->s2[i] = s2 / (double)groups;
		out->t2[i] = fmax(0, out->s2[i] - below);
		if (r[i] == 1)
			out->t2[i] = 0;
		below = r[i] > 1 ? out->s2[i] / (double)r[i] : below;
		n = groups;
	}
	out->mean = mean[0] + v[0];
	free(mean);
	half = gsl_cdf_tdist_Pinv(0.5 + level / 2, (double)r[levels - 1] - 1) *
	       sqrt(out->s2[levels - 1] / (double)r[levels - 1]);
	out->lo = out->mean - half;
	out->hi = out->mean + half;
	return 0;
}

size_t st_repetitions(double cost, double cost_above, double t2,
		      double t2_above)
{
	double r = ceil(sqrt(cost_above / cost * (t2 / t2_above)));

	if (t2 <= 0)
		return 1;
	if (!(r < ST_MAX_REPETITIONS))
		return ST_MAX_REPETITIONS;
	return r < 1 ? 1 : (size_t)r;
}
