// SPDX-License-Identifier: GPL-2.0-only
/* judge.c - numbers into verdicts, and verdicts into words */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analyze/judge/compare.h"

const char *judge_word(const char *kind, const char *unit, double diff)
{
	if (diff == 0)
		return "";
	if (!strcmp(kind, "cost"))
		return diff > 0 ? "slower" : "faster";
	if (diff > 0)
		return "more";
	return !strcmp(unit, "bytes") ? "less" : "fewer";
}

/* Which way does @better want it? */
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

void judge_row(json_t *row, double base, double patched, const char *extra)
{
	const char *better = ds_str(row, "better"), *verdict;
	const char *word = judge_word(ds_str(row, "kind"), ds_str(row, "unit"),
				      patched - base);
	char why[800];

	if (patched == base) {
		verdict = "equivalent";
		snprintf(why, sizeof(why), "no difference");
	} else {
		verdict = judge_direction(better, base, patched);
		/* Read outside of any scenario, user tables are in it, too. */
		if (!strcmp(better, "zero") && patched != 0 &&
		    !strcmp(ds_str(row, "phase"), "start")) {
			verdict = "changed";
			snprintf(why, sizeof(why), "an absolute reading with "
				 "all of user space in it; what scenarios "
				 "change tells more");
		} else if (strcmp(better, "zero"))
			snprintf(why, sizeof(why), "%s", word);
		else
			snprintf(why, sizeof(why), "%s",
				 fabs(patched) < fabs(base) ?
				 patched == 0 ? "zero now, as it should be" :
				 "closer to zero, where it should be" :
				 fabs(patched) > fabs(base) ?
				 "further from zero, where it should be" :
				 "as far from zero, where it should be, on the "
				 "other side");
	}
	if (extra[0]) {
		size_t n = strlen(why);

		snprintf(why + n, sizeof(why) - n, "; %s", extra);
	}
	json_object_set_new(row, "verdict", json_string(verdict));
	json_object_set_new(row, "why", json_string(why));
}

static bool same_place(const json_t *a, const json_t *b)
{
	return !strcmp(ds_str(a, "scenario"), ds_str(b, "scenario")) &&
	       !strcmp(ds_str(a, "phase"), ds_str(b, "phase")) &&
	       !strcmp(ds_str(a, "group"), ds_str(b, "group"));
}

/* What moved: the slope, or the one rung that put_exact() named. */
static double moved(const json_t *row)
{
	const json_t *at = json_object_get(row, "at");

	return json_number_value(json_object_get(at ? at : row, "diff"));
}

/* What the other rows of the same scenario say about an accounting change. */
struct around {
	bool tables_known, tables_grew, memory_grew, check_worse;
};

static struct around look_around(const struct cmp *c, const json_t *row)
{
	struct around a = { 0 };
	size_t i;
	json_t *o;

	json_array_foreach(c->comparisons, i, o) {
		const char *kind = ds_str(o, "kind");
		const char *verdict = ds_str(o, "verdict");
		double diff = moved(o);

		if (!same_place(row, o) || !strcmp(verdict, "n/a"))
			continue;
		/* More is better: a count of what is done to the tables. */
		if (!strcmp(kind, "tables") &&
		    strcmp(ds_str(o, "better"), "higher")) {
			a.tables_known = true;
			a.tables_grew |= diff > 0;
		}
		if (!strcmp(kind, "memory"))
			a.memory_grew |= diff > 0;
		if (!strcmp(kind, "check"))
			a.check_worse |= !strcmp(verdict, "regressed");
	}
	return a;
}

/* The direction word is told by the verdict; what follows it is kept. */
static const char *after_direction(const char *why)
{
	const char *p = strstr(why, "; ");

	return p ? p + 2 : why;
}

void judge_shifts(struct cmp *c)
{
	size_t i;
	json_t *row;

	json_array_foreach(c->comparisons, i, row) {
		double diff = moved(row);
		const char *verdict = ds_str(row, "verdict"), *why;
		struct around a;

		if (strcmp(ds_str(row, "kind"), "accounting") || diff == 0 ||
		    !strcmp(verdict, "n/a") ||
		    !strcmp(verdict, "equivalent") ||
		    !strcmp(verdict, "inconclusive"))
			continue;
		a = look_around(c, row);
		verdict = "changed";
		if (a.check_worse)
			why = "the kernel counts otherwise, and a check in "
			      "this scenario moved away from zero: not an "
			      "expected shift";
		else if (a.memory_grew)
			why = "the kernel counts more, and memory grew as "
			      "well: not a mere shift";
		else if (a.tables_grew)
			why = "the number of tables grew as well";
		else if (!a.tables_known)
			why = "no count of tables to tell a shift from growth";
		else if (diff < 0)
			why = "tables that are still there are no longer "
			      "counted";
		else {
			verdict = "shift";
			why = "expected accounting shift: the tables were "
			      "always there, now they are counted; no memory "
			      "growth";
		}
		json_object_set_new(row, "verdict", json_string(verdict));
		if (json_object_get(row, "at"))
			json_object_set_new(row, "why", json_sprintf("%s; %s",
				why, after_direction(ds_str(row, "why"))));
		else
			json_object_set_new(row, "why", json_string(why));
	}
}
