// SPDX-License-Identifier: GPL-2.0-only
/* change.c - cuts of series that were made up, with changes and without */
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "analyze/stats/change.h"
#include "tests/unit/tap.h"

#define N	40

static void steps(void)
{
	double v[N], one[N] = { 0 };
	bool first[N];

	for (int i = 0; i < N; i++)
		v[i] = 1e9 + (i % 3) + (i >= 13 ? 20 : 0) + (i >= 30 ? -40 : 0);
	is_int(st_changes(v, N, 0.01, first), 2, "two steps: two cuts");
	ok(first[13] && first[30], "... where they are");
	for (int i = 0; i < N; i++)
		v[i] = 7;
	is_int(st_changes(v, N, 0.01, first), 0, "a constant has none");
	one[20] = 1000;
	is_int(st_changes(one, N, 0.01, first), 0, "one odd value is none");
	for (int i = 0; i < 8; i++)
		v[i] = i < 4 ? 1 : 2;
	is_int(st_changes(v, 8, 0.05, first), 1, "four against four: one");
	ok(first[4], "... in the middle");
	is_int(st_changes(v, 8, 0.01, first), 0, "... too few for 1 %");
	is_int(st_changes(v + 1, 7, 0.05, first), 0, "seven values: none");
}

/* Series without a change, and with one of three standard deviations. */
static void rates(void)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	int alarms = 0, found = 0, near = 0;
	bool first[N];
	double v[N];

	gsl_rng_set(rng, 7);
	for (int run = 0; run < 200; run++) {
		for (int i = 0; i < N; i++)
			v[i] = gsl_ran_gaussian(rng, 1);
		alarms += st_changes(v, N, 0.05, first) > 0;
		for (int i = 25; i < N; i++)
			v[i] += 3;
		found += st_changes(v, N, 0.05, first) > 0;
		near += first[24] || first[25] || first[26];
	}
	/* 5 % of 200 are 10, and 3 standard errors are 9. */
	ok(alarms <= 19, "without a change few are called");
	ok(found >= 196, "3 sd are found");
	ok(near >= 180, "... within one value of where they are");
	printf("# alarms %d, found %d, near %d of 200\n", alarms, found, near);
	gsl_rng_free(rng);
}

int main(void)
{
	steps();
	rates();
	return tap_done();
}
