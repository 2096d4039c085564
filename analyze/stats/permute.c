// SPDX-License-Identifier: GPL-2.0-only
/*
 * permute.c - exact permutation tests: labels of two groups, signs of pairs
 *
 * Rearrangements are counted and not listed: the values are cut in two halves,
 * all sums of either half are kept sorted, and for each sum of one half the
 * sums of the other that reach the observed one are counted (Horowitz and
 * Sahni, J. ACM 21, 1974). Ten values against ten are 184,756 splits, but only
 * 1,024 sums a half.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/stats/infer.h"
#include "analyze/stats/stats.h"

/* Sums that differ by less than this share of the largest value are a tie. */
#define TIE	1e-10

/* Sums of subsets of one half, by size and ascending. */
struct sums {
	size_t sizes;		/* 0 to sizes - 1 members */
	double **of;		/* of[k][0 .. nr[k] - 1] */
	size_t *nr;
};

static double choose(size_t n, size_t k)
{
	double c = 1;

	for (size_t i = 1; i <= k; i++)
		c = c * (double)(n - k + i) / (double)i;
	return c < 9007199254740992.0 ? nearbyint(c) : c;
}

static double splits_of(size_t na, size_t nb)
{
	return choose(na + nb, na < nb ? na : nb);
}

double st_permute_least(size_t na, size_t nb)
{
	/* Groups of one size can change places: two splits are as extreme. */
	return (na == nb ? 2 : 1) / splits_of(na, nb);
}

bool st_permute_agrees(size_t na, size_t nb, size_t tests)
{
	return na && nb && splits_of(na, nb) <= ST_MAX_SPLITS &&
	       st_permute_least(na, nb) * (double)tests < ST_ALPHA;
}

bool st_permute_decides(size_t na, size_t nb, size_t tests)
{
	return st_permute_agrees(na, nb, tests) &&
	       splits_of(na, nb) <= ST_FEW_SPLITS;
}

/* Ascending @a and @b + @add into @out. */
static size_t merge(const double *a, size_t na, const double *b, size_t nb,
		    double add, double *out)
{
	size_t i = 0, j = 0, n = 0;

	/* Which one is smaller nobody can guess: no branch depends on it. */
	while (i < na && j < nb) {
		double x = a[i], y = b[j] + add;
		bool first = x <= y;

		out[n++] = first ? x : y;
		i += first;
		j += !first;
	}
	while (i < na)
		out[n++] = a[i++];
	while (j < nb)
		out[n++] = b[j++] + add;
	return n;
}

static void sums_free(struct sums *s)
{
	for (size_t k = 0; s->of && k < s->sizes; k++)
		free(s->of[k]);
	free(s->of);
	free(s->nr);
}

/* Every sum of up to @most of the @n values. */
static int sums_build(struct sums *s, const double *v, size_t n, size_t most)
{
	double *out = NULL;
	size_t widest = 1;

	s->sizes = (most < n ? most : n) + 1;
	s->of = calloc(s->sizes, sizeof(*s->of));
	s->nr = calloc(s->sizes, sizeof(*s->nr));
	if (!s->of || !s->nr)
		return -ENOMEM;
	for (size_t k = 0; k < s->sizes; k++) {
		size_t room = (size_t)choose(n, k);

		widest = room > widest ? room : widest;
		s->of[k] = calloc(room, sizeof(**s->of));
		if (!s->of[k])
			return -ENOMEM;
	}
	out = malloc(widest * sizeof(*out));
	if (!out)
		return -ENOMEM;
	s->nr[0] = 1;
	for (size_t i = 0; i < n; i++)
		for (size_t k = s->sizes - 1; k > 0; k--) {
			if (!s->nr[k - 1])
				continue;
			s->nr[k] = merge(s->of[k], s->nr[k], s->of[k - 1],
					 s->nr[k - 1], v[i], out);
			memcpy(s->of[k], out, s->nr[k] * sizeof(*out));
		}
	free(out);
	return 0;
}

/* How many pairs of a sum of @a and one of @b are at least @seen? */
static double count_up(const double *a, size_t na, const double *b, size_t nb,
		       double seen)
{
	size_t above = nb, i = 0;
	double hits = 0;

	/* @a ascends: ever more of @b reach it. */
	while (i < na && above > 0) {
		bool reaches = a[i] + b[above - 1] >= seen;

		above -= reaches;
		hits += reaches ? 0 : (double)(nb - above);
		i += !reaches;
	}
	return hits + (double)(na - i) * (double)nb;
}

/* ... and how many at most minus that? */
static double count_down(const double *a, size_t na, const double *b,
			 size_t nb, double seen)
{
	size_t below = nb, i = 0;
	double hits = 0;

	while (i < na && below > 0) {
		bool reaches = a[i] + b[below - 1] <= -seen;

		hits += reaches ? (double)below : 0;
		i += reaches;
		below -= !reaches;
	}
	return hits;
}

static int count_splits(const double *v, size_t n, size_t pick, double seen,
			double *hits)
{
	struct sums low = { 0 }, high = { 0 };
	int err = sums_build(&low, v, n / 2, pick);

	if (!err)
		err = sums_build(&high, v + n / 2, n - n / 2, pick);
	*hits = 0;
	for (size_t k = 0; !err && k < low.sizes; k++) {
		const double *a = low.of[k], *b;
		size_t na = low.nr[k], nb;

		if (k > pick || pick - k >= high.sizes)
			continue;
		b = high.of[pick - k];
		nb = high.nr[pick - k];
		*hits += count_up(a, na, b, nb, seen);
		/* Groups of one size change places: as many reach down. */
		if (2 * pick != n)
			*hits += count_down(a, na, b, nb, seen);
	}
	if (2 * pick == n)
		*hits *= 2;
	sums_free(&low);
	sums_free(&high);
	return err;
}

static int ascending(const void *x, const void *y)
{
	const double a = *(const double *)x, b = *(const double *)y;

	return (a > b) - (a < b);
}

/*
 * Does every value of the first group lie on one side of all of the second,
 * and is no other split as far apart? Then the count needs no counting.
 */
static bool is_extreme(const double *v, size_t na, size_t n, double tie,
		       double seen, double *hits)
{
	double lo[2] = { INFINITY, INFINITY }, hi[2] = { -INFINITY, -INFINITY };
	double *sorted, other = 0;
	bool above, extreme;

	for (size_t i = 0; i < n; i++) {
		lo[i >= na] = fmin(lo[i >= na], v[i]);
		hi[i >= na] = fmax(hi[i >= na], v[i]);
	}
	above = lo[0] > hi[1] + tie;
	if (!above && !(lo[1] > hi[0] + tie))
		return false;
	*hits = 2;
	if (2 * na == n)
		return true;
	*hits = 1;
	sorted = malloc(n * sizeof(*sorted));
	if (!sorted)
		return false;
	memcpy(sorted, v, n * sizeof(*sorted));
	qsort(sorted, n, sizeof(*sorted), ascending);
	for (size_t i = 0; i < na; i++)
		other += sorted[above ? i : n - 1 - i];
	extreme = fabs(other) < seen;
	free(sorted);
	return extreme;
}

int st_permute(const double *a, size_t na, const double *b, size_t nb,
	       double *p)
{
	size_t n = na + nb, pick = na < nb ? na : nb;
	double origin, mean = 0, most = 0, seen = 0, hits = 0, *v;
	int err = 0;

	if (!na || !nb)
		return -EINVAL;
	v = calloc(n, sizeof(*v));
	if (!v)
		return -ENOMEM;
	/* The smaller group first: its sums are those that are counted. */
	memcpy(v, na <= nb ? a : b, pick * sizeof(*v));
	memcpy(v + pick, na <= nb ? b : a, (n - pick) * sizeof(*v));
	/* From the first value before from the mean: a tie stays a tie. */
	origin = v[0];
	for (size_t i = 0; i < n; i++)
		v[i] -= origin;
	mean = st_mean(v, n);
	for (size_t i = 0; i < n; i++) {
		v[i] -= mean;
		most = fmax(most, fabs(v[i]));
		seen += i < pick ? v[i] : 0;
	}
	/* Once centred, the difference of means goes with one group's sum. */
	seen = fabs(seen) - TIE * most;
	if (seen > 0 && !is_extreme(v, pick, n, TIE * most, seen, &hits))
		err = splits_of(na, nb) <= ST_MAX_SPLITS ?
		      count_splits(v, n, pick, seen, &hits) : -E2BIG;
	if (!err)
		*p = seen > 0 ? hits / choose(n, pick) : 1;
	free(v);
	return err;
}

/* ---- pairs --------------------------------------------------------------- */

/* Every sum of the @n values, each with either sign; ascending. */
static double *signed_sums(const double *v, size_t n)
{
	double *sum = malloc(sizeof(*sum) << n), *out;
	size_t nr = 1;

	out = malloc(sizeof(*out) << n);
	if (!sum || !out) {
		free(sum);
		free(out);
		return NULL;
	}
	sum[0] = 0;
	for (size_t i = 0; i < n; i++) {
		double x = fabs(v[i]);

		for (size_t j = 0; j < nr; j++)
			sum[j] -= x;
		nr = merge(sum, nr, sum, nr, 2 * x, out);
		memcpy(sum, out, nr * sizeof(*sum));
	}
	free(out);
	return sum;
}

static int count_signs(const double *d, size_t n, double seen, double *hits)
{
	size_t half = n / 2;
	double *low = signed_sums(d, half);
	double *high = signed_sums(d + half, n - half);
	int err = low && high ? 0 : -ENOMEM;

	if (!err)
		/* With all signs turned round as many reach down. */
		*hits = 2 * count_up(low, (size_t)1 << half, high,
				     (size_t)1 << (n - half), seen);
	free(low);
	free(high);
	return err;
}

int st_permute_pairs(const double *d, size_t n, double *p)
{
	double most = 0, sum = 0, hits = 2;
	size_t up = 0, down = 0;
	int err = 0;

	if (!n)
		return -EINVAL;
	for (size_t i = 0; i < n; i++) {
		most = fmax(most, fabs(d[i]));
		sum += d[i];
	}
	for (size_t i = 0; i < n; i++) {
		up += d[i] > TIE * most;
		down += d[i] < -TIE * most;
	}
	*p = 1;
	if (fabs(sum) <= TIE * most)
		return 0;
	/* All to one side: two arrangements, and a pair of 0 has no sign. */
	if (!up || !down)
		hits = ldexp(2, (int)(n - up - down));
	else if (ldexp(1, (int)n) > ST_MAX_SIGNS)
		return -E2BIG;
	else
		err = count_signs(d, n, fabs(sum) - TIE * most, &hits);
	if (!err)
		*p = hits / ldexp(1, (int)n);
	return err;
}
