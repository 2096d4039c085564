// SPDX-License-Identifier: GPL-2.0-only
/* shape.c - outliers by the median absolute deviation, two modes by the gap */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/stats/shape.h"
#include "analyze/stats/stats.h"

/* What rounds to the same number is the same value, not a tight group. */
#define SAME	1e-12

static int ascending(const void *x, const void *y)
{
	const double a = *(const double *)x, b = *(const double *)y;

	return (a > b) - (a < b);
}

static long find_outliers(const double *v, size_t n, double *away, size_t *at)
{
	double mid = st_median(v, n), unit;
	long nr = 0;

	for (size_t i = 0; i < n; i++)
		away[i] = fabs(v[i] - mid);
	unit = 1.4826 * st_median(away, n);
	if (!(unit > SAME * fabs(mid)))
		unit = 1.2533 * st_mean(away, n);
	if (!(unit > SAME * fabs(mid)))
		return 0;
	for (size_t i = 0; i < n; i++)
		if (away[i] > ST_OUTLIER * unit)
			at[nr++] = i;
	return nr;
}

long st_outliers(const double *v, size_t n, size_t *at)
{
	double *away = malloc((n + 1) * sizeof(*away));
	long nr = 0;

	if (!away)
		return -ENOMEM;
	if (n > 2)
		nr = find_outliers(v, n, away, at);
	free(away);
	return nr;
}

static long find_modes(double *sorted, size_t n)
{
	double gap = -1, within;
	size_t at = 0;

	qsort(sorted, n, sizeof(*sorted), ascending);
	for (size_t i = 2; i + 2 <= n; i++)
		if (sorted[i] - sorted[i - 1] > gap) {
			gap = sorted[i] - sorted[i - 1];
			at = i;
		}
	within = sqrt((st_var(sorted, at) * (double)(at - 1) +
		       st_var(sorted + at, n - at) * (double)(n - at - 1)) /
		      (double)(n - 2));
	if (!(gap > ST_MODES_GAP * within) ||
	    !(gap > SAME * fabs(sorted[n - 1])))
		return 0;
	return (long)at;
}

long st_two_modes(const double *v, size_t n)
{
	double *copy;
	long lower;

	if (n < ST_MODES_MIN)
		return 0;
	copy = malloc(n * sizeof(*copy));
	if (!copy)
		return -ENOMEM;
	memcpy(copy, v, n * sizeof(*copy));
	lower = find_modes(copy, n);
	free(copy);
	return lower;
}
