// SPDX-License-Identifier: GPL-2.0-only
/* rollup.c - geometric means and counts of signs, against hand-made numbers */
#include "analyze/stats/rollup.h"
#include "tests/unit/tap.h"

/*
 * Differences 0.01, 0.02, 0.03: mean 0.02, standard error 0.01 / sqrt(3), two
 * degrees of freedom, whose quantile is 4.3026527: 0.02 +- 0.0248414.
 */
static void pairs(void)
{
	const double a[] = { 1, 5, 3 }, b[] = { 1.01, 5.02, 3.03 };
	struct st_rollup r;

	is_int(st_rollup(a, 3, b, 3, true, 0.95, &r), 0, "three pairs");
	is_near(r.ratio, 1.0202013, 1e-6, "the mean of pairs");
	is_near(r.lo, 0.9951703, 1e-6, "its lower end");
	is_near(r.hi, 1.0458620, 1e-6, "its upper end");
	ok(st_rollup(a, 3, b, 2, true, 0.95, &r) < 0, "a pair lacks a boot");
}

/*
 * Welch: 0.02 apart, standard error sqrt(2 * 0.0001 / 3), four degrees of
 * freedom, whose quantile is 2.7764451: 0.02 +- 0.0226696.
 */
static void groups(void)
{
	const double a[] = { 0, 0.01, 0.02 }, b[] = { 0.02, 0.03, 0.04 };
	struct st_rollup r;

	is_int(st_rollup(a, 3, b, 3, false, 0.95, &r), 0, "two groups");
	is_near(r.ratio, 1.0202013, 1e-6, "the mean of groups");
	is_near(r.lo, 0.9973340, 1e-6, "its lower end");
	is_near(r.hi, 1.0435930, 1e-6, "its upper end");
	is_int(st_rollup(a, 1, b, 1, false, 0.95, &r), 0, "a boot of each");
	is_near(r.ratio, 1.0202013, 1e-6, "... has a mean");
	ok(isnan(r.lo) && isnan(r.hi), "... and no interval");
}

int main(void)
{
	pairs();
	groups();
	is_near(st_sign_test(11, 12), 26.0 / 4096, 1e-12, "11 of 12 up");
	is_near(st_sign_test(1, 12), 26.0 / 4096, 1e-12, "1 of 12 up");
	is_near(st_sign_test(6, 12), 1, 1e-12, "6 of 12 up");
	is_near(st_sign_test(0, 6), 0.03125, 1e-12, "none of 6 up");
	ok(isnan(st_sign_test(0, 0)), "no sign, no p");
	return tap_done();
}
