// SPDX-License-Identifier: GPL-2.0-only
/* judge.c - numbers into verdicts */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "analyze/judge/row.h"

const char *judge_direction(const char *better, double base, double patched)
{
	if (!strcmp(better, "lower"))
		return patched < base ? "improved" : "regressed";
	if (!strcmp(better, "higher"))
		return patched > base ? "improved" : "regressed";
	if (!strcmp(better, "zero"))
		return fabs(patched) < fabs(base) ? "improved" : "regressed";
	return "changed";
}

void judge_row(json_t *row, double base, double patched)
{
	const char *better = ds_str(row, "better");
	const char *verdict = patched == base ? "equivalent" :
			      judge_direction(better, base, patched);

	/* Read outside of any scenario, user tables are in it, too. */
	if (patched != base && !strcmp(better, "zero") && patched != 0 &&
	    ds_is(row, "phase", "start")) {
		verdict = "changed";
		reason_add(row, REASON_absolute, NULL);
	}
	json_object_set_new(row, "verdict", json_string(verdict));
}

/* Rows of one scenario in one phase, booted with one command line. */
static const char *place(const json_t *row, char buf[512])
{
	snprintf(buf, 512, "%s\x1f%s\x1f%s", ds_str(row, "scenario"),
		 ds_str(row, "phase"), ds_str(row, "group"));
	return buf;
}

/* What moved: the slope, or the one rung that was judged. */
static double moved(const json_t *row)
{
	const json_t *at = json_object_get(row, "at");

	return json_number_value(json_object_get(at ? at : row, "diff"));
}

/* What the rows of one place say about an accounting change. */
enum { TABLES_KNOWN = 1, TABLES_GREW = 2, MEMORY_GREW = 4, CHECK_WORSE = 8 };

static long long signs_of(const json_t *row)
{
	const char *kind = ds_str(row, "kind");
	double diff = moved(row);
	long long signs = 0;

	if (ds_is(row, "verdict", "n/a"))
		return 0;
	/* More is better: a count of what is done to the tables. */
	if (!strcmp(kind, "tables") && !ds_is(row, "better", "higher"))
		signs |= TABLES_KNOWN | (diff > 0 ? TABLES_GREW : 0);
	if (!strcmp(kind, "memory") && diff > 0)
		signs |= MEMORY_GREW;
	if (!strcmp(kind, "check") && ds_is(row, "verdict", "regressed"))
		signs |= CHECK_WORSE;
	return signs;
}

static json_t *signs_by_place(const json_t *rows)
{
	json_t *all = json_object(), *row;
	char buf[512];
	size_t i;

	json_array_foreach((json_t *)rows, i, row) {
		long long was = ds_int(all, place(row, buf));

		json_object_set_new(all, buf, json_integer(
				    (json_int_t)(was | signs_of(row))));
	}
	return all;
}

static enum kpt_reason shift_reason(long long signs, double diff)
{
	return signs & CHECK_WORSE ? REASON_check_worse :
	       signs & MEMORY_GREW ? REASON_memory_grew :
	       signs & TABLES_GREW ? REASON_tables_grew :
	       !(signs & TABLES_KNOWN) ? REASON_tables_unknown :
	       diff < 0 ? REASON_uncounted : REASON_newly_counted;
}

void judge_shifts(struct cmp *c)
{
	json_t *signs = signs_by_place(c->comparisons), *row;
	char buf[512];
	size_t i;

	json_array_foreach(c->comparisons, i, row) {
		double diff = moved(row);
		enum kpt_reason why;

		if (!ds_is(row, "kind", "accounting") || diff == 0 ||
		    (!ds_is(row, "verdict", "improved") &&
		     !ds_is(row, "verdict", "regressed") &&
		     !ds_is(row, "verdict", "changed")))
			continue;
		why = shift_reason(ds_int(signs, place(row, buf)), diff);
		reason_add(row, why, NULL);
		json_object_set_new(row, "verdict", json_string(
			why == REASON_newly_counted ? "shift" : "changed"));
	}
	json_decref(signs);
}
