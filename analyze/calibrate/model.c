// SPDX-License-Identifier: GPL-2.0-only
/* model.c - kinds of noise that boots have */
#include <math.h>

#include <gsl/gsl_randist.h>

#include "analyze/calibrate/model.h"

#define MEAN	1000
#define SD	0.01
#define LOSS	0.05	/* a boot in twenty is lost */
#define ODD	0.2	/* a boot in five counts one more */

const struct cal_kind cal_kinds[CAL_KINDS] = {
	[CAL_NORMAL] = { "normal", true },
	[CAL_HEAVY] = { "heavy tails (t, 3 df)", true },
	[CAL_SKEWED] = { "skewed (exponential)", true },
	[CAL_MODES] = { "two modes, 20 sd apart", true },
	[CAL_DRIFT] = { "drift, 2% from boot to boot", false },
	[CAL_LOST] = { "one boot in 20 lost", false },
	[CAL_COUNTS] = { "demoted counts", false },
};

static double noise(gsl_rng *rng, size_t kind)
{
	switch (kind) {
	case CAL_HEAVY:
		/* The variance of t with 3 degrees of freedom is 3. */
		return SD * gsl_ran_tdist(rng, 3) / sqrt(3);
	case CAL_SKEWED:
		return SD * (gsl_ran_exponential(rng, 1) - 1);
	case CAL_MODES:
		return (gsl_rng_uniform(rng) < 0.5 ? SD : -SD) +
		       gsl_ran_gaussian_ziggurat(rng, SD / 10);
	case CAL_COUNTS:
		return gsl_rng_uniform(rng) < ODD ? SD : 0;
	default:
		return gsl_ran_gaussian_ziggurat(rng, SD);
	}
}

void cal_model_draw(gsl_rng *rng, const struct cal_design *d, size_t kind,
		    struct cal_model *m)
{
	double at = 0;

	m->n[0] = m->n[1] = 0;
	m->count = kind == CAL_COUNTS;
	for (size_t i = 0; i < d->boots; i++) {
		/* The machine warms up, or down: both kernels of a boot. */
		if (kind == CAL_DRIFT)
			at += gsl_ran_gaussian_ziggurat(rng, 2 * SD);
		for (int k = 0; k < 2; k++) {
			double x = noise(rng, kind);

			if (kind == CAL_LOST && gsl_rng_uniform(rng) < LOSS)
				continue;
			m->v[k][m->n[k]] = MEAN * exp(at) * (1 + x);
			m->boot[k][m->n[k]++] = (long long)i + 1;
		}
	}
}

void cal_model_scale(struct cal_model *m, double by)
{
	for (size_t i = 0; i < m->n[1]; i++)
		m->v[1][i] *= by;
}

bool cal_model_exact(const struct cal_model *m)
{
	if (!m->count)
		return false;
	for (int k = 0; k < 2; k++)
		for (size_t i = 1; i < m->n[k]; i++)
			if (m->v[k][i] != m->v[k][0])
				return false;
	return true;
}
