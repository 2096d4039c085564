// SPDX-License-Identifier: GPL-2.0-only
/* multiple.c - p-values of many tests, adjusted for their number */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "analyze/stats/infer.h"

struct ranked {
	double p;
	size_t at;
};

static int by_p(const void *x, const void *y)
{
	const struct ranked *a = x, *b = y;

	return (a->p > b->p) - (a->p < b->p);
}

static struct ranked *rank(const double *p, size_t n)
{
	struct ranked *r = malloc((n + 1) * sizeof(*r));

	if (!r)
		return NULL;
	for (size_t i = 0; i < n; i++)
		r[i] = (struct ranked){ p[i], i };
	qsort(r, n, sizeof(*r), by_p);
	return r;
}

int st_holm(const double *p, size_t n, double *adj)
{
	struct ranked *r = rank(p, n);
	double most = 0;

	if (!r)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++) {
		most = fmax(most, fmin(1, (double)(n - i) * r[i].p));
		adj[r[i].at] = most;
	}
	free(r);
	return 0;
}

int st_bh(const double *p, size_t n, double *adj)
{
	struct ranked *r = rank(p, n);
	double least = 1;

	if (!r)
		return -ENOMEM;
	for (size_t i = n; i-- > 0;) {
		least = fmin(least, (double)n / (double)(i + 1) * r[i].p);
		adj[r[i].at] = least;
	}
	free(r);
	return 0;
}
