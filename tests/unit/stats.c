// SPDX-License-Identifier: GPL-2.0-only
/* stats.c - the pure functions of kptstat, on cases with closed forms */
#include <errno.h>

#include "analyze/stats/infer.h"
#include "analyze/stats/stats.h"
#include "tests/unit/tap.h"

static void averages(void)
{
	const double odd[] = { 5, 1, 3 }, even[] = { 4, 1, 3, 2 };
	const double tick[] = { 100, 100, 580, 100, 100 };

	is_near(st_mean(odd, 3), 3, 1e-15, "mean of three");
	is_near(st_median(odd, 3), 3, 0, "median of an odd number");
	is_near(st_median(even, 4), 2.5, 0, "median of an even number");
	is_near(st_median(tick, 5), 100, 0, "one tick does not move a median");
	is_near(st_mean(tick, 5), 196, 1e-15, "... but moves the mean");
	is_near(st_var(even, 4), 5.0 / 3, 1e-15, "variance divides by n - 1");
	is_near(even[0], 4, 0, "the median leaves its input alone");
	ok(isnan(st_mean(odd, 0)), "no mean of nothing");
	ok(isnan(st_median(odd, 0)), "no median of nothing");
	ok(isnan(st_var(odd, 1)), "no variance of one value");
}

static void equality(void)
{
	const double same[] = { 7, 7, 7 }, second[] = { 7, 8, 7 };
	const double first[] = { 8, 7, 7 };

	is_int(st_odd_one(same, 3), -1, "all equal");
	is_int(st_odd_one(second, 3), 1, "the second differs");
	is_int(st_odd_one(first, 3), 0, "the first differs from the many");
	is_int(st_odd_one(same, 1), -1, "one value repeats itself");
	is_int(st_odd_one(same, 0), -1, "so does none");
}

static void lines(void)
{
	const double x[] = { 8, 16, 32, 64, 128 };
	const double y[] = { 11, 19, 35, 67, 131 };
	const double slab[] = { 128, 128, 128, 128, 128 };
	const double bent[] = { 0, 0, 3 }, three[] = { 0, 1, 2 };
	const double big[] = { 4096e6, 8192e6, 16384e6, 32768e6, 65536e6 };
	struct st_line l;

	is_int(st_line(x, y, 5, &l), 0, "a line through five points");
	ok(l.beta == 1 && l.alpha == 3, "slope 1 and offset 3, exactly");
	ok(l.residual == 0, "... with no residual");
	st_line(x, big, 5, &l);
	ok(l.beta == 512e6 && l.alpha == 0 && l.residual == 0,
	   "large integers stay exact");
	st_line(x, slab, 5, &l);
	ok(l.beta == 0 && l.alpha == 128, "a constant has slope 0");
	st_line(three, bent, 3, &l);
	is_near(l.beta, 1.5, 1e-15, "least squares of a bent line: slope");
	is_near(l.alpha, -0.5, 1e-15, "... offset");
	is_near(l.residual, 1, 1e-12, "... and largest residual");
	is_int(st_line(x, y, 1, &l), 0, "one point: through the origin");
	is_near(l.beta, 11.0 / 8, 1e-15, "... slope");
	is_int(st_line(x, y, 0, &l), -EINVAL, "no point, no line");
	is_int(st_line(slab, y, 5, &l), -EINVAL, "one count, no line");
}

static void welch(void)
{
	/*
	 * Equal variances and sizes: df = 2 (n - 1) = 2 with n = 2, and with
	 * 2 degrees of freedom p = 1 - t / sqrt(2 + t^2).
	 */
	const double a[] = { 1, 3 }, b[] = { 6, 8 }, c[] = { 4, 4 };
	struct st_test w;
	double t = 5 / sqrt(2);

	is_int(st_welch(a, 2, b, 2, 0.95, &w), 0, "Welch of two and two");
	is_near(w.diff, 5, 1e-15, "difference");
	is_near(w.df, 2, 1e-12, "degrees of freedom");
	is_near(w.t, t, 1e-12, "t");
	is_near(w.p, 1 - t / sqrt(2 + t * t), 1e-9, "p in closed form");
	/* t quantile with 2 degrees: (2q - 1) / sqrt(2 q (1 - q)) */
	is_near(w.hi - 5, 0.95 / sqrt(2 * 0.975 * 0.025) * sqrt(2), 1e-9,
		"half width of the interval in closed form");
	is_near(w.lo + w.hi, 10, 1e-12, "interval around the difference");
	is_int(st_welch(c, 2, c, 2, 0.95, &w), -EDOM, "no variance, no test");
	is_int(st_welch(a, 1, b, 2, 0.95, &w), -EINVAL, "one boot, no test");
	is_int(st_welch(a, 2, c, 2, 0.95, &w), 0, "one side may be constant");
	is_near(w.df, 1, 1e-12, "... and has no degrees then");
}

static void digits(void)
{
	ok(st_rounds_to(3, 0), "3 needs no digit");
	ok(!st_rounds_to(3.25, 1) && st_rounds_to(3.25, 2), "3.25 needs two");
	ok(!st_rounds_to(1.0 / 3, 6), "a third has no end");
	ok(st_rounds_to(-1.5, 1), "so do negative numbers");
}

int main(void)
{
	averages();
	equality();
	lines();
	welch();
	digits();
	return tap_done();
}
