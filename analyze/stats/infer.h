/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * infer.h - what boots allow to be said about two kernels
 *
 * Pure functions. Every value is one boot's mean: the boot is the replicate,
 * and the iterations of several boots are never pooled.
 */
#ifndef KPT_INFER_H
#define KPT_INFER_H

#include <stdbool.h>
#include <stddef.h>

#define ST_MIN_EXACT	3	/* boots a kernel for an exact statement */
#define ST_MIN_NOISY	5	/* boots a kernel for an inference */
#define ST_ALPHA	0.05	/* error allowed of a first kind */
#define ST_POWER	0.80	/* of the smallest effect that is told */

/** struct st_test - a t test of second minus first */
struct st_test {
	double diff;
	double se;
	double df;
	double t;
	double p;		/* two-sided */
	double lo, hi;		/* confidence interval of diff */
};

/**
 * st_welch - compare two sets of boot means, variances not assumed equal
 * @level: confidence level of the interval, e.g. 0.95
 *
 * Return: 0; -EINVAL with fewer than 2 values a side; -EDOM when neither side
 * varies (the test does not exist then).
 */
int st_welch(const double *a, size_t na, const double *b, size_t nb,
	     double level, struct st_test *out);

/**
 * st_paired - compare boots that were taken in pairs, by ln(b / a)
 *
 * diff, lo and hi are logarithms of a ratio.
 *
 * Return: 0; -EINVAL with fewer than 2 pairs; -EDOM when a value is not above
 * 0 or every pair has the same ratio.
 */
int st_paired(const double *a, const double *b, size_t n, double level,
	      struct st_test *out);

/**
 * st_contrast - is mean(b) @c times mean(a)? Welch's t of the contrast
 * st_one_sample - is the mean of @d @origin?
 *
 * As st_welch() and st_paired(), but without an interval: lo and hi are 0.
 */
int st_contrast(const double *a, size_t na, const double *b, size_t nb,
		double c, struct st_test *out);
int st_one_sample(const double *d, size_t n, double origin,
		  struct st_test *out);

/** st_interval - lo and hi of such a test, at a confidence level */
void st_interval(struct st_test *t, double level);

/**
 * st_nested - is the mean of @d 0, where each of them has an error of its own?
 * @within: their standard errors
 * @level: confidence level of the interval, e.g. 0.95
 *
 * The error of the mean is that between values, or what @within makes of it
 * where that is more. Where neither varies, the mean is what it is: p is 0, of
 * a mean of 0 it is 1.
 *
 * Return: 0, or -EINVAL with fewer than 2 values.
 */
int st_nested(const double *d, const double *within, size_t n, double level,
	      struct st_test *out);

/**
 * st_permute - exact two-sided permutation test of the difference of means
 *
 * @p is the share of all splits of the boots into groups of these sizes whose
 * means differ at least as much as the observed. Where the observed split is
 * the extreme one it is 2 / choose(na + nb, na), of groups of unequal size
 * 1 / choose(na + nb, na), whatever the number of boots.
 *
 * Return: 0; -EINVAL when a side is empty; -E2BIG when the groups overlap and
 * there are more splits than ST_MAX_SPLITS; -ENOMEM.
 */
int st_permute(const double *a, size_t na, const double *b, size_t nb,
	       double *p);
#define ST_MAX_SPLITS	3e6	/* 12 boots a side have 2,704,156 */

/**
 * st_permute_pairs - the same for pairs, whose differences @d change signs
 *
 * Where all differences have one sign p is 2 / 2^n, whatever the number.
 *
 * Return: 0; -EINVAL without a pair; -E2BIG when there are differences of
 * either sign and more ways to choose signs than ST_MAX_SIGNS; -ENOMEM.
 */
int st_permute_pairs(const double *d, size_t n, double *p);
#define ST_MAX_SIGNS	16777216	/* 24 pairs */

/** st_permute_least - the smallest p that st_permute() can give */
double st_permute_least(size_t na, size_t nb);

/**
 * st_permute_decides - is the permutation test selected?
 * @tests: in the family that the p-value will be adjusted for
 *
 * With few boots it keeps its level to the digit and has more power than
 * Welch's, which is conservative then (docs/calibration.md). But it has few
 * possible p-values: where even the smallest would not survive the adjustment
 * for @tests, it can never find anything. With more boots the two agree. The
 * answer depends on the design alone, never on the data.
 */
bool st_permute_decides(size_t na, size_t nb, size_t tests);
#define ST_FEW_SPLITS	20000	/* 8 boots a side have 12,870 */

/** st_permute_agrees - can it be asked, and say yes, whatever the number? */
bool st_permute_agrees(size_t na, size_t nb, size_t tests);

/**
 * st_tost - two one-sided tests: is mean(b) / mean(a) within 1 +- @margin?
 * @p: the larger of the two one-sided p-values
 *
 * Tests the contrasts mean(b) - (1 -+ margin) mean(a) (Sasabuchi), each with
 * its own Welch degrees of freedom; Fieller's interval at level 1 - 2 alpha
 * takes those at the observed ratio, and so agrees but for them.
 *
 * Return: 0; -EINVAL with fewer than 2 values a side or a mean of @a that is
 * not above 0; -EDOM when neither side varies.
 */
int st_tost(const double *a, size_t na, const double *b, size_t nb,
	    double margin, double *p);

/** st_tost_paired - the same of pairs: is the mean ln(b / a) within it? */
int st_tost_paired(const double *a, const double *b, size_t n, double margin,
		   double *p);

/** st_tost_of - the same of any test whose diff is to be in @low to @high */
double st_tost_of(const struct st_test *t, double low, double high);

/**
 * st_mde - the smallest relative difference such a test would have found
 *
 * (t(1 - alpha / 2) + t(power)) se / mean(a), both quantiles with the degrees
 * of freedom of @test, which has its se in units of the values.
 *
 * Return: a fraction of @mean, or NAN when @mean is 0.
 */
double st_mde(const struct st_test *test, double mean, double alpha,
	      double power);

/**
 * st_holm, st_bh - adjust p-values: family-wise (Holm), false discoveries
 * (Benjamini and Hochberg)
 * @adj: @n adjusted values, in the order of @p; may be @p itself
 *
 * Return: 0 or -ENOMEM.
 */
int st_holm(const double *p, size_t n, double *adj);
int st_bh(const double *p, size_t n, double *adj);

#endif
