/* SPDX-License-Identifier: GPL-2.0-only */
/* half.h - one side of a series as one value a boot */
#ifndef KPT_HALF_H
#define KPT_HALF_H

#include <stdbool.h>

#include "analyze/records/pair.h"
#include "analyze/stats/decide.h"
#include "analyze/stats/hier.h"
#include "analyze/stats/stats.h"

/* One boot's part of a series. */
struct bootval {
	long long boot, layout, build;
	double value;		/* per unit of `per` */
	double mean;		/* op: as value, with means for medians */
	bool has_mean;
	double num, den;	/* op: value is num / den */
	const struct ds_sample **runs;	/* op: one sample a run */
	size_t nr_runs;
	double *x, *y;		/* held: the ladder */
	const struct ds_sample **rung;	/* held: the sample of each point */
	size_t n;
	bool part;		/* some of its samples have no values */
	struct st_line line;
};

/**
 * struct half - one side of a series
 * @v:		its boots, those that have every sample
 * @na:		why a sample has no values, or NULL
 * @bad_line:	no two different counts were held, and not just one
 * @meta:	its first sample, NULL when the side has none
 */
struct half {
	struct bootval *v;
	size_t nr;
	const char *na;
	bool bad_line;
	const struct ds_sample *meta;
};

/** half_build - every sample of side @k into one value a boot; 0 or -ENOMEM */
int half_build(struct half *h, const struct series *sr, int k);
void half_free(struct half *h);
/**
 * half_op - what one window of an op sample says of one unit of `per`
 */
static inline double half_op(const struct ds_sample *s, double window)
{
	return (window - s->fixed) / ((double)s->n * s->scale);
}

/**
 * struct half_values - a value a boot, to be decided by
 * @build:	of each, see struct st_boots; NULL: there is one
 */
struct half_values {
	double *v;
	long long *boot, *build;
	size_t n;
};

/**
 * half_values - one value of each boot
 * @mean:	the mean of its windows, where it has one, and not the median
 * @builds:	its boots are of several builds
 *
 * Return: 0 or -ENOMEM; half_values_free() either way.
 */
int half_values(const struct half *h, bool mean, bool builds,
		struct half_values *out);
void half_values_free(struct half_values *x);

/** half_boots - the same as a side of a row */
static inline struct st_boots half_boots(const struct half_values *x)
{
	return (struct st_boots){ .v = x->v, .boot = x->boot,
				  .build = x->build, .n = x->n };
}

/**
 * half_odd_boot - the first boot that does not repeat those of its layout
 *
 * Every window and every round is compared. Return: -1 when all are alike.
 */
long half_odd_boot(const struct half *h);

/**
 * half_hier - where the noise comes from
 * @r: iterations, runs and boots there were; of a kernel with several builds
 *	boots of each build, and builds, which is a level more
 *
 * Return: 0; -EINVAL where that cannot be told: not an op metric, one boot, or
 * not as many iterations in every run and boot, or boots of every build;
 * -ENOMEM.
 */
int half_hier(const struct half *h, double level, size_t r[ST_LEVELS],
	      struct st_hier *out);

#endif
