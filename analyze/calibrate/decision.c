// SPDX-License-Identifier: GPL-2.0-only
/*
 * decision.c - whole comparisons of 17 scenarios, judged as kptstat compare
 * judges them
 *
 * A test of one metric that is right at 5 % says little about a report of
 * many. Here kernels that do not differ are compared in all their scenarios at
 * once, and a comparison is wrong when any row of it is. The same is done with
 * kernels that differ by exactly the margin; and one scenario is made slower
 * by what kptstat plan promises to find.
 */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analyze/calibrate/calibrate.h"
#include "analyze/calibrate/decision.h"
#include "analyze/calibrate/model.h"
#include "analyze/stats/decide.h"
#include "analyze/stats/infer.h"
#include "analyze/stats/promise.h"
#include "analyze/stats/stats.h"
#include "common/util.h"

#define SCENARIOS	17
#define ROWS		(2 * SCENARIOS)	/* one primary, one not, of each */
#define MARGIN		0.01
#define PILOT		5		/* boots that the plan is made from */

static const struct cal_design designs[CAL_COLUMNS] = {
	{ 5, true }, { 10, true }, { 5, false }, { 10, false },
};

enum { NO_DIFFERENCE, THE_REST, AT_MARGIN, PROMISE, TABLES };

static const struct {
	const char *title, *unit;
} about[TABLES] = {
	[NO_DIFFERENCE] = {
		"Kernels that do not differ, primary metrics, margin 0",
		"Percent of comparisons of 17 scenarios with a false alarm; 5 "
		"is right.",
	},
	[THE_REST] = {
		"The same, metrics that are not primary",
		"Percent of comparisons of 17 scenarios with a false alarm; 5 "
		"is right.",
	},
	[AT_MARGIN] = {
		"Every scenario differs by exactly the margin, 1 %",
		"Percent of comparisons called different by more; 5 is the "
		"most allowed.",
	},
	[PROMISE] = {
		"One scenario slower by what the plan promises to find",
		"Percent of comparisons that find it; the promise is 80.",
	},
};

static size_t alarms(const struct st_row *rows, size_t from, size_t to)
{
	size_t n = 0;

	for (size_t i = from; i < to; i++)
		n += rows[i].verdict == ST_MORE || rows[i].verdict == ST_LESS;
	return n;
}

static void tally(struct cal_count *c, size_t row, bool hit)
{
	c->hits[row] += hit;
	c->nr[row]++;
}

/* The rows of this comparison, and whether exact ones were wrong already. */
static size_t as_rows(struct cal_model *m, size_t nr, struct st_row *rows,
		      size_t *primary, size_t *wrong)
{
	size_t n = 0;

	*primary = *wrong = 0;
	memset(rows, 0, nr * sizeof(*rows));
	for (size_t i = 0; i < nr; i++) {
		/* What repeats to the digit is compared without a test. */
		if (cal_model_exact(&m[i])) {
			*wrong += m[i].v[0][0] != m[i].v[1][0];
			continue;
		}
		rows[n] = (struct st_row){ .primary = i < SCENARIOS };
		for (int k = 0; k < 2; k++)
			rows[n].side[k] = (struct st_boots){
				.v = m[i].v[k], .boot = m[i].boot[k],
				.n = m[i].n[k] };
		*primary += rows[n++].primary;
	}
	return n;
}

static int without_difference(gsl_rng *rng, const struct cal_design *d,
			      size_t kind, struct cal_count count[TABLES])
{
	struct cal_model m[ROWS];
	struct st_row rows[ROWS];
	size_t primary, wrong, n;
	int err;

	for (size_t i = 0; i < ROWS; i++)
		cal_model_draw(rng, d, kind, &m[i]);
	n = as_rows(m, ROWS, rows, &primary, &wrong);
	err = st_decide(rows, n, d->in_turn, 0);
	tally(&count[NO_DIFFERENCE], kind,
	      wrong || alarms(rows, 0, primary));
	tally(&count[THE_REST], kind, alarms(rows, primary, n));
	st_rows_free(rows, n);
	if (err)
		return err;
	for (size_t i = 0; i < SCENARIOS; i++)
		cal_model_scale(&m[i], i % 2 ? 1 + MARGIN : 1 - MARGIN);
	n = as_rows(m, SCENARIOS, rows, &primary, &wrong);
	err = st_decide(rows, n, d->in_turn, MARGIN);
	tally(&count[AT_MARGIN], kind, alarms(rows, 0, primary));
	st_rows_free(rows, n);
	return err;
}

/* What kptstat plan says that this design will see, from a pilot. */
static double promised(gsl_rng *rng, const struct cal_design *d, size_t kind,
		       double k)
{
	struct cal_design one = { PILOT, false };
	struct cal_model pilot;

	cal_model_draw(rng, &one, kind, &pilot);
	return st_promise_effect(MARGIN, k,
		sqrt(2 * st_var(pilot.v[0], pilot.n[0]) / (double)d->boots) /
		st_mean(pilot.v[0], pilot.n[0]));
}

static int with_difference(gsl_rng *rng, const struct cal_design *d,
			   size_t kind, double k, struct cal_count *count)
{
	struct cal_model m[SCENARIOS];
	struct st_row rows[SCENARIOS];
	size_t primary, wrong, n;
	int err;

	for (size_t i = 0; i < SCENARIOS; i++)
		cal_model_draw(rng, d, kind, &m[i]);
	cal_model_scale(&m[0], 1 + promised(rng, d, kind, k));
	n = as_rows(m, SCENARIOS, rows, &primary, &wrong);
	err = st_decide(rows, n, d->in_turn, MARGIN);
	tally(count, kind, rows[0].verdict == ST_MORE);
	st_rows_free(rows, n);
	return err;
}

static void progress(size_t done, size_t of)
{
	if (isatty(STDERR_FILENO) && !kpt_quiet)
		fprintf(stderr, "\rcalibrate: %zu of %zu%s", done, of,
			done == of ? "\r\033[K" : "");
}

static int column(gsl_rng *rng, const struct cal_design *d, size_t comparisons,
		  struct cal_count count[TABLES])
{
	double k = st_promise(PILOT - 1, d->boots, d->in_turn,
			      ST_ALPHA / SCENARIOS, ST_POWER);
	int err = 0;

	for (size_t kind = 0; !err && kind < CAL_KINDS; kind++)
		for (size_t i = 0; !err && i < comparisons; i++) {
			err = without_difference(rng, d, kind, count);
			/* Of counts and lost boots nothing is promised. */
			if (!err && cal_kinds[kind].promise)
				err = with_difference(rng, d, kind, k,
						      &count[PROMISE]);
		}
	return err;
}

int cal_decision(gsl_rng *rng, size_t comparisons, bool md)
{
	static struct cal_count count[CAL_COLUMNS][TABLES];
	static struct cal_table t;

	for (size_t c = 0; c < CAL_COLUMNS; c++) {
		progress(c, CAL_COLUMNS);
		if (column(rng, &designs[c], comparisons, count[c]))
			return kpt_error("calibrate: out of memory");
	}
	progress(CAL_COLUMNS, CAL_COLUMNS);
	for (size_t i = 0; i < TABLES; i++) {
		t = (struct cal_table){ .columns = CAL_COLUMNS,
					.unit = about[i].unit,
					.rows = CAL_KINDS };
		kpt_join(t.title, sizeof(t.title), "%s", about[i].title);
		for (size_t k = 0; k < CAL_KINDS; k++)
			t.name[k] = cal_kinds[k].name;
		for (size_t c = 0; c < CAL_COLUMNS; c++) {
			kpt_join(t.head[c], sizeof(t.head[c]), "%zu %s",
				 designs[c].boots, designs[c].in_turn ?
				 "pairs" : "a side");
			t.count[c] = count[c][i];
		}
		cal_print(stdout, &t, md);
	}
	printf("%zu comparisons of each kind and design; in brackets the "
	       "standard error.\nBoots differ by 1%% (standard deviation) "
	       "however they are distributed.\nThe plan is made from a pilot "
	       "of %d boots of one kernel.\n\n", comparisons, PILOT);
	return 0;
}
