// SPDX-License-Identifier: GPL-2.0-only
/* shape.c - outliers and modes, worked by hand */
#include "analyze/stats/shape.h"
#include "tests/unit/tap.h"

static struct st_shape shape(const double *v, size_t n)
{
	struct st_shape s;

	is_int(st_shape(v, n, &s), 0, "the values were looked at");
	return s;
}

static void outliers(void)
{
	/* Median 5, deviations 4 3 2 1 0 1 2 3 x: MAD 2, the bound 10.378. */
	const double in[] = { 1, 2, 3, 4, 5, 6, 7, 8, 15.37 };
	const double out[] = { 1, 2, 3, 4, 5, 6, 7, 8, 15.38 };
	const double both[] = { -40, 2, 3, 4, 5, 6, 7, 8, 30 };
	/* MAD 0; mean deviation 1, so that 10 is 7.98 of 1.2533. */
	const double odd[] = { 7, 7, 7, 7, 7, 7, 7, 7, 17, 7 };
	const double same[] = { 7, 7, 7, 7 };
	struct st_shape s = shape(in, 9);

	is_int(s.outliers, 0, "3.497 deviations: none");
	is_int(s.worst, -1, "... and so none is named");
	s = shape(out, 9);
	is_int(s.outliers, 1, "3.501 deviations: one");
	is_int(s.worst, 8, "... the last");
	s = shape(both, 9);
	is_int(s.outliers, 2, "one on either side");
	is_int(s.worst, 0, "... the farther is named");
	s = shape(odd, 10);
	is_int(s.outliers, 1, "one of ten that are equal otherwise");
	is_int(s.worst, 8, "... is named");
	is_int(shape(same, 4).outliers, 0, "no deviation, no outlier");
	is_int(shape(odd, 2).outliers, 0, "two values have no odd one");
}

static void modes(void)
{
	/* Within: 4 of 1 +- 1 and 4 of x +- 1, sd sqrt(8 / 6) = 1.1547. */
	const double one[] = { 0, 2, 0, 2, 6.6, 8.6, 6.6, 8.6 };
	const double two[] = { 6.7, 2, 0, 8.7, 0, 8.7, 2, 6.7 };
	const double lone[] = { 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 50 };
	const double exact[] = { 3, 3, 4, 3, 4, 3, 3, 4 };
	const double same[] = { 3, 3, 3, 3, 3, 3, 3, 3 };
	struct st_shape s = shape(one, 8);

	ok(!s.two_modes, "a gap of 3.98 standard deviations is none");
	s = shape(two, 8);
	ok(s.two_modes, "one of 4.07 is, in any order");
	is_int(s.lower, 4, "... with four on the lower side");
	ok(!shape(lone, 8).two_modes, "one value alone is not a mode");
	s = shape(exact, 8);
	ok(s.two_modes && s.lower == 5, "two values that repeat are modes");
	ok(!shape(same, 8).two_modes, "... and one is not two");
	ok(!shape(two, 7).two_modes, "seven values are too few to tell");
}

int main(void)
{
	outliers();
	modes();
	return tap_done();
}
