// SPDX-License-Identifier: GPL-2.0-only
/*
 * planner.c - kptstat plan: from a pilot, how often to repeat what
 *
 * Kalibera and Jones: a level is worth repeating as long as its share of the
 * variance is large for what a repetition costs; r = sqrt(c_above / c *
 * t2 / t2_above). Boots are the top level, so all the time left goes to them.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "analyze/records/half.h"
#include "analyze/stats/infer.h"
#include "analyze/kptstat.h"
#include "analyze/stats/ratio.h"
#include "common/util.h"

static const char *label, *budget = "30m", *boot_cost = "60s";
static const char *run_cost = "1s";

const struct kpt_option plan_options[] = {
	OPT_STR('b', "budget", &budget, "TIME",
		"for both kernels together, e.g. 90s, 30m, 2h (30m)"),
	OPT_STR(0, "label", &label, "LABEL",
		"boots to learn from (the only label, else base)"),
	OPT_STR(0, "boot-cost", &boot_cost, "TIME",
		"one boot and what comes before the first scenario (60s)"),
	OPT_STR(0, "run-cost", &run_cost, "TIME",
		"set up and warm up one run of a scenario (1s)"),
	OPT_END()
};

/* What one metric of one scenario wants. */
struct wish {
	const struct ds_sample *s;
	struct st_hier h;
	size_t had[ST_LEVELS];	/* repetitions of the pilot */
	size_t r[2];		/* iterations, runs */
	double window;		/* seconds an iteration, NAN when unknown */
};

static int parse_time(const char *opt, const char *text, double *out)
{
	static const struct {
		const char *unit;
		double seconds;
	} units[] = { { "", 1 }, { "s", 1 }, { "m", 60 }, { "h", 3600 },
		      { "ms", 1e-3 } };
	char *end;
	double v = strtod(text, &end);

	for (size_t i = 0; end != text && i < ARRAY_SIZE(units); i++)
		if (!strcmp(end, units[i].unit) && v > 0 && v < 1e9) {
			*out = v * units[i].seconds;
			return 0;
		}
	kpt_error("%s %s: wants a time such as 20s, 30m or 2h", opt, text);
	return -EINVAL;
}

/* Some metric of the scenario is its time: the mean window of the pilot. */
static double window_of(const struct pair *c, const char *scenario)
{
	double sum = 0;
	size_t n = 0;

	for (size_t i = 0; i < c->side[BASE].nr; i++) {
		const struct ds_boot *b = c->side[BASE].boots[i];

		for (size_t j = 0; j < b->nr_samples; j++) {
			const struct ds_sample *s = &b->samples[j];

			if (s->nr && !strcmp(s->phase, "op") &&
			    !strcmp(s->unit, "ns") &&
			    !strcmp(s->scenario, scenario)) {
				sum += st_mean(s->values, s->nr);
				n++;
			}
		}
	}
	return n ? sum / (double)n / 1e9 : NAN;
}

/* A level the pilot did not repeat says nothing: its share is the next's. */
static void decide(struct wish *w, double run, double boot)
{
	const double *t2 = w->h.t2;

	w->r[0] = w->r[1] = 1;
	if (isnan(w->window) || w->window <= 0)
		return;
	if (w->had[1] > 1) {
		w->r[0] = st_repetitions(w->window, run, t2[0], t2[1]);
		w->r[1] = st_repetitions(run + (double)w->r[0] * w->window,
					 boot, t2[1], t2[2]);
	} else {
		w->r[0] = st_repetitions(w->window, boot, t2[0], t2[2]);
	}
}

static int gather(struct pair *c, const struct series_set *set, double run,
		  double boot, struct wish *w, size_t *nr)
{
	for (size_t i = 0; i < set->nr; i++) {
		struct half h;
		int err = half_build(&h, &set->v[i], BASE);

		if (!err && h.meta && !h.na &&
		    !strcmp(h.meta->kind, "cost") &&
		    !strcmp(h.meta->phase, "op")) {
			w->s = h.meta;
			err = half_hier(&h, 0.95, w->had, &w->h);
			w->window = window_of(c, h.meta->scenario);
			/* What does not vary needs no plan. */
			if (!err && w->h.s2[ST_LEVELS - 1] > 0) {
				decide(w, run, boot);
				w++;
				(*nr)++;
			}
			err = err == -EINVAL ? 0 : err;
		}
		half_free(&h);
		if (err)
			return err;
	}
	return 0;
}

/* A scenario is run once for all its metrics: the most that one wants. */
static void most_of_scenario(const struct wish *w, size_t nr, size_t at,
			     size_t r[2])
{
	r[0] = r[1] = 1;
	for (size_t i = 0; i < nr; i++)
		for (int l = 0; l < 2; l++)
			if (!strcmp(w[i].s->scenario, w[at].s->scenario) &&
			    w[i].r[l] > r[l])
				r[l] = w[i].r[l];
}

static bool first_of_scenario(const struct wish *w, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (!strcmp(w[i].s->scenario, w[at].s->scenario))
			return false;
	return true;
}

/* One boot with every scenario, in seconds. */
static double cost_of_boot(const struct wish *w, size_t nr, double run,
			   double boot)
{
	for (size_t i = 0; i < nr; i++) {
		size_t r[2];

		if (!first_of_scenario(w, i))
			continue;
		most_of_scenario(w, nr, i, r);
		boot += (double)r[1] * (run + (isnan(w[i].window) ? 0 :
					(double)r[0] * w[i].window));
	}
	return boot;
}

/* What @boots boots a kernel would find four times out of five. */
static double would_see(const struct wish *w, const size_t r[2], double boots)
{
	double runs = w->had[1] > 1 ? (double)r[1] : 1;
	double v = (w->h.t2[2] + w->h.t2[1] / runs +
		    w->h.t2[0] / runs / (double)r[0]) / boots;
	struct st_test t = { .se = sqrt(2 * v), .df = 2 * boots - 2 };

	return st_mde(&t, w->h.mean, ST_ALPHA, ST_POWER);
}

static void print(const struct wish *w, size_t nr, double boots, double took)
{
	char see[40];

	printf("%.0f boots of each kernel, %.0f s each: %.0f min in all\n\n",
	       boots, took, 2 * boots * took / 60);
	printf("%-16s %-20s %10s %5s %9s\n", "scenario", "metric",
	       "iterations", "runs", "would see");
	for (size_t i = 0; i < nr; i++) {
		size_t r[2];
		double mde;

		most_of_scenario(w, nr, i, r);
		mde = would_see(&w[i], r, boots);
		if (isnan(mde))
			snprintf(see, sizeof(see), "n/a");
		else
			snprintf(see, sizeof(see), "%.2g%%", 100 * mde);
		printf("%-16s %-20s %10zu %5zu %9s\n", w[i].s->scenario,
		       w[i].s->metric, r[0], r[1], see);
	}
	printf("\nwould see: smallest difference found four times out of five "
	       "at 5%%.\nPut \"iterations = N\" and \"runs = N\" into the "
	       "scenario; \"runs\" stays 1\nwhere the pilot had one run: then "
	       "runs and boots cannot be told apart.\n");
	for (size_t i = 0; i < nr; i++)
		if (isnan(w[i].window) && first_of_scenario(w, i))
			printf("n/a: %s has no metric in ns, so what an "
			       "iteration costs is not known.\n",
			       w[i].s->scenario);
}

static int plan(struct pair *c, const char *path)
{
	double limit, run, boot, took, boots;
	struct series_set set = { 0 };
	struct wish *w = NULL;
	size_t nr = 0;
	char err[512] = "";
	int ret;

	if (parse_time("--budget", budget, &limit) ||
	    parse_time("--run-cost", run_cost, &run) ||
	    parse_time("--boot-cost", boot_cost, &boot))
		return KPT_USAGE;
	if (ds_load(&c->ds, path, err, sizeof(err)))
		return kpt_error("%s", err), KPT_USAGE;
	ds_finish(&c->ds);
	if (side_pick(c, &c->side[BASE], 0, label, "base", "label"))
		return KPT_USAGE;
	ret = series_build(c, &set);
	w = calloc(set.nr + 1, sizeof(*w));
	if (!ret && w)
		ret = gather(c, &set, run, boot, w, &nr);
	if (ret || !w) {
		ret = kpt_error("plan: out of memory");
		goto out;
	}
	if (!nr) {
		ret = kpt_error("plan: %s: no cost of label \"%s\" varies over "
				"at least 2 boots: a pilot needs boots, and "
				"what is exact needs no plan", path,
				c->side[BASE].label);
		goto out;
	}
	took = cost_of_boot(w, nr, run, boot);
	boots = floor(limit / 2 / took);
	if (boots < ST_MIN_NOISY) {
		kpt_warn("--budget %s has room for %.0f boots of each kernel, "
			 "a noisy metric needs %d: %.0f min, or fewer scenarios",
			 budget, boots, ST_MIN_NOISY,
			 ceil(2 * ST_MIN_NOISY * took / 60));
		boots = ST_MIN_NOISY;
		ret = KPT_FAIL;
	}
	print(w, nr, boots, took);
out:
	free(w);
	series_free(&set);
	return ret;
}

int cmd_plan(int argc, char **argv)
{
	struct pair c = { .health = json_object() };
	int ret;

	if (argc != 1) {
		kpt_error("plan: name the records of one pilot; see kptstat "
			  "plan --help");
		return KPT_USAGE;
	}
	ret = plan(&c, argv[0]);
	pair_free(&c);
	return ret;
}
