// SPDX-License-Identifier: GPL-2.0-only
/* promise.c - what a design finds: against R, and against simulation */
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "analyze/stats/decide.h"
#include "analyze/stats/infer.h"
#include "analyze/stats/promise.h"
#include "analyze/stats/stats.h"
#include "tests/unit/tap.h"

#define KNOWN	1e7	/* degrees of freedom: as good as known */
#define TRIES	20000

/*
 * R's help of power.t.test: n = 20, delta = 1, sd = 1 has a power of 0.8689528.
 * Welch's test wants hardly more than Student's, which that is.
 */
static void known_variance(void)
{
	double k = st_promise(KNOWN, 20, false, 0.05, 0.8689528);

	is_near(k * sqrt(2.0 / 20), 1, 0.005, "twenty a side, as R has it");
	ok(st_promise(4, 20, false, 0.05, 0.8) >
	   1.1 * st_promise(KNOWN, 20, false, 0.05, 0.8),
	   "a pilot of five boots has to promise less");
	ok(isnan(st_promise(0, 20, true, 0.05, 0.8)), "no pilot, no promise");
	ok(isnan(st_promise(4, 1, true, 0.05, 0.8)), "one boot, none either");
	is_near(st_promise_effect(0.01, 0, 1), 0.01, 1e-12,
		"no standard error beyond the margin is the margin");
}

/* Share of pilots and comparisons that find it. */
static double simulated(gsl_rng *rng, size_t pilot, size_t boots, bool paired,
			double alpha)
{
	double k = st_promise((double)pilot - 1, boots, paired, alpha, 0.8);
	double p[32], a[32], b[32], effect;
	size_t found = 0;
	struct st_test t;

	for (int i = 0; i < TRIES; i++) {
		for (size_t j = 0; j < pilot; j++)
			p[j] = gsl_ran_gaussian(rng, 1);
		effect = k * sqrt(2 * st_var(p, pilot) / (double)boots);
		for (size_t j = 0; j < boots; j++) {
			a[j] = gsl_ran_gaussian(rng, 1);
			b[j] = effect + gsl_ran_gaussian(rng, 1);
			if (paired)
				b[j] -= a[j];
		}
		if (paired)
			st_one_sample(b, boots, 0, &t);
		else
			st_contrast(a, boots, b, boots, 1, &t);
		found += t.p < alpha && t.diff > 0;
	}
	return (double)found / TRIES;
}

static void promises(void)
{
	static const struct {
		size_t pilot, boots;
		bool paired;
		double alpha;
	} t[] = {
		{ 5, 5, true, 0.05 }, { 5, 10, true, 0.05 / 17 },
		{ 3, 20, true, 0.05 / 17 }, { 5, 5, false, 0.05 / 17 },
		{ 10, 10, false, 0.05 }, { 5, 20, false, 0.05 / 100 },
	};
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		double p = simulated(rng, t[i].pilot, t[i].boots, t[i].paired,
				     t[i].alpha);

		/* Five standard errors, and what 100 points leave. */
		ok(fabs(p - 0.8) < 0.02, "a pilot of %zu and %zu %s find %.3f",
		   t[i].pilot, t[i].boots, t[i].paired ? "pairs" : "a side",
		   p);
	}
	gsl_rng_free(rng);
}

int main(void)
{
	known_variance();
	promises();
	return tap_done();
}
