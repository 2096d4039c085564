/* SPDX-License-Identifier: GPL-2.0-only */
/* hier.h - where the noise comes from: iterations, runs, boots or builds */
#ifndef KPT_HIER_H
#define KPT_HIER_H

#include <stddef.h>

/* What is repeated, the lowest first; a kernel may have one build. */
enum { ST_ITERATION, ST_RUN, ST_BOOT, ST_BUILD, ST_LEVELS };

/**
 * struct st_hier - mean and variances of values nested in levels
 * @levels:	how many; 0 is the lowest
 * @s2:		S_i^2, variance of the means at a level around their parent's
 * @t2:		T_i^2, the part of it the level itself brings
 * @lo:		confidence interval of @mean, from the highest level alone
 */
struct st_hier {
	int levels;
	double mean, lo, hi;
	double s2[ST_LEVELS], t2[ST_LEVELS];
};

/**
 * st_hier - hierarchical mean, variances and interval (Kalibera and Jones,
 * ISMM 2013)
 * @v:		r[0] * r[1] * ... values, the lowest level next to each other
 * @r:		repetitions at each level, the lowest first
 * @levels:	1 to ST_LEVELS
 * @level:	confidence level of the interval
 *
 * A level of one repetition has no variance of its own: its s2 and t2 are 0.
 *
 * Return: 0; -EINVAL when there are fewer than 2 repetitions at the highest
 * level, or none at another; -ENOMEM.
 */
int st_hier(const double *v, const size_t *r, int levels, double level,
	    struct st_hier *out);

/**
 * st_repetitions - how often to repeat a level within the one above it
 * @cost:	of one more repetition here, and of one more above, in seconds
 * @cost_above:
 * @t2:		variance this level brings, and the one above
 * @t2_above:
 *
 * ceil(sqrt(cost_above / cost * t2 / t2_above)), at least 1 and at most
 * ST_MAX_REPETITIONS, which is also the answer when the level above brings no
 * variance: then repeating it is of no use.
 */
size_t st_repetitions(double cost, double cost_above, double t2,
		      double t2_above);
#define ST_MAX_REPETITIONS 1000

#endif
