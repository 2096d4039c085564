// SPDX-License-Identifier: GPL-2.0-only
/* stats.c - pure functions on vectors of numbers */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_statistics_double.h>

#include "analyze/stats/stats.h"

double st_mean(const double *v, size_t n)
{
	long double sum = 0;

	if (!n)
		return NAN;
	for (size_t i = 0; i < n; i++)
		sum += v[i];
	return (double)(sum / n);
}

double st_var(const double *v, size_t n)
{
	long double mean = 0, sum = 0;

	if (n < 2)
		return NAN;
	/* From the first value on, so that a large mean costs no digit. */
	for (size_t i = 0; i < n; i++)
		mean += v[i] - v[0];
	mean /= n;
	for (size_t i = 0; i < n; i++) {
		long double d = v[i] - v[0] - mean;

		sum += d * d;
	}
	return (double)(sum / (n - 1));
}

double st_median(const double *v, size_t n)
{
	double *copy, m;

	if (!n)
		return NAN;
	copy = malloc(n * sizeof(*copy));
	if (!copy)
		return NAN;
	memcpy(copy, v, n * sizeof(*copy));
	m = gsl_stats_median(copy, 1, n);
	free(copy);
	return m;
}

long st_odd_one(const double *v, size_t n)
{
	size_t best = 0, most = 0;

	for (size_t i = 0; i < n; i++) {
		size_t same = 0;

		for (size_t j = 0; j < n; j++)
			same += v[j] == v[i];
		if (same > most) {
			most = same;
			best = i;
		}
	}
	for (size_t i = 0; i < n; i++)
		if (v[i] != v[best])
			return (long)i;
	return -1;
}

int st_line(const double *x, const double *y, size_t n, struct st_line *out)
{
	long double sx = 0, sy = 0, sxx = 0, sxy = 0, det, beta, alpha;

	memset(out, 0, sizeof(*out));
	if (!n)
		return -EINVAL;
	if (n == 1) {
		if (x[0] == 0)
			return -EINVAL;
		out->beta = y[0] / x[0];
		return 0;
	}
	for (size_t i = 0; i < n; i++) {
		sx += x[i];
		sy += y[i];
		sxx += (long double)x[i] * x[i];
		sxy += (long double)x[i] * y[i];
	}
	det = n * sxx - sx * sx;
	if (det <= 0)
		return -EINVAL;
	beta = (n * sxy - sx * sy) / det;
	alpha = (sy - beta * sx) / n;
	for (size_t i = 0; i < n; i++) {
		long double r = fabsl(y[i] - alpha - beta * x[i]);

		/* What extended precision loses is not a residual. */
		if (r <= 1e-15L * (fabsl(y[i]) + fabsl(beta * x[i])))
			r = 0;
		if (r > out->residual)
			out->residual = (double)r;
	}
	out->alpha = (double)alpha;
	out->beta = (double)beta;
	if (fabs(out->alpha) < 1e-12 * fabs((double)sy / n))
		out->alpha = 0;
	return 0;
}

bool st_rounds_to(double v, int digits)
{
	double s = v * pow(10, digits);

	return fabs(s - nearbyint(s)) <= 1e-9 * fmax(1, fabs(s));
}
