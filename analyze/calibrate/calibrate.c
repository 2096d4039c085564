// SPDX-License-Identifier: GPL-2.0-only
/*
 * calibrate.c - kptstat calibrate: how often our rules, and others', are wrong
 *
 * Pairs of kernels that do not differ are compared: whoever sees a difference
 * is wrong, and may be so once in twenty. Then one of each pair is made
 * slower: who sees that?
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <gsl/gsl_rng.h>

#include "analyze/calibrate/calibrate.h"
#include "analyze/calibrate/decision.h"
#include "analyze/kptstat.h"
#include "common/util.h"

static long long pairs = 10000, seed = 1;
static const char *format = "text", *label, *only = "";

const struct kpt_option calibrate_options[] = {
	OPT_INT('n', "pairs", &pairs, 100, 10000000, "N",
		"comparisons to simulate for each kind of noise (10000)"),
	OPT_INT(0, "seed", &seed, 1, 1LL << 31, "N",
		"seed of the random numbers (1)"),
	OPT_STR(0, "format", &format, "NAME", "text (default) or md"),
	OPT_STR(0, "only", &only, "NAME",
		"decision: whole comparisons; rules: single tests (default: "
		"both)"),
	OPT_STR(0, "label", &label, "LABEL",
		"kernel of FILE whose boots are split (the only label, else "
		"base)"),
	OPT_END()
};

/* Noise as time on real machines has it; what is not in a table is this. */
static const struct cal_noise usual = { .runs = 3, .iterations = 10,
	.boot = 0.003, .run = 0.003, .iteration = 0.01 };
static const double effects[CAL_COLUMNS] = { 0.001, 0.003, 0.01, 0.03 };

static const struct {
	size_t boots;
	bool drift;	/* columns are drift, not boot effects */
} designs[] = { { 5, false }, { 10, false }, { 5, true } };

static const char false_alarms[] = "Percent of pairs called different although "
	"none is; 5 is right.";
static const char power[] = "Percent of pairs called different when one is "
	"slower by that much.";

static void progress(const char *what, size_t done, size_t of)
{
	if (!isatty(STDERR_FILENO) || kpt_quiet)
		return;
	fprintf(stderr, "\r%s: %zu of %zu%s", what, done, of,
		done == of ? "\r\033[K" : "");
}

/* One column: the same pairs, as they are and with one made slower. */
static int one_cell(gsl_rng *rng, const struct cal_noise *n,
		    struct cal_count *null, struct cal_count *found)
{
	double by = cal_difference(n);
	struct cal_side pair[2];
	int err = cal_sides(pair, n->boots, n->boots * n->runs * n->iterations);

	if (err)
		return err;
	for (long long i = 0; i < pairs; i++) {
		cal_draw(rng, n, pair);
		cal_judge(pair, null);
		cal_shift(pair, by);
		cal_judge(pair, found);
	}
	cal_sides_free(pair);
	return 0;
}

static int design(gsl_rng *rng, size_t d, bool md)
{
	struct cal_table null = { .columns = CAL_COLUMNS, .unit = false_alarms };
	struct cal_table found = { .columns = CAL_COLUMNS, .unit = power };
	const char *by = designs[d].drift ? "drift" : "boot effect";
	struct cal_noise n = usual;

	cal_table_rules(&null);
	cal_table_rules(&found);
	n.boots = designs[d].boots;
	kpt_join(null.title, sizeof(null.title), "%zu boots x %zu runs x %zu "
		 "iterations, by %s", n.boots, n.runs, n.iterations, by);
	kpt_join(found.title, sizeof(found.title), "%s and difference, %%",
		 null.title);
	for (size_t c = 0; c < CAL_COLUMNS; c++) {
		*(designs[d].drift ? &n.drift : &n.boot) = effects[c];
		kpt_join(null.head[c], sizeof(null.head[c]), "%.1f%%",
			 100 * effects[c]);
		kpt_join(found.head[c], sizeof(found.head[c]), "%.1f, %.2f",
			 100 * effects[c], 100 * cal_difference(&n));
		progress("calibrate", d * CAL_COLUMNS + c,
			 ARRAY_SIZE(designs) * CAL_COLUMNS);
		if (one_cell(rng, &n, &null.count[c], &found.count[c]))
			return kpt_error("calibrate: out of memory");
	}
	progress("calibrate", 1, 1);
	cal_print(stdout, &null, md);
	cal_print(stdout, &found, md);
	return 0;
}

static int synthetic(gsl_rng *rng, bool md)
{
	int ret = 0;

	for (size_t d = 0; !ret && d < ARRAY_SIZE(designs); d++)
		ret = design(rng, d, md);
	if (ret)
		return ret;
	printf("%lld pairs a column, seed %lld; in brackets the standard error "
	       "of that.\nNoise is normal: %.1f%% from boot to boot where no "
	       "other is told, %.1f%%\nfrom run to run, %.0f%% from iteration to "
	       "iteration. Drift is what boot N\nof either kernel has in common. "
	       "The difference is what Student's test\nfinds in 80 of 100 pairs "
	       "without drift.\n", pairs, seed, 100 * usual.boot,
	       100 * usual.run, 100 * usual.iteration);
	return 0;
}

static int from_records(gsl_rng *rng, const char *path, bool md)
{
	struct cal_table t = { .columns = 1, .unit = false_alarms };
	struct cal_metric *m;
	size_t nr;
	int ret = cal_records(path, label, &m, &nr);

	cal_table_rules(&t);
	if (ret)
		goto out;
	for (size_t i = 0; i < nr; i++) {
		struct cal_side pair[2];

		if (cal_sides(pair, m[i].boots, m[i].max)) {
			ret = kpt_error("calibrate: out of memory");
			goto out;
		}
		for (long long k = (long long)i; k < pairs;
		     k += (long long)nr) {
			cal_split(rng, &m[i], pair);
			cal_judge(pair, &t.count[0]);
		}
		cal_sides_free(pair);
		progress("calibrate", i + 1, nr);
	}
	kpt_join(t.title, sizeof(t.title), "%zu metrics of %zu boots of one "
		 "kernel, split at random", nr, m[0].boots);
	kpt_join(t.head[0], sizeof(t.head[0]), "splits");
	cal_print(stdout, &t, md);
	printf("%lld splits, seed %lld. Splits of the same boots are alike: "
	       "the standard\nerror in brackets is that of drawing splits, not "
	       "that of drawing boots.\n", pairs, seed);
out:
	cal_records_free(m, nr);
	return ret;
}

int cmd_calibrate(int argc, char **argv)
{
	bool md = !strcmp(format, "md");
	gsl_rng *rng;
	int ret = 0;

	if (argc > 1 || (!md && strcmp(format, "text"))) {
		kpt_error(argc > 1 ? "calibrate: one records file, or none" :
			  "calibrate: --format is text or md");
		return KPT_USAGE;
	}
	if (*only && strcmp(only, "decision") && strcmp(only, "rules")) {
		kpt_error("calibrate: --only is decision or rules");
		return KPT_USAGE;
	}
	rng = gsl_rng_alloc(gsl_rng_mt19937);
	if (!rng)
		return kpt_error("calibrate: out of memory");
	gsl_rng_set(rng, (unsigned long)seed);
	if (argc) {
		ret = from_records(rng, argv[0], md);
	} else {
		if (strcmp(only, "rules"))
			ret = cal_decision(rng, (size_t)pairs, md);
		/* Either has its own random numbers, printed alone or not. */
		gsl_rng_set(rng, (unsigned long)seed);
		if (!ret && strcmp(only, "decision"))
			ret = synthetic(rng, md);
	}
	gsl_rng_free(rng);
	if (!ret && fflush(stdout))
		ret = kpt_error("calibrate: cannot be written: %s",
				strerror(errno));
	return ret;
}
