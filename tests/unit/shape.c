// SPDX-License-Identifier: GPL-2.0-only
/* shape.c - outliers and modes, worked by hand */
#include "analyze/stats/shape.h"
#include "tests/unit/tap.h"

static size_t at[16];

static void outliers(void)
{
	/* Median 5, deviations 4 3 2 1 0 1 2 3 x: MAD 2, the bound 10.378. */
	const double in[] = { 1, 2, 3, 4, 5, 6, 7, 8, 15.37 };
	const double out[] = { 1, 2, 3, 4, 5, 6, 7, 8, 15.38 };
	const double both[] = { -40, 2, 3, 4, 5, 6, 7, 8, 30 };
	/* MAD 0; mean deviation 1, so that 10 is 7.98 of 1.2533. */
	const double odd[] = { 7, 7, 7, 7, 7, 7, 7, 7, 17, 7 };
	const double same[] = { 7, 7, 7, 7 };

	is_int(st_outliers(in, 9, at), 0, "3.497 deviations: none");
	is_int(st_outliers(out, 9, at), 1, "3.501 deviations: one");
	is_int(at[0], 8, "... the last");
	is_int(st_outliers(both, 9, at), 2, "one on either side");
	ok(at[0] == 0 && at[1] == 8, "... in order");
	is_int(st_outliers(odd, 10, at), 1, "one of ten equal otherwise");
	is_int(at[0], 8, "... is named");
	is_int(st_outliers(same, 4, at), 0, "no deviation, no outlier");
	is_int(st_outliers(odd + 7, 2, at), 0, "two values have no odd one");
	is_int(st_outliers(odd, 0, at), 0, "none have none");
}

static void modes(void)
{
	/* Within: 4 of 1 +- 1 and 4 of x +- 1, sd sqrt(8 / 6) = 1.1547. */
	const double one[] = { 0, 2, 0, 2, 6.6, 8.6, 6.6, 8.6 };
	const double two[] = { 6.7, 2, 0, 8.7, 0, 8.7, 2, 6.7 };
	const double lone[] = { 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 50 };
	const double exact[] = { 3, 3, 4, 3, 4, 3, 3, 4 };
	const double same[] = { 3, 3, 3, 3, 3, 3, 3, 3 };

	is_int(st_two_modes(one, 8), 0, "a gap of 3.98 deviations is none");
	is_int(st_two_modes(two, 8), 4, "one of 4.07 is, in any order");
	is_int(st_two_modes(lone, 8), 0, "one value alone is not a mode");
	is_int(st_two_modes(exact, 8), 5, "two values that repeat are modes");
	is_int(st_two_modes(same, 8), 0, "... and one is not two");
	is_int(st_two_modes(two, 7), 0, "seven values are too few to tell");
}

int main(void)
{
	outliers();
	modes();
	return tap_done();
}
