// SPDX-License-Identifier: GPL-2.0-only
/* ratio.c - Fieller's interval, and the bootstrap it is checked against */
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_statistics_double.h>

#include "analyze/stats/ratio.h"
#include "analyze/stats/stats.h"

int st_fieller(const double *a, size_t na, const double *b, size_t nb,
	       double level, double *lo, double *hi)
{
	double ma, rho, va, vb, t, df, g, v, half;

	if (na < 2 || nb < 2)
		return -EINVAL;
	ma = st_mean(a, na);
	if (ma == 0)
		return -EINVAL;
	rho = st_mean(b, nb) / ma;
	va = st_var(a, na) / na;
	vb = st_var(b, nb) / nb;
	v = rho * rho * va + vb;
	df = v * v / (rho * rho * va * rho * rho * va / (na - 1) +
		      vb * vb / (nb - 1));
	if (!(v > 0) || !isfinite(v) || !isfinite(df))
		return -EDOM;
	t = gsl_cdf_tdist_Pinv(0.5 + level / 2, df);
	g = t * t * va / (ma * ma);
	if (!(g < 1))
		return -EDOM;
	half = t / fabs(ma) * sqrt(rho * rho * va + (1 - g) * vb);
	*lo = (rho - half) / (1 - g);
	*hi = (rho + half) / (1 - g);
	return 0;
}

#define ST_PEEK		256	/* draws that tell about how wide they are */

/* One side's draws: counts by boot, then by draw, so that sums vectorize. */
struct drawn {
	size_t n;
	uint8_t *count;
};

struct st_draws {
	struct drawn side[2];
	double mean[2][ST_DRAWS];
	double work[ST_DRAWS + 1];
};

static int draw(struct drawn *s, size_t n, gsl_rng *rng)
{
	s->n = n;
	s->count = calloc(n, ST_DRAWS);
	if (!s->count)
		return -ENOMEM;
	for (size_t d = 0; d < ST_DRAWS; d++)
		for (size_t i = 0; i < n; i++) {
			size_t at = gsl_rng_uniform_int(rng, n);
			uint8_t *c = &s->count[at * ST_DRAWS + d];

			/* One boot 256 times in a draw: never, but bounded. */
			if (*c < UINT8_MAX)
				(*c)++;
		}
	return 0;
}

struct st_draws *st_draws_new(size_t na, size_t nb, unsigned long seed)
{
	struct st_draws *d = calloc(1, sizeof(*d));
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	int err = !d || !rng || !na || !nb ? -ENOMEM : 0;

	if (!err) {
		gsl_rng_set(rng, seed);
		err = draw(&d->side[0], na, rng);
	}
	if (!err)
		err = draw(&d->side[1], nb, rng);
	if (rng)
		gsl_rng_free(rng);
	if (!err)
		return d;
	st_draws_free(d);
	return NULL;
}

void st_draws_free(struct st_draws *d)
{
	if (!d)
		return;
	free(d->side[0].count);
	free(d->side[1].count);
	free(d);
}

/* The mean of every draw, as the mean of all plus the drawn deviations. */
static void draw_means(const struct drawn *s, const double *v,
		       double mean[ST_DRAWS])
{
	double all = st_mean(v, s->n);

	for (size_t d = 0; d < ST_DRAWS; d++)
		mean[d] = 0;
	/* Two boots at once, summed one after the other as ever. */
	for (size_t i = 0; i < s->n; i += 2) {
		const uint8_t *one = s->count + i * ST_DRAWS;
		const uint8_t *two = i + 1 < s->n ? one + ST_DRAWS : one;
		double dev = (v[i] - all) / (double)s->n, other = 0;

		if (two != one)
			other = (v[i + 1] - all) / (double)s->n;
		for (size_t d = 0; d < ST_DRAWS; d++)
			mean[d] = mean[d] + one[d] * dev + two[d] * other;
	}
	for (size_t d = 0; d < ST_DRAWS; d++)
		mean[d] += all;
}

/* The draws below @from, or above it, in no order. Returns how many. */
static size_t tail(const double *v, double from, bool upper, double *out)
{
	double sign = upper ? -1 : 1;
	size_t n = 0;

	/* Written always and kept sometimes: no branch to guess wrong. */
	for (size_t i = 0; i < ST_DRAWS; i++) {
		out[n] = v[i];
		n += sign * v[i] < sign * from;
	}
	return n;
}

/*
 * The value a share @q of the draws lies below, between two of them (R's 7).
 * It is looked for among those 1.3 standard deviations away from the middle,
 * as the first draws tell them, and among all where it is not there.
 */
static double quantile(struct st_draws *d, double q)
{
	double at = q * (ST_DRAWS - 1), *v = d->mean[1], *work = d->work;
	double away = 1.3 * sqrt(st_var(v, ST_PEEK)), x, y;
	size_t low = (size_t)at, n, below = 0;
	bool upper = q > 0.5;

	n = tail(v, st_mean(v, ST_PEEK) + (upper ? away : -away), upper, work);
	if (upper)
		below = ST_DRAWS - n;
	if (low < below || low + 1 >= below + n) {
		memcpy(work, v, ST_DRAWS * sizeof(*v));
		n = ST_DRAWS;
		below = 0;
	}
	/* What is selected stands in its place, and the larger behind it. */
	low -= below;
	x = gsl_stats_select(work, 1, n, low);
	y = at > floor(at) ? gsl_stats_min(work + low + 1, 1, n - low - 1) : x;
	return x + (at - floor(at)) * (y - x);
}

int st_bootstrap(struct st_draws *d, const double *a, const double *b,
		 bool paired, double level, double *lo, double *hi)
{
	if (d->side[0].n < 2 || d->side[1].n < 2 ||
	    (paired && d->side[0].n != d->side[1].n))
		return -EINVAL;
	draw_means(&d->side[0], a, d->mean[0]);
	draw_means(&d->side[paired ? 0 : 1], b, d->mean[1]);
	for (size_t i = 0; i < ST_DRAWS; i++) {
		if (!(d->mean[0][i] > 0))
			return -EDOM;
		d->mean[1][i] /= d->mean[0][i];
	}
	*lo = quantile(d, 0.5 - level / 2);
	*hi = quantile(d, 0.5 + level / 2);
	return 0;
}
