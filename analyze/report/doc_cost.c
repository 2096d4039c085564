// SPDX-License-Identifier: GPL-2.0-only
/* doc_cost.c - costs, row by row */
#include <math.h>
#include <string.h>

#include "analyze/report/doc_local.h"
#include "analyze/report/groups.h"
#include "analyze/words/words.h"

#define COST_WIDTH	20

static void cost_row(FILE *f, const struct row *row)
{
	char a[WORDS_LEN], b[WORDS_LEN], d[WORDS_LEN], pc[WORDS_LEN];
	const char *name = row->scenario;
	char line[400], rest[100], why[WHY_LEN];
	bool noisy = row->class == CLASS_NOISY;

	if (strlen(name) > COST_WIDTH) {
		doc_wrap(f, "  ", "    ", "%s", name);
		name = "";
	}
	words_percent(row, pc);
	snprintf(rest, sizeof(rest), "%s %s", pc, doc_verdict(row));
	snprintf(line, sizeof(line), "  %-*s %10s %10s %9s %8s %s", COST_WIDTH,
		 name, words_amount(row, ROW_BASE, a),
		 words_amount(row, ROW_PATCHED, b),
		 words_amount(row, ROW_DIFF, d),
		 pc, strchr(rest, ' ') + 1);
	doc_line(f, line, row->scenario, row, rest);
	if (doc_few_boots(row) && !noisy)
		return;
	words_why(row, why, sizeof(why));
	if (*why)
		doc_wrap(f, "    ", "    ", "%s", why);
}

/* What a cost of tables alone is the difference of. */
static void part_row(FILE *f, const struct row *row)
{
	char a[WORDS_LEN], b[WORDS_LEN], d[WORDS_LEN], pc[WORDS_LEN];

	if (!row || !row_judged(row))
		return;
	words_percent(row, pc);
	fprintf(f, "  %-*s %10s %10s %9s%s%*s\n%s", COST_WIDTH,
		row->piece == PIECE_CONTROL ? "  less: control" :
		row->piece == PIECE_DEFERRED ? "  deferred" : "  all of it",
		words_amount(row, ROW_BASE, a),
		words_amount(row, ROW_PATCHED, b),
		words_amount(row, ROW_DIFF, d), *pc ? " " : "", *pc ? 8 : 0, pc,
		row->verdict == VERDICT_UNRESOLVED ? "      not resolved\n" :
						      "");
}

/* Rows of the cost table: one counter a scenario, those that differ. */
static bool in_cost(const struct row *row)
{
	return row->kind == KIND_COST && row->main &&
	       row_judged(row) && !doc_alike(row);
}

/* Rows that count the same thing, below one heading. */
static size_t cost_table(FILE *f, const struct summary *s,
			 const struct group *g)
{
	const struct row *first = g->v[0];

	doc_wrap(f, "", "  ", "%s per %s, from %s", words_unit(s, first),
		 first->per, first->source);
	fprintf(f, "  %-*s %10s %10s %9s\n", COST_WIDTH, "", "base", "patched",
		"diff");
	for (size_t i = 0; i < g->nr; i++) {
		cost_row(f, g->v[i]);
		part_row(f, summary_piece(s, g->v[i], PIECE_OPERATION));
		part_row(f, summary_piece(s, g->v[i], PIECE_CONTROL));
		part_row(f, summary_piece(s, g->v[i], PIECE_DEFERRED));
	}
	return g->nr;
}

static size_t cost_tables(FILE *f, const struct summary *s)
{
	struct groups groups = { .nr = 0 };
	size_t shown = 0;

	summary_each_row(s, row)
		if (in_cost(row))
			groups_add(&groups, row, "%s\x1f%s\x1f%s", row->unit,
				   row->per, row->source);
	groups_each(&groups, g)
		shown += cost_table(f, s, g);
	groups_free(&groups);
	return shown;
}

/* What "no difference" rests on where boots differ: all intervals as one. */
static void print_margin(FILE *f, const struct summary *s)
{
	double lo = INFINITY, hi = -INFINITY, margin = 0;
	size_t n = 0;

	summary_each_row(s, row) {
		if (!row->main || !row->has_ratio_ci ||
		    row->verdict != VERDICT_EQUIVALENT)
			continue;
		n++;
		lo = fmin(lo, row->ratio_ci[0]);
		hi = fmax(hi, row->ratio_ci[1]);
		margin = fmax(margin, or_0(row->margin));
	}
	if (n)
		doc_wrap(f, "", "", "Of these, %zu %s shown to be inside the "
			 "margin of %.3g%%: no 95%% interval of patched / base "
			 "reaches below %.4f or above %.4f.", n,
			 n == 1 ? "was" : "were", 100 * margin, lo, hi);
}

void doc_cost(FILE *f, const struct summary *s)
{
	size_t same = 0, shown, other = 0, alike = 0, lost = 0;
	bool few = false;

	doc_title(f, "Cost");
	summary_each_row(s, row) {
		if (row->kind != KIND_COST)
			continue;
		lost += !row_judged(row) && row->verdict != VERDICT_NA;
		if (!row_judged(row))
			continue;
		if (!row->main) {
			other += row->piece == PIECE_NONE;
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
