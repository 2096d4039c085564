/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stats.h - pure functions on vectors of numbers; no input, no output
 *
 * The boot is the replicate: callers hand over one number a boot and never
 * pool the iterations of several boots.
 */
#ifndef KPT_STATS_H
#define KPT_STATS_H

#include <stdbool.h>
#include <stddef.h>

/** st_mean - arithmetic mean; NAN when @n is 0 */
double st_mean(const double *v, size_t n);

/** st_var - sample variance (divides by n - 1); NAN when @n is below 2 */
double st_var(const double *v, size_t n);

/**
 * st_median - middle value; of an even number the mean of the middle two
 *
 * @v is left alone. Return: NAN when @n is 0 or memory ran out.
 */
double st_median(const double *v, size_t n);

/**
 * st_odd_one - which value breaks the repetition?
 *
 * Return: -1 when all are equal to the last bit, else the index of the first
 * value that differs from the one most often seen (of equals, the earliest).
 */
long st_odd_one(const double *v, size_t n);

/** struct st_line - y = alpha + beta * x */
struct st_line {
	double alpha;
	double beta;
	double residual;	/* largest |y - alpha - beta x| */
};

/**
 * st_line - least-squares line
 *
 * One point gives the line through the origin. Sums are kept in extended
 * precision, so that small integers on a line give a residual of exactly 0.
 *
 * Return: 0, or -EINVAL when @n is 0 or every x is the same (and 0, or n > 1).
 */
int st_line(const double *x, const double *y, size_t n, struct st_line *out);

/**
 * st_rounds_to - is @v within rounding of a decimal with @digits places?
 *
 * Serves to print exact amounts with no more digits than they have.
 */
bool st_rounds_to(double v, int digits);

#endif
