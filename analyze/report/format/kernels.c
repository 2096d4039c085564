// SPDX-License-Identifier: GPL-2.0-only
/* kernels.c - several kernels against one base, a column each */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "analyze/report/doc.h"
#include "analyze/report/report.h"
#include "analyze/words/words.h"

static const char *label(const json_t *s, const char *side)
{
	return ds_str(json_object_get(s, side), "label");
}

static bool same_row(const json_t *a, const json_t *b)
{
	static const char *const keys[] = { "scenario", "metric", "phase" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(ds_str(a, keys[i]), ds_str(b, keys[i])))
			return false;
	return json_integer_value(json_object_get(a, "n")) ==
	       json_integer_value(json_object_get(b, "n"));
}

static const json_t *find_row(const json_t *s, const json_t *like)
{
	size_t i;
	json_t *row;

	json_array_foreach(json_object_get(s, "comparisons"), i, row)
		if (same_row(row, like))
			return row;
	return NULL;
}

static bool differs(const json_t *row)
{
	return row && row_differs(row) && row_shown(row);
}

/* Is this summary the first of them that has anything to say of the row? */
static bool first_of(json_t *const *s, size_t at, const json_t *row)
{
	for (size_t i = 0; i < at; i++)
		if (differs(find_row(s[i], row)))
			return false;
	return differs(row);
}

static void put_cell(FILE *f, const json_t *row)
{
	char amount[WORDS_LEN], percent[WORDS_LEN], text[3 * WORDS_LEN];
	char why[WHY_LEN];

	if (!row) {
		doc_cell(f, "not measured");
		return;
	}
	if (ds_is(row, "verdict", "n/a")) {
		words_why(row, why, sizeof(why));
		snprintf(text, sizeof(text), "n/a: %.100s", why);
		doc_cell(f, text);
		return;
	}
	words_percent(row, percent);
	snprintf(text, sizeof(text), "%s%s%s%s",
		 words_amount(row, "diff", amount), *percent ? " (" : "",
		 percent, *percent ? ")" : "");
	/* A difference that boots do not prove must not look like one. */
	if (!ds_is(row, "class", "exact") || ds_is(row, "verdict",
							 "inconclusive"))
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 " %s", ds_str(row, "verdict"));
	doc_cell(f, row_differs(row) ? text : "0");
}

static void put_row(FILE *f, json_t *const *s, size_t n, const json_t *row)
{
	const char *scenario = ds_str(row, "scenario");
	const char *per = ds_str(row, "per");
	char unit[200], amount[WORDS_LEN];

	snprintf(unit, sizeof(unit), "%s%s%s", words_unit(s[0], row),
		 *per ? " per " : "", per);
	fputs("|", f);
	doc_cell(f, *scenario ? scenario : "at boot");
	doc_cell(f, ds_str(row, "metric"));
	doc_cell(f, unit);
	doc_cell(f, words_amount(row, "base", amount));
	for (size_t i = 0; i < n; i++)
		put_cell(f, find_row(s[i], row));
	fputs("\n", f);
}

/* What was wrong with a run, or that nothing was. */
static void put_health(FILE *f, const json_t *s)
{
	const json_t *h = json_object_get(s, "health");

	fprintf(f, "- %s: %s (%s): run %s; %zu leaks, %zu console warnings, "
		"%zu metrics that did not repeat; %zu rows without "
		"difference, %zu n/a\n", label(s, "patched"),
		ds_str(json_object_get(s, "patched"), "source"),
		ds_str(json_object_get(s, "patched"), "release"),
		ds_str(s, "verdict"),
		json_array_size(json_object_get(h, "leaks")),
		json_array_size(json_object_get(h, "badness")),
		json_array_size(json_object_get(h, "demoted")),
		row_count(s, "equivalent"), row_count(s, "n/a"));
}

static int print_many(FILE *f, json_t *const *s, size_t n)
{
	const json_t *b = json_object_get(s[0], "base");
	char made[1200];
	size_t i, rows = 0;
	json_t *row;

	for (i = 1; i < n; i++) {
		if (strcmp(label(s[i], "base"), label(s[0], "base"))) {
			fprintf(stderr, "kptstat: kernels: the base is %s in "
				"one summary and %s in another\n",
				label(s[0], "base"), label(s[i], "base"));
			return -EINVAL;
		}
	}
	fprintf(f, "# %s %s: %zu kernels against %s\n\n%s\n\n- %s: %s (%s), "
		"the base\n", ds_str(b, "arch"), ds_str(b, "config_name"),
		n, label(s[0], "base"), words_made(s[0], made, sizeof(made)),
		label(s[0], "base"), ds_str(b, "source"),
		ds_str(b, "release"));
	for (i = 0; i < n; i++)
		put_health(f, s[i]);
	fputs("\nA column is what a kernel has more or less than the base.\n\n"
	      "| scenario | metric | unit |", f);
	doc_cell(f, label(s[0], "base"));
	for (i = 0; i < n; i++)
		doc_cell(f, label(s[i], "patched"));
	fputs("\n|---|---|---|--:|", f);
	for (i = 0; i < n; i++)
		fputs("--:|", f);
	fputs("\n", f);
	for (i = 0; i < n; i++) {
		size_t k;

		json_array_foreach(json_object_get(s[i], "comparisons"), k, row)
			if (first_of(s, i, row) && ++rows)
				put_row(f, s, n, row);
	}
	if (!rows)
		fputs("\nNo row differs in any of them.\n", f);
	return fflush(f) || ferror(f) ? -EIO : 0;
}

const struct report_ops report_kernels = {
	.name = "kernels",
	.summary = "one table of several kernels with one base, a column each",
	.print_many = print_many,
};
