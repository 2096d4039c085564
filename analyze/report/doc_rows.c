// SPDX-License-Identifier: GPL-2.0-only
/* doc_rows.c - the sections of a plain report made from comparisons */
#include <math.h>
#include <string.h>

#include "analyze/judge/reason.h"
#include "analyze/report/doc.h"
#include "analyze/words/words.h"

#define NAME_WIDTH	23
#define COST_WIDTH	20

static const json_t *rows_of(const json_t *s)
{
	return json_object_get(s, "comparisons");
}

/* The numbers tell the rest. */
static const char *verdict_word(const json_t *row)
{
	if (ds_is(row, "kind", "check") && ds_is(row, "verdict", "regressed"))
		return "worse";
	return ds_is(row, "verdict", "improved") ||
	       ds_is(row, "verdict", "regressed") ||
	       ds_is(row, "verdict", "changed") ||
	       ds_is(row, "verdict", "inconclusive") ? "" : words_verdict(row);
}

/* A line of the table, or, where it would be too long, the same in words. */
static void put_line(FILE *f, const char *line, const char *name,
		     const json_t *row, const char *rest)
{
	char a[WORDS_LEN], b[WORDS_LEN], d[WORDS_LEN];

	size_t n = strlen(line);

	while (n && line[n - 1] == ' ')
		n--;
	if (n <= DOC_WIDTH)
		fprintf(f, "%.*s\n", (int)n, line);
	else
		doc_wrap(f, "  ", "    ", "%s: %s on base, %s on patched, "
			 "%s%s%s", name, words_amount(row, "base", a),
			 words_amount(row, "patched", b),
			 words_amount(row, "diff", d), *rest ? ", " : "",
			 rest);
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
	snprintf(rest, sizeof(rest), "%s", verdict_word(row));
	snprintf(line, sizeof(line), "  %-*s %9s %9s %9s %s", NAME_WIDTH, name,
		 words_amount(row, "base", a), words_amount(row, "patched", b),
		 words_amount(row, "diff", d), rest);
	put_line(f, line, ds_str(row, "metric"), row, rest);
}

static void print_head(FILE *f)
{
	fprintf(f, "  %-*s %9s %9s %9s\n", NAME_WIDTH, "", "base", "patched",
		"diff");
}

static bool few_boots(const json_t *row)
{
	return ds_is(row, "verdict", "inconclusive") &&
	       reason_has(row, REASON_few_boots);
}

/* What the reader cannot see from the numbers of a row. */
static void print_why(FILE *f, const json_t *row)
{
	char why[WHY_LEN];

	words_why(row, why, sizeof(why));
	if (*why && !few_boots(row))
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

/* Rows that share a heading. */
static bool together(const json_t *a, const json_t *b)
{
	return ds_is(a, "scenario", ds_str(b, "scenario")) &&
	       ds_is(a, "phase", ds_str(b, "phase")) &&
	       ds_is(a, "group", ds_str(b, "group")) &&
	       ds_is(a, "unit", ds_str(b, "unit")) &&
	       rung(a) == rung(b);
}

/* Equal as far as it goes: to be counted, not shown. */
static bool looks_alike(const json_t *row)
{
	return ds_is(row, "verdict", "equivalent") ||
	       (few_boots(row) && words_real(row, "diff") == 0);
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

/* Rows of one section, by scenario; what is equal is only counted. */
static void print_rows(FILE *f, const json_t *s, bool (*in)(const json_t *))
{
	const json_t *rows = rows_of(s), *few = NULL;
	size_t i, j, same = 0, alike = 0, shown = 0;
	char why[WHY_LEN];
	json_t *row, *o;

	json_array_foreach((json_t *)rows, i, row) {
		bool first = true;

		if (!in(row) || !row_judged(row))
			continue;
		if (few_boots(row))
			few = row;
		if (looks_alike(row)) {
			same += !few_boots(row);
			alike += few_boots(row);
			continue;
		}
		for (j = 0; j < i && first; j++) {
			o = json_array_get(rows, j);
			first = !in(o) || looks_alike(o) ||
				!row_judged(o) ||
				!together(row, o);
		}
		if (!first)
			continue;
		if (!shown)
			print_head(f);
		print_heading(f, s, row);
		for (j = i; j < json_array_size(rows); j++) {
			o = json_array_get(rows, j);
			if (!in(o) || looks_alike(o) || !together(row, o) ||
			    !row_judged(o))
				continue;
			print_row(f, o);
			print_why(f, o);
			if (in == in_state)
				print_largest(f, o);
			shown++;
		}
	}
	words_why(few, why, sizeof(why));
	if (few)
		doc_wrap(f, "", "", "%s. %zu comparison%s show%s the same "
			 "so far.", why, alike, alike == 1 ? "" : "s",
			 alike == 1 ? "s" : "");
	if (same)
		doc_wrap(f, "", "", "%zu %scomparison%s: no difference.", same,
			 shown ? "other " : "", same == 1 ? "" : "s");
	else if (!shown && !few)
		fputs("Nothing was measured.\n", f);
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
	snprintf(rest, sizeof(rest), "%s %s", pc, verdict_word(row));
	snprintf(line, sizeof(line), "  %-*s %10s %10s %9s %8s %s", COST_WIDTH,
		 name, words_amount(row, "base", a),
		 words_amount(row, "patched", b), words_amount(row, "diff", d),
		 pc, strchr(rest, ' ') + 1);
	put_line(f, line, ds_str(row, "scenario"), row, rest);
	if (few_boots(row) && !noisy)
		return;
	words_why(row, why, sizeof(why));
	if (*why)
		doc_wrap(f, "    ", "    ", "%s", why);
}

/* Rows of the cost table: one counter a scenario, those that differ. */
static bool in_cost(const json_t *row)
{
	return ds_is(row, "kind", "cost") && row_main(row) &&
	       row_judged(row) && !looks_alike(row);
}

static bool same_cost(const json_t *a, const json_t *b)
{
	return ds_is(a, "unit", ds_str(b, "unit")) &&
	       ds_is(a, "per", ds_str(b, "per")) &&
	       ds_is(a, "source", ds_str(b, "source"));
}

/* Rows that count the same thing, below one heading. */
static size_t cost_table(FILE *f, const json_t *s, size_t from)
{
	const json_t *rows = rows_of(s), *row = json_array_get(rows, from), *o;
	size_t i, n = 0;

	for (i = 0; i < from; i++) {
		o = json_array_get(rows, i);
		if (in_cost(o) && same_cost(row, o))
			return 0;
	}
	doc_wrap(f, "", "  ", "%s per %s, from %s", words_unit(s, row),
		 ds_str(row, "per"), ds_str(row, "source"));
	fprintf(f, "  %-*s %10s %10s %9s\n", COST_WIDTH, "", "base", "patched",
		"diff");
	for (i = from; i < json_array_size(rows); i++) {
		o = json_array_get(rows, i);
		if (!in_cost(o) || !same_cost(row, o))
			continue;
		cost_row(f, o);
		n++;
	}
	return n;
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
	size_t i, same = 0, shown = 0, other = 0, alike = 0, lost = 0;
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
		few |= few_boots(row);
		if (looks_alike(row)) {
			same += !few_boots(row);
			alike += few_boots(row);
			continue;
		}
		shown += cost_table(f, s, i);
	}
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
		fputs("No cost was measured.\n", f);
	if (other)
		doc_wrap(f, "", "", "Further counters of the same scenarios "
			 "(%zu) are in report.md.", other);
}

static bool same_reasons(const json_t *a, const json_t *b)
{
	return json_equal(json_object_get(a, "reasons"),
			  json_object_get(b, "reasons"));
}

/* Is @row the first of its reason to have this @key? */
static bool first_of(const json_t *rows, const json_t *row, const char *key)
{
	size_t i;
	json_t *o;

	json_array_foreach((json_t *)rows, i, o) {
		if (o == row)
			return true;
		if (!row_judged(o) &&
		    same_reasons(o, row) &&
		    (!key || ds_is(o, key, ds_str(row, key))))
			return false;
	}
	return true;
}

/* The names of all rows with the reason of @row; how many there are. */
static size_t names_of(const json_t *rows, const json_t *row, const char *key,
		       char *buf, size_t len)
{
	size_t i, n = 0;
	json_t *o;

	buf[0] = '\0';
	json_array_foreach((json_t *)rows, i, o) {
		size_t used = strlen(buf);

		if (row_judged(o) ||
		    !same_reasons(o, row) ||
		    !first_of(rows, o, key))
			continue;
		n++;
		snprintf(buf + used, len - used, "%s%s", used ? ", " : "",
			 *ds_str(o, key) ? ds_str(o, key) : "start");
	}
	return n;
}

size_t doc_na_group(const json_t *rows, const json_t *row, char *metrics,
		    size_t mlen, char *scenarios, size_t slen)
{
	if (row_judged(row) || !first_of(rows, row, NULL))
		return 0;
	names_of(rows, row, "scenario", scenarios, slen);
	return names_of(rows, row, "metric", metrics, mlen);
}

void doc_na(FILE *f, const json_t *s)
{
	const json_t *rows = rows_of(s);
	size_t i, n, groups = 0;
	json_t *row;

	json_array_foreach((json_t *)rows, i, row) {
		char metrics[600], scenarios[600], why[WHY_LEN];

		words_why(row, why, sizeof(why));
		n = doc_na_group(rows, row, metrics, sizeof(metrics),
				 scenarios, sizeof(scenarios));
		if (!n)
			continue;
		if (!groups++)
			doc_title(f, "Not available (n/a), or missing");
		if (n > 2)
			doc_wrap(f, "- ", "  ", "%zu metrics of %s: %s", n,
				 scenarios, why);
		else
			doc_wrap(f, "- ", "  ", "%s (%s): %s", metrics,
				 scenarios, why);
	}
}
