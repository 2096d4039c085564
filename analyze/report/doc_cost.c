// SPDX-License-Identifier: GPL-2.0-only
/* doc_cost.c - costs, row by row */
#include <math.h>
#include <string.h>

#include "analyze/report/doc_local.h"
#include "analyze/report/groups.h"
#include "analyze/words/words.h"

#define COST_WIDTH	20

static const json_t *rows_of(const json_t *s)
{
	return json_object_get(s, "comparisons");
}

static void cost_row(FILE *f, const json_t *row)
{
	char a[WORDS_LEN], b[WORDS_LEN], d[WORDS_LEN], pc[WORDS_LEN];
	const char *name = ds_str(row, "scenario");
	char line[400], rest[100], why[WHY_LEN];
	bool noisy = ds_is(row, "class", "noisy");

	if (strlen(name) > COST_WIDTH) {
		doc_wrap(f, "  ", "    ", "%s", name);
		name = "";
	}
	words_percent(row, pc);
	snprintf(rest, sizeof(rest), "%s %s", pc, doc_verdict(row));
	snprintf(line, sizeof(line), "  %-*s %10s %10s %9s %8s %s", COST_WIDTH,
		 name, words_amount(row, "base", a),
		 words_amount(row, "patched", b), words_amount(row, "diff", d),
		 pc, strchr(rest, ' ') + 1);
	doc_line(f, line, ds_str(row, "scenario"), row, rest);
	if (doc_few_boots(row) && !noisy)
		return;
	words_why(row, why, sizeof(why));
	if (*why)
		doc_wrap(f, "    ", "    ", "%s", why);
}

/* Rows of the cost table: one counter a scenario, those that differ. */
static bool in_cost(const json_t *row)
{
	return ds_is(row, "kind", "cost") && row_main(row) &&
	       row_judged(row) && !doc_alike(row);
}

/* Rows that count the same thing, below one heading. */
static size_t cost_table(FILE *f, const json_t *s, const json_t *list)
{
	const json_t *first = json_array_get(list, 0);
	size_t i;
	json_t *row;

	doc_wrap(f, "", "  ", "%s per %s, from %s", words_unit(s, first),
		 ds_str(first, "per"), ds_str(first, "source"));
	fprintf(f, "  %-*s %10s %10s %9s\n", COST_WIDTH, "", "base", "patched",
		"diff");
	json_array_foreach((json_t *)list, i, row)
		cost_row(f, row);
	return json_array_size(list);
}

static size_t cost_tables(FILE *f, const json_t *s)
{
	json_t *groups = json_object(), *row;
	size_t i, shown = 0;
	const char *key;

	json_array_foreach((json_t *)rows_of(s), i, row)
		if (in_cost(row))
			groups_add(groups, row, "%s\x1f%s\x1f%s",
				   ds_str(row, "unit"), ds_str(row, "per"),
				   ds_str(row, "source"));
	json_object_foreach(groups, key, row)
		shown += cost_table(f, s, row);
	json_decref(groups);
	return shown;
}

/* What "no difference" rests on where boots differ: all intervals as one. */
static void print_margin(FILE *f, const json_t *s)
{
	double lo = INFINITY, hi = -INFINITY, margin = 0;
	size_t i, n = 0;
	json_t *row;

	json_array_foreach((json_t *)rows_of(s), i, row) {
		const json_t *ci = json_object_get(row, "ratio_ci");

		if (!row_main(row) || !json_is_array(ci) ||
		    !ds_is(row, "verdict", "equivalent"))
			continue;
		n++;
		lo = fmin(lo, json_number_value(json_array_get(ci, 0)));
		hi = fmax(hi, json_number_value(json_array_get(ci, 1)));
		margin = fmax(margin, words_real(row, "margin"));
	}
	if (n)
		doc_wrap(f, "", "", "Of these, %zu %s shown to be inside the "
			 "margin of %.3g%%: no 95%% interval of patched / base "
			 "reaches below %.4f or above %.4f.", n,
			 n == 1 ? "was" : "were", 100 * margin, lo, hi);
}

void doc_cost(FILE *f, const json_t *s)
{
	size_t i, same = 0, shown, other = 0, alike = 0, lost = 0;
	bool few = false;
	json_t *row;

	doc_title(f, "Cost");
	json_array_foreach((json_t *)rows_of(s), i, row) {
		if (!ds_is(row, "kind", "cost"))
			continue;
		lost += !row_judged(row) && !ds_is(row, "verdict", "n/a");
		if (!row_judged(row))
			continue;
		if (!row_main(row)) {
			other++;
			continue;
		}
		few |= doc_few_boots(row);
		if (doc_alike(row)) {
			same += !doc_few_boots(row);
			alike += doc_few_boots(row);
		}
	}
	shown = cost_tables(f, s);
	if (same)
		doc_wrap(f, "", "", "%zu %sscenario%s: no change.", same,
			 shown ? "other " : "", same == 1 ? "" : "s");
	if (lost)
		doc_wrap(f, "", "", "%zu scenario%s: MISSING or not "
			 "comparable.", lost, lost == 1 ? "" : "s");
	print_margin(f, s);
	if (few)
		doc_wrap(f, "", "", "Not enough evidence: too few boots. %zu "
			 "scenarios show the same so far.", alike);
	if (!same && !shown && !few && !lost)
		fprintf(f, "No cost %s.\n", words_none(s));
	if (other)
		doc_wrap(f, "", "", "Further counters of the same scenarios "
			 "(%zu) are in report.md.", other);
}
