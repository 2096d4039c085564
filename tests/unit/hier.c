// SPDX-License-Identifier: GPL-2.0-only
/*
 * hier.c - hierarchical variances against published numbers: the worked
 * example of Kalibera and Jones (ISMM 2013) and that of libkalibera's tests
 */
#include "analyze/stats/hier.h"
#include "tests/unit/tap.h"

static void close_to(double got, double want, double by, const char *what)
{
	ok(fabs(got - want) <= by, "%s", what);
	if (!(fabs(got - want) <= by))
		printf("# got %.6f, want %.6f\n", got, want);
}

static void paper(void)
{
	const double v[] = { 9, 5, 8, 3, 10, 6, 7, 11, 1, 12, 2, 4 };
	const size_t three[] = { 2, 2, 3 }, two[] = { 4, 3 };
	struct st_hier h;

	is_int(st_hier(v, three, 3, 0.95, &h), 0, "the paper's, three levels");
	close_to(h.mean, 6.5, 1e-12, "mean");
	close_to(h.s2[0], 16.5, 0.05, "S_1^2");
	close_to(h.s2[1], 2.6, 0.05, "S_2^2");
	close_to(h.s2[2], 3.6, 0.05, "S_3^2");
	close_to(h.t2[0], 16.5, 0.05, "T_1^2");
	close_to(h.t2[1], 0, 0, "T_2^2 is -5.7 there, and 0 here");
	close_to(h.t2[2], 2.3, 0.05, "T_3^2");
	is_int(st_hier(v, two, 2, 0.95, &h), 0, "... and two levels");
	close_to(h.s2[0], 12.7, 0.05, "S_1^2");
	close_to(h.s2[1], 3.6, 0.05, "S_2^2");
	close_to(h.t2[1], 0.4, 0.05, "T_2^2");
}

static void library(void)
{
	const double v[] = { 3, 4, 3, 1.2, 3.1, 3, 0.2, 1, 1.5, 1, 2, 3 };
	const size_t r[] = { 3, 2, 2 };
	struct st_hier h;

	is_int(st_hier(v, r, 3, 0.95, &h), 0, "libkalibera's, three levels");
	close_to(h.s2[0], 0.72667, 1e-4, "S_1^2");
	close_to(h.t2[0], 0.7266667, 1e-4, "T_1^2");
	close_to(h.t2[1], 0.262777778, 1e-4, "T_2^2");
	close_to(h.t2[2], 0.7747, 1e-4, "T_3^2");
	/* 4.2937 and 1.3023 before they are rounded up. */
	is_int(st_repetitions(3, 20, h.t2[0], h.t2[1]), 5, "iterations");
	is_int(st_repetitions(20, 100, h.t2[1], h.t2[2]), 2, "... and runs");
}

int main(void)
{
	paper();
	library();
	return tap_done();
}
