// SPDX-License-Identifier: GPL-2.0-only
/* promise.c - the power of a t test whose noise a pilot has estimated */
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>

#include "analyze/stats/promise.h"

#define POINTS		100	/* of a distribution: the middles of its shares */
#define SIDE_POINTS	40	/* of each side's; the square has whole POINTS */

/* The @i-th of @n values, all as likely, of an estimate of a variance of 1. */
static double variance_at(size_t i, size_t n, double df)
{
	/* So many boots know it; and there GSL's inverse does not converge. */
	if (df > 1000)
		return 1;
	return gsl_cdf_chisq_Pinv(((double)i + 0.5) / (double)n, df) / df;
}

static void spread(double df, double out[POINTS])
{
	for (size_t i = 0; i < POINTS; i++)
		out[i] = sqrt(variance_at(i, POINTS, df));
}

/* What the test wants, in true standard errors: quantile times estimate. */
static void wanted_pairs(size_t n, double level, double out[POINTS])
{
	double t = gsl_cdf_tdist_Pinv(level, (double)n - 1);

	spread((double)n - 1, out);
	for (size_t i = 0; i < POINTS; i++)
		out[i] *= t;
}

static int ascending(const void *x, const void *y)
{
	const double a = *(const double *)x, b = *(const double *)y;

	return (a > b) - (a < b);
}

/* Welch's degrees of freedom depend on both estimates as well. */
static void wanted_groups(size_t n, double level, double out[POINTS])
{
	static double all[SIDE_POINTS * SIDE_POINTS];
	double s[SIDE_POINTS], df = (double)n - 1;
	const size_t block = SIDE_POINTS * SIDE_POINTS / POINTS;

	for (size_t i = 0; i < SIDE_POINTS; i++)
		s[i] = variance_at(i, SIDE_POINTS, df);
	for (size_t i = 0; i < SIDE_POINTS; i++)
		for (size_t j = 0; j < SIDE_POINTS; j++) {
			double sum = s[i] + s[j];
			double w = df * sum * sum /
				   (s[i] * s[i] + s[j] * s[j]);

			all[i * SIDE_POINTS + j] = sqrt(sum / 2) *
				gsl_cdf_tdist_Pinv(level, w);
		}
	qsort(all, SIDE_POINTS * SIDE_POINTS, sizeof(*all), ascending);
	for (size_t i = 0; i < POINTS; i++) {
		out[i] = 0;
		for (size_t j = 0; j < block; j++)
			out[i] += all[i * block + j] / (double)block;
	}
}

static double power_of(double k, const double u[POINTS],
		       const double wanted[POINTS])
{
	double sum = 0;

	for (size_t i = 0; i < POINTS; i++)
		for (size_t j = 0; j < POINTS; j++)
			sum += gsl_cdf_ugaussian_P(k * u[i] - wanted[j]);
	return sum / (POINTS * POINTS);
}

double st_promise(double df_pilot, size_t boots, bool paired, double alpha,
		  double power)
{
	double u[POINTS], wanted[POINTS], low = 0, high = 1;

	if (!(df_pilot > 0) || boots < 2)
		return NAN;
	spread(df_pilot, u);
	if (paired)
		wanted_pairs(boots, 1 - alpha / 2, wanted);
	else
		wanted_groups(boots, 1 - alpha / 2, wanted);
	/* It grows with k, and tends to 1. */
	while (power_of(high, u, wanted) < power && high < 1e9) {
		low = high;
		high *= 2;
	}
	while (high - low > 1e-4 * high) {
		double k = (low + high) / 2;

		if (power_of(k, u, wanted) < power)
			low = k;
		else
			high = k;
	}
	return high;
}

double st_promise_effect(double margin, double k, double se)
{
	return expm1(log1p(margin) + k * se);
}
