/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rollup.h - many ratios as one: the geometric mean, and counting signs
 *
 * Of r rows and n boots a kernel, v(i, j) being row i in boot j, each boot has
 * m(j) = (ln v(1, j) + ... + ln v(r, j)) / r. The geometric mean of the ratios
 * is exp(mean of m of patched - mean of m of base). Rows of one boot move
 * together, so the boot stays the replicate: the interval is Student's of the
 * differences of m in pairs of boots, else Welch's of the two sets of m.
 */
#ifndef KPT_ROLLUP_H
#define KPT_ROLLUP_H

#include <stdbool.h>
#include <stddef.h>

/** struct st_rollup - a ratio, and its interval; NAN where there is none */
struct st_rollup {
	double ratio, lo, hi;
};

/**
 * st_rollup - the geometric mean of the ratios, from logarithms
 * @a, @b:	m of each boot of base and of patched
 * @paired:	boot j of both is a pair; then there are as many of each
 *
 * Return: 0; -EINVAL when a side is empty, or pairs are not as many.
 */
int st_rollup(const double *a, size_t na, const double *b, size_t nb,
	      bool paired, double level, struct st_rollup *out);

/**
 * st_sign_test - two-sided: are @up of @n signs too many or too few?
 *
 * Return: min(1, 2 P(X >= max(up, n - up))) of X binomial with n and 1/2; NAN
 * when @n is 0.
 */
double st_sign_test(size_t up, size_t n);

#endif
