// SPDX-License-Identifier: GPL-2.0-only
/* doc_rows.c - memory and accounting, row by row */
#include <string.h>

#include "analyze/report/doc_local.h"
#include "analyze/report/groups.h"
#include "analyze/words/words.h"

#define NAME_WIDTH	23

static const json_t *rows_of(const json_t *s)
{
	return json_object_get(s, "comparisons");
}

/* base and patched and what lies between, in one line of 72 columns. */
static void print_row(FILE *f, const json_t *row)
{
	char a[WORDS_LEN], b[WORDS_LEN], d[WORDS_LEN], line[400], rest[100];
	const char *name = ds_str(row, "metric");

	if (strlen(name) > NAME_WIDTH) {
		doc_wrap(f, "  ", "    ", "%s", name);
		name = "";
	}
	snprintf(rest, sizeof(rest), "%s", doc_verdict(row));
	snprintf(line, sizeof(line), "  %-*s %9s %9s %9s %s", NAME_WIDTH, name,
		 words_amount(row, "base", a), words_amount(row, "patched", b),
		 words_amount(row, "diff", d), rest);
	doc_line(f, line, ds_str(row, "metric"), row, rest);
}

static void print_head(FILE *f)
{
	fprintf(f, "  %-*s %9s %9s %9s\n", NAME_WIDTH, "", "base", "patched",
		"diff");
}

/* What the reader cannot see from the numbers of a row. */
static void print_why(FILE *f, const json_t *row)
{
	char why[WHY_LEN];

	words_why(row, why, sizeof(why));
	if (*why && !doc_few_boots(row))
		doc_wrap(f, "    ", "    ", "%s", why);
}

static void print_largest(FILE *f, const json_t *row)
{
	json_t *ladder = json_object_get(row, "ladder");
	json_t *b = json_object_get(ladder, "base");
	json_t *p = json_object_get(ladder, "patched");
	json_t *n = json_object_get(b, "n");
	size_t last = json_array_size(n);
	char x[WORDS_LEN], y[WORDS_LEN], z[WORDS_LEN];

	/* A row judged by one rung has said so already. */
	if (json_object_get(row, "at") || last < 2 || last != json_array_size(json_object_get(p, "n")))
		return;
	last--;
	doc_wrap(f, "    ", "    ", "at %s held: %s against %s %s",
		 words_num(json_array_get(n, last), x),
		 words_num(json_array_get(json_object_get(b, "value"), last),
			   y),
		 words_num(json_array_get(json_object_get(p, "value"), last),
			   z), ds_str(row, "unit"));
}

static bool in_state(const json_t *row)
{
	return !ds_is(row, "kind", "cost") &&
	       !ds_is(row, "kind", "accounting") &&
	       !ds_is(row, "kind", "check");
}

static bool in_accounting(const json_t *row)
{
	return ds_is(row, "kind", "accounting") ||
	       ds_is(row, "kind", "check");
}

/* The count held at which a row was judged; 0 for a slope. */
static double rung(const json_t *row)
{
	const json_t *at = json_object_get(row, "at");

	return at ? ds_real(at, "n") : 0;
}

static void print_heading(FILE *f, const json_t *s, const json_t *row)
{
	char unit[200];

	if (ds_is(row, "phase", "start"))
		doc_wrap(f, "", "  ", "at boot%s%s, %s",
			 *ds_str(row, "group") ? " with " : "",
			 ds_str(row, "group"), ds_str(row, "unit"));
	else
		doc_wrap(f, "", "  ", "%s, %s", ds_str(row, "scenario"),
			 words_unit_per(s, row, unit, sizeof(unit)));
}

/* What a section shows, by scenario, phase and unit. */
static size_t print_groups(FILE *f, const json_t *s, json_t *groups,
			   bool largest)
{
	size_t i, shown = 0;
	json_t *list, *row;
	const char *key;

	json_object_foreach(groups, key, list) {
		if (!shown)
			print_head(f);
		print_heading(f, s, json_array_get(list, 0));
		json_array_foreach(list, i, row) {
			print_row(f, row);
			print_why(f, row);
			if (largest)
				print_largest(f, row);
			shown++;
		}
	}
	return shown;
}

/* Rows of one section, by scenario; what is equal is only counted. */
static void print_rows(FILE *f, const json_t *s, bool (*in)(const json_t *))
{
	json_t *groups = json_object(), *row;
	const json_t *few = NULL;
	size_t i, same = 0, alike = 0, shown;
	char why[WHY_LEN];

	json_array_foreach((json_t *)rows_of(s), i, row) {
		if (!in(row) || !row_judged(row))
			continue;
		if (doc_few_boots(row))
			few = row;
		if (!doc_alike(row)) {
			groups_add(groups, row, "%s\x1f%s\x1f%s\x1f%s\x1f%g",
				   ds_str(row, "scenario"),
				   ds_str(row, "phase"), ds_str(row, "group"),
				   ds_str(row, "unit"), rung(row));
			continue;
		}
		same += !doc_few_boots(row);
		alike += doc_few_boots(row);
	}
	shown = print_groups(f, s, groups, in == in_state);
	json_decref(groups);
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

void doc_memory(FILE *f, const json_t *s)
{
	const char *none = json_string_value(json_object_get(s, "no_effect"));

	doc_title(f, "Memory and objects");
	if (none)
		doc_wrap(f, "", "", "ptlocks: %s.", words_no_effect(none));
	print_rows(f, s, in_state);
}

void doc_accounting(FILE *f, const json_t *s)
{
	size_t i, shifts = 0;
	json_t *row;

	doc_title(f, "Accounting");
	json_array_foreach((json_t *)rows_of(s), i, row)
		shifts += ds_is(row, "verdict", "shift");
	if (shifts)
		doc_wrap(f, "", "", "\"Accounting only\": the kernel now "
			 "counts tables that were in use before. No table "
			 "more exists, and no memory metric of the same "
			 "scenario rises.");
	print_rows(f, s, in_accounting);
}
