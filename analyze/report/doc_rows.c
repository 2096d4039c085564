// SPDX-License-Identifier: GPL-2.0-only
/* doc_rows.c - memory and accounting, row by row */
#include <string.h>

#include "analyze/report/doc_local.h"
#include "analyze/report/groups.h"
#include "analyze/words/words.h"

#define NAME_WIDTH	23

/* base and patched and what lies between, in one line of 72 columns. */
static void print_row(FILE *f, const struct row *row)
{
	char a[WORDS_LEN], b[WORDS_LEN], d[WORDS_LEN], line[400], rest[100];
	const char *name = row->metric;

	if (strlen(name) > NAME_WIDTH) {
		doc_wrap(f, "  ", "    ", "%s", name);
		name = "";
	}
	snprintf(rest, sizeof(rest), "%s", doc_verdict(row));
	snprintf(line, sizeof(line), "  %-*s %9s %9s %9s %s", NAME_WIDTH, name,
		 words_amount(row, ROW_BASE, a),
		 words_amount(row, ROW_PATCHED, b),
		 words_amount(row, ROW_DIFF, d), rest);
	doc_line(f, line, row->metric, row, rest);
}

static void print_head(FILE *f)
{
	fprintf(f, "  %-*s %9s %9s %9s\n", NAME_WIDTH, "", "base", "patched",
		"diff");
}

/* What the reader cannot see from the numbers of a row. */
static void print_why(FILE *f, const struct row *row)
{
	char why[WHY_LEN];

	words_why(row, why, sizeof(why));
	if (*why && !doc_few_boots(row))
		doc_wrap(f, "    ", "    ", "%s", why);
}

static void print_largest(FILE *f, const struct row *row)
{
	const struct ladder *b = &row->ladder[BASE], *p = &row->ladder[PATCHED];
	size_t last = b->n.nr;
	char x[WORDS_LEN], y[WORDS_LEN], z[WORDS_LEN];

	/* A row judged by one rung has said so already. */
	if (row->has_at || last < 2 || last != p->n.nr)
		return;
	last--;
	doc_wrap(f, "    ", "    ", "at %s held: %s against %s %s",
		 words_num(b->n.v[last], x),
		 words_num(vec_at(&b->value, last), y),
		 words_num(vec_at(&p->value, last), z), row->unit);
}

static bool in_state(const struct row *row)
{
	return row->kind != KIND_COST &&
	       row->kind != KIND_CLASS &&
	       row->kind != KIND_ACCOUNTING &&
	       row->kind != KIND_CHECK && !row_of_build(row);
}

static bool in_size(const struct row *row)
{
	return row->kind == KIND_SIZE;
}

static bool in_boot(const struct row *row)
{
	return row->kind == KIND_BOOT;
}

static bool in_accounting(const struct row *row)
{
	return row->kind == KIND_ACCOUNTING ||
	       row->kind == KIND_CHECK;
}

static void print_heading(FILE *f, const struct summary *s,
			  const struct row *row)
{
	char unit[200];

	if (row->kind == KIND_SIZE)
		doc_wrap(f, "", "  ", "%s", row->unit);
	else if (row->phase == PHASE_START)
		doc_wrap(f, "", "  ", "at boot%s%s, %s",
			 *row->group ? " with " : "",
			 row->group, row->unit);
	else
		doc_wrap(f, "", "  ", "%s, %s", row->scenario,
			 words_unit_per(s, row, unit, sizeof(unit)));
}

/* What a section shows, by scenario, phase and unit. */
static size_t print_groups(FILE *f, const struct summary *s,
			   const struct groups *groups, bool largest)
{
	size_t shown = 0;

	groups_each(groups, g) {
		if (!shown)
			print_head(f);
		print_heading(f, s, g->v[0]);
		for (size_t i = 0; i < g->nr; i++) {
			print_row(f, g->v[i]);
			print_why(f, g->v[i]);
			if (largest)
				print_largest(f, g->v[i]);
			shown++;
		}
	}
	return shown;
}

/* Rows of one section, by scenario; what is equal is only counted. */
static void print_rows(FILE *f, const struct summary *s,
		       bool (*in)(const struct row *))
{
	struct groups groups = { .nr = 0 };
	const struct row *few = NULL;
	size_t same = 0, alike = 0, shown;
	char why[WHY_LEN];

	summary_each_row(s, row) {
		if (!in(row) || !row_judged(row))
			continue;
		if (doc_few_boots(row))
			few = row;
		if (!doc_alike(row)) {
			groups_add(&groups, row,
				   "%s\x1f%s\x1f%s\x1f%s\x1f%g",
				   row->scenario, row->phase_word, row->group,
				   row->unit, row->has_at ? row->at.n : 0);
			continue;
		}
		same += !doc_few_boots(row);
		alike += doc_few_boots(row);
	}
	shown = print_groups(f, s, &groups, in == in_state);
	groups_free(&groups);
	words_why(few, why, sizeof(why));
	if (few)
		doc_wrap(f, "", "", "%s. %zu comparison%s show%s the same "
			 "so far.", why, alike, alike == 1 ? "" : "s",
			 alike == 1 ? "s" : "");
	if (same)
		doc_wrap(f, "", "", "%zu %scomparison%s: no difference.", same,
			 shown ? "other " : "", same == 1 ? "" : "s");
	else if (!shown && !few)
		fprintf(f, "Nothing %s.\n", words_none(s));
}

void doc_memory(FILE *f, const struct summary *s)
{
	doc_title(f, "Memory and objects");
	if (*s->no_effect)
		doc_wrap(f, "", "", "ptlocks: %s.",
			 words_no_effect(s->no_effect));
	print_rows(f, s, in_state);
}

void doc_accounting(FILE *f, const struct summary *s)
{
	size_t shifts = 0;

	doc_title(f, "Accounting");
	summary_each_row(s, row)
		shifts += row->verdict == VERDICT_SHIFT;
	if (shifts)
		doc_wrap(f, "", "", "\"Accounting only\": the kernel now "
			 "counts tables that were in use before. No table "
			 "more exists, and no memory metric of the same "
			 "scenario rises.");
	print_rows(f, s, in_accounting);
}

/* A section of its own, if one of its rows was measured. */
static void print_build(FILE *f, const struct summary *s,
			bool (*in)(const struct row *row), const char *title,
			const char *about)
{
	bool any = false;

	summary_each_row(s, row)
		any |= in(row) && row_judged(row);
	if (!any)
		return;
	doc_title(f, title);
	doc_wrap(f, "", "", "%s", about);
	print_rows(f, s, in);
}

void doc_boot(FILE *f, const struct summary *s)
{
	print_build(f, s, in_boot, "Boot",
		"From start_kernel() to the first program, in instructions. "
		"Two builds seldom boot in equally many: what a patch moves "
		"elsewhere in the image is in these numbers, too.");
}

void doc_size(FILE *f, const struct summary *s)
{
	print_build(f, s, in_size, "Size of the kernel",
		"Of vmlinux: functions is the sum of their symbols; init is "
		"freed after boot. Sections are filled up to page boundaries, "
		"so text may not change where functions do.");
}
