/* SPDX-License-Identifier: GPL-2.0-only */
/* ratio.h - the interval of the ratio of two kernels' means */
#ifndef KPT_RATIO_H
#define KPT_RATIO_H

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

#endif
