/* SPDX-License-Identifier: GPL-2.0-only */
/* ratio.h - intervals of the ratio of two kernels' means */
#ifndef KPT_RATIO_H
#define KPT_RATIO_H

#include <stdbool.h>
#include <stddef.h>

/**
 * st_fieller - interval of mean(b) / mean(a) by Fieller's theorem
 *
 * Boots of the two kernels are independent; the t quantile has the degrees of
 * freedom of the contrast mean(b) - rho mean(a) at the observed ratio rho
 * (Welch and Satterthwaite). With g = t^2 var(mean(a)) / mean(a)^2 the
 * interval is (rho -+ t / mean(a) sqrt(rho^2 va + (1 - g) vb)) / (1 - g).
 *
 * Return: 0; -EINVAL with fewer than 2 values a side or a mean of @a of 0;
 * -EDOM when g >= 1, that is when mean(a) cannot be told from 0 and the
 * interval does not exist, or when neither side varies.
 */
int st_fieller(const double *a, size_t na, const double *b, size_t nb,
	       double level, double *lo, double *hi);

#define ST_DRAWS	10000	/* bootstrap draws */
#define ST_SEED		20240101UL

/**
 * struct st_draws - how often each boot is in each draw
 *
 * Made once for every design (number of boots a side) and used for all
 * metrics of it. Boots are drawn with replacement; what lies below a boot goes
 * with it, which for hierarchical data is the resampling that keeps the
 * variance right. The generator is MT19937 from a fixed seed and sums are
 * taken in one order, so that every machine gets the same bits.
 */
struct st_draws;

struct st_draws *st_draws_new(size_t na, size_t nb, unsigned long seed);
void st_draws_free(struct st_draws *d);

/**
 * st_bootstrap - percentile interval of mean(b) / mean(a)
 * @paired:	boots are pairs and are drawn as such; as many on either side
 *
 * Return: 0; -EINVAL with fewer than 2 boots a side; -EDOM when mean(a) is not
 * above 0 or a draw of its boots is not.
 */
int st_bootstrap(struct st_draws *d, const double *a, const double *b,
		 bool paired, double level, double *lo, double *hi);

#endif
