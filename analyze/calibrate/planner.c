// SPDX-License-Identifier: GPL-2.0-only
/*
 * planner.c - kptstat plan: from a pilot, how often to repeat what
 *
 * Kalibera and Jones: a level is worth repeating as long as its share of the
 * variance is large for what a repetition costs; r = sqrt(c_above / c *
 * t2 / t2_above). Boots are the top level, or builds where the pilot has several
 * of each kernel, so all the time left goes to them.
 * What they would see is what kptstat compare would call beyond the margin:
 * pairs or groups, adjusted for the number of tests, and with a variance that
 * the pilot has estimated.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/calibrate/pilot.h"
#include "analyze/stats/infer.h"
#include "analyze/stats/promise.h"
#include "analyze/kptstat.h"
#include "common/util.h"

static const char *label, *budget = "30m", *boot_cost = "60s";
static const char *run_cost = "1s", *build_cost = "5m", *margin_text = "1%";
static bool groups;

const struct kpt_option plan_options[] = {
	OPT_STR('b', "budget", &budget, "TIME",
		"time for both kernels together, e.g. 90s, 30m, 2h (30m)"),
	OPT_STR(0, "label", &label, "LABEL",
		"kernel of PILOT whose boots are used (the only label, else "
		"base)"),
	OPT_STR(0, "boot-cost", &boot_cost, "TIME",
		"time of one boot until the first scenario starts (60s)"),
	OPT_STR(0, "run-cost", &run_cost, "TIME",
		"time to set up and warm up one run of a scenario (1s)"),
	OPT_STR(0, "build-cost", &build_cost, "TIME",
		"time to make and install one more build of a kernel, where "
		"the pilot has several of each (5m)"),
	OPT_STR(0, "margin", &margin_text, "PERCENT",
		"relative difference that does not matter (1%)"),
	OPT_FLAG(0, "groups", &groups,
		"boots of the two kernels will not be taken in turn"),
	OPT_END()
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

/* Variance that so many of each level leave below the boot, or the build. */
static double below(const struct wish *w, double boots, double runs,
		    double iterations)
{
	const double *t2 = w->h.t2;
	double v = t2[ST_RUN] / runs + t2[ST_ITERATION] / runs / iterations;

	return w->h.levels > ST_BUILD ? (t2[ST_BOOT] + v) / boots : v;
}

/*
 * What the design finds four times out of five. Fewer repetitions than the
 * pilot had add noise; what more of them would gain is not promised, as the
 * pilot knows too little about it.
 */
static double would_see(const struct wish *w, const size_t r[2],
			const struct design *d)
{
	double runs = w->had[ST_RUN] > 1 ? (double)r[1] : 1;
	size_t n = d->builds ? d->builds : d->boots;
	double more = below(w, (double)d->boots, runs, (double)r[0]) -
		      below(w, (double)w->had[ST_BOOT], (double)w->had[ST_RUN],
			    (double)w->had[ST_ITERATION]);
	double v = w->var + 2 * fmax(0, more) / (w->h.mean * w->h.mean);
	double alpha = ST_ALPHA / (double)d->tests[w->s->primary];
	static double k, of_df, of_alpha;	/* mostly the one before */

	if (w->df != of_df || alpha != of_alpha)
		k = st_promise(w->df, n, d->paired, alpha, ST_POWER);
	of_df = w->df;
	of_alpha = alpha;
	return st_promise_effect(d->margin, k, sqrt(v / (double)n));
}

/* Two digits, rounded up: less would be a promise that is not kept. */
static void say_percent(double v, char *buf, size_t len)
{
	double unit;

	if (!(v < 1e4)) {
		snprintf(buf, len, "n/a");
		return;
	}
	unit = pow(10, floor(log10(100 * v)) - 1);
	snprintf(buf, len, "%.2g%%", ceil(100 * v / unit) * unit);
}

static void print_design(const struct design *d, double took, double build)
{
	double boots = 2 * (double)d->boots;

	if (d->builds)
		printf("%zu builds of each kernel, %.0f s each; %zu boots of "
		       "each build, %.0f s each:\n%.0f min in all\n",
		       d->builds, build, d->boots, took, (double)d->builds *
		       (2 * build + boots * took) / 60);
	else
		printf("%zu boots of each kernel, %.0f s each: %.0f min in "
		       "all\n", d->boots, took, boots * took / 60);
	printf("judged in %s, with a margin of %.3g%%, adjusted for %zu primary "
	       "metrics\nand %zu others\n\n", d->paired ? "pairs" : "groups",
	       100 * d->margin, d->tests[1], d->tests[0]);
}

static void print(const struct wish *w, size_t nr, const struct design *d,
		  double took, double build)
{
	char see[40];

	print_design(d, took, build);
	printf("%-16s %-20s %10s %5s %9s\n", "scenario", "metric",
	       "iterations", "runs", "would see");
	for (size_t i = 0; i < nr; i++) {
		size_t r[2];
		most_of_scenario(w, nr, i, r);
		say_percent(would_see(&w[i], r, d), see, sizeof(see));
		printf("%-16s %-20s %10zu %5zu %9s\n", w[i].s->scenario,
		       w[i].s->metric, r[0], r[1], see);
	}
	printf("\nwould see: smallest difference called beyond the margin four "
	       "times out of\nfive, pilots and comparisons taken together; "
	       "for normal noise.\nPut \"iterations = N\" and \"runs = N\" into the "
	       "scenario; \"runs\" stays 1\nwhere the pilot had one run: then "
	       "runs and boots cannot be told apart.\n");
	for (size_t i = 0; i < nr; i++)
		if (isnan(w[i].window) && first_of_scenario(w, i))
			printf("n/a: %s has no metric in ns, so what an "
			       "iteration costs is not known.\n",
			       w[i].s->scenario);
}

static int parse_margin(double *out)
{
	char *end;
	double v = strtod(margin_text, &end);

	if (end != margin_text && (!*end || !strcmp(end, "%")) && v > 0 &&
	    v < 100) {
		*out = v / 100;
		return 0;
	}
	kpt_error("--margin %s: wants a percentage above 0 and below 100, such "
		  "as 1%% or 0.5%%", margin_text);
	return -EINVAL;
}

static bool has_label(const struct dataset *ds, const char *name)
{
	for (size_t i = 0; i < ds->nr_boots; i++)
		if (!strcmp(ds->boots[i].label, name) && ds->boots[i].whole)
			return true;
	return false;
}

/* A pilot of both kernels tells of pairs, if their boots were taken in turn. */
static int pick(struct pair *c, struct design *d)
{
	int err;

	d->paired = !groups;
	if (label || !has_label(&c->ds, "base") ||
	    !has_label(&c->ds, "patched"))
		return side_pick(c, &c->side[BASE], 0, label, "base", "label");
	err = sides_pick(c, NULL, NULL);
	d->paired &= c->interleaved;
	c->interleaved = d->paired;
	return err;
}

static int too_small(const char *of, double has, double min)
{
	kpt_warn("--budget %s has room for %.0f %s of each kernel, "
		 "a noisy metric needs %d: %.0f min, or fewer scenarios",
		 budget, has, of, ST_MIN_NOISY, min);
	return KPT_FAIL;
}

/*
 * What the metric wants that wants most; but a build more tells more than a
 * boot more of one, so the fewest builds there may be come first.
 */
static double boots_of_build(const struct wish *w, size_t nr, double limit,
			     double took, double build)
{
	double most = floor((limit / 2 / ST_MIN_NOISY - build) / took);
	double boots = 1;

	for (size_t i = 0; i < nr; i++)
		boots = fmax(boots, (double)w[i].r[ST_BOOT]);
	return fmax(1, fmin(boots, most));
}

/* As many boots or builds as the budget has room for. */
static int fit(const struct wish *w, size_t nr, double limit,
	       const struct plan_cost *cost, struct design *d)
{
	double took = cost_of_boot(w, nr, cost->run, cost->boot);
	bool builds = w->h.levels > ST_BUILD;
	double boots = builds ? boots_of_build(w, nr, limit, took,
					       cost->build) : 0;
	double each = builds ? cost->build + boots * took : took;
	double n = floor(limit / 2 / each);
	int ret = 0;

	if (n < ST_MIN_NOISY) {
		ret = too_small(builds ? "builds" : "boots", n,
				ceil(2 * ST_MIN_NOISY * each / 60));
		n = ST_MIN_NOISY;
	}
	n = fmin(n, 1e6);
	d->builds = builds ? (size_t)n : 0;
	d->boots = (size_t)(builds ? boots : n);
	print(w, nr, d, took, cost->build);
	return ret;
}

/* Instructions that are counted have no noise but that of layouts. */
static int count_layouts(const struct pair *c, const struct series_set *set,
			 const char *path)
{
	if (!c->side[PATCHED].label)
		return kpt_error("plan: %s: instructions are counted in layouts "
				 "of memory: a pilot of both kernels is needed, "
				 "base and patched", path);
	return plan_layouts(set) ? kpt_error("plan: out of memory") : 0;
}

static int plan(struct pair *c, const char *path)
{
	struct plan_cost cost;
	double limit;
	struct series_set set = { 0 };
	struct design d = { 0 };
	struct wish *w = NULL;
	size_t nr = 0;
	char err[512] = "";
	int ret;

	if (parse_time("--budget", budget, &limit) ||
	    parse_time("--run-cost", run_cost, &cost.run) ||
	    parse_time("--boot-cost", boot_cost, &cost.boot) ||
	    parse_time("--build-cost", build_cost, &cost.build) ||
	    parse_margin(&d.margin))
		return KPT_USAGE;
	if (ds_load(&c->ds, path, err, sizeof(err)))
		return kpt_error("%s", err), KPT_USAGE;
	ds_finish(&c->ds);
	if (pick(c, &d))
		return KPT_USAGE;
	ret = series_build(c, &set);
	if (!ret && c->side[BASE].layouts > 1) {
		ret = count_layouts(c, &set, path);
		series_free(&set);
		return ret;
	}
	w = calloc(set.nr + 1, sizeof(*w));
	if (!ret && w)
		ret = pilot_gather(c, &set, &cost, &d, w, &nr);
	if (ret || !w)
		ret = kpt_error("plan: out of memory");
	else if (!nr)
		ret = kpt_error("plan: %s: no cost of label \"%s\" varies over "
				"at least 2 boots: a pilot needs boots, and "
				"what is exact needs no plan", path,
				c->side[BASE].label);
	else
		ret = fit(w, nr, limit, &cost, &d);
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
