// SPDX-License-Identifier: GPL-2.0-only
/* permute.c - permutation tests, on cases counted by hand and by listing */
#include <errno.h>
#include <stdint.h>

#include "analyze/stats/infer.h"
#include "tests/unit/tap.h"

#define MANY	40

static double splits(const double *a, size_t na, const double *b, size_t nb)
{
	double p = NAN;

	is_int(st_permute(a, na, b, nb, &p), 0, "there is a p");
	return p;
}

static double signs(const double *d, size_t n)
{
	double p = NAN;

	is_int(st_permute_pairs(d, n, &p), 0, "there is a p");
	return p;
}

/* The same number another way: every split, listed one by one. */
static double listed(const double *a, size_t na, const double *b, size_t nb)
{
	size_t n = na + nb, hits = 0, all = 0;
	double v[32], seen = 0, mean = 0;

	memcpy(v, a, na * sizeof(*v));
	memcpy(v + na, b, nb * sizeof(*v));
	for (size_t i = 0; i < n; i++)
		mean += v[i] / (double)n;
	for (size_t i = 0; i < na; i++)
		seen += v[i] - mean;
	for (uint32_t set = 0; set < 1U << n; set++) {
		double sum = 0;

		if ((size_t)__builtin_popcount(set) != na)
			continue;
		for (size_t i = 0; i < n; i++)
			sum += set >> i & 1 ? v[i] - mean : 0;
		hits += fabs(sum) >= fabs(seen) - 1e-9;
		all++;
	}
	return (double)hits / (double)all;
}

static double listed_signs(const double *d, size_t n)
{
	size_t hits = 0;
	double seen = 0;

	for (size_t i = 0; i < n; i++)
		seen += d[i];
	for (uint32_t set = 0; set < 1U << n; set++) {
		double sum = 0;

		for (size_t i = 0; i < n; i++)
			sum += set >> i & 1 ? d[i] : -d[i];
		hits += fabs(sum) >= fabs(seen) - 1e-9;
	}
	return (double)hits / ldexp(1, (int)n);
}

static void constant_sides(void)
{
	double one[MANY], two[MANY];

	for (size_t i = 0; i < MANY; i++) {
		one[i] = 1000;
		two[i] = 2000;
	}
	/* choose(20, 10) = 184,756 and choose(80, 40) = 1.0751e23 */
	is_near(splits(one, 10, two, 10), 2 / 184756.0, 1e-14,
		"ten boots at 1000 against ten at 2000");
	is_near(splits(one, 40, two, 40), 2 / 1.075072086245142e23, 1e-12,
		"forty against forty");
	is_near(splits(one, 3, two, 30), 1 / 5456.0, 1e-14,
		"three against thirty: no other split is as far apart");
	is_near(splits(one, 10, one, 10), 1, 0, "no difference at all");
	is_near(splits(one, 1, two, 1), 1, 0, "one boot each tells nothing");
	is_near(st_permute_least(10, 10), 2 / 184756.0, 1e-14,
		"the smallest p of ten against ten");
	is_near(st_permute_least(5, 6), 1 / 462.0, 1e-14,
		"... and of five against six");
	ok(st_permute_decides(5, 5, 1) && st_permute_decides(8, 8, 17),
	   "few boots are judged by it");
	ok(!st_permute_decides(5, 5, 7), "... unless its p are too few");
	ok(!st_permute_decides(10, 10, 1), "... and ten by Welch");
}

static void groups(void)
{
	const double a[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
	const double apart[] = { 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 };
	const double among[] = { 3.5, 4.5, 12, 9.5, 11, 2, 14, 6, 8.25, 7 };
	const double ties[] = { 0.1, 0.1, 0.2, 0.3, 0.3, 0.3, 0.4 };
	const double more[] = { 0.3, 0.2, 0.4, 0.4, 0.5, 0.4 };
	const double low[] = { 1, 2, 100 }, high[] = { 101, 102, 103, 104 };
	double big[30], other[30], p;

	is_near(splits(a, 10, apart, 10), 2 / 184756.0, 1e-14,
		"ten that lie below ten others");
	is_near(splits(a, 10, among, 10), listed(a, 10, among, 10), 1e-14,
		"ten among ten: as many as are listed");
	is_near(splits(ties, 7, more, 6), listed(ties, 7, more, 6), 1e-14,
		"ties, and groups of unequal size");
	is_near(splits(more, 6, ties, 7), listed(ties, 7, more, 6), 1e-14,
		"... the other way round");
	is_near(splits(low, 3, high, 4), listed(low, 3, high, 4), 1e-14,
		"apart, but not the only split that far apart");
	for (size_t i = 0; i < 30; i++) {
		big[i] = (double)(i * 7 % 30);
		other[i] = (double)(i * 11 % 30) + 0.5;
	}
	is_int(st_permute(big, 30, other, 30, &p), -E2BIG,
	       "thirty among thirty cannot be counted");
	is_int(st_permute(big, 0, other, 30, &p), -EINVAL, "nothing, no p");
	is_int(st_permute(big, 3, other, 30, &p), 0, "three among thirty can");
	is_near(splits(big, 3, other, 20), listed(big, 3, other, 20), 1e-14,
		"... as many as are listed");
}

static void pairs(void)
{
	const double same[] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 };
	const double mixed[] = { 3, -1, 2.5, 2, -0.5, 4, 1, 1, -1, 2, 0, 3.5 };
	const double some[] = { 2, 0, 1, 3, 0 }, none[] = { 0, 0, 0 };
	double many[MANY], p;

	is_near(signs(same, 10), 2 / 1024.0, 0, "ten equal pairs: 2 / 2^10");
	/* 1 + 2 = 3: of 8, the sums +-4 (4) and +-2 and 0: worked by hand */
	is_near(signs((const double []){ 1, 2, -3 }, 3), 1, 0,
		"a sum of 0 is the least there is");
	is_near(signs((const double []){ 1, 2, 4 }, 3), 0.25, 0,
		"three of one sign: 2 of 8");
	is_near(signs((const double []){ -1, 2, 4 }, 3), 0.5, 0,
		"the smallest of the other sign: 4 of 8");
	is_near(signs(some, 5), 0.25, 0, "pairs of 0 have no sign");
	is_near(signs(none, 3), 1, 0, "no difference in any pair");
	is_near(signs(mixed, 12), listed_signs(mixed, 12), 1e-14,
		"of either sign: as many as are listed");
	for (size_t i = 0; i < MANY; i++)
		many[i] = 1 + (double)i;
	is_near(signs(many, MANY), ldexp(2, -MANY), 0, "forty of one sign");
	many[3] = -1;
	is_int(st_permute_pairs(many, MANY, &p), -E2BIG,
	       "forty of either sign cannot be counted");
	is_int(st_permute_pairs(many, 24, &p), 0, "twenty-four can");
	is_int(st_permute_pairs(many, 0, &p), -EINVAL, "no pair, no p");
}

int main(void)
{
	constant_sides();
	groups();
	pairs();
	return tap_done();
}
