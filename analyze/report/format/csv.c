// SPDX-License-Identifier: GPL-2.0-only
/* csv.c - RFC 4180: every row, every number with all its digits */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/report/report.h"
#include "analyze/words/words.h"
#include "common/util.h"

/* A column, and where a row keeps it: keys and indices by '/'. */
static const struct {
	const char *name;
	const char *path;	/* NULL: as it is named */
} columns[] = {
	{ "arch", NULL }, { "config", NULL }, { "group", NULL },
	{ "scenario", NULL }, { "params", NULL }, { "phase", NULL },
	{ "metric", NULL }, { "kind", NULL }, { "unit", NULL }, { "per", NULL },
	{ "class", NULL }, { "role", NULL }, { "better", NULL },
	{ "source", NULL }, { "verdict", NULL },
	{ "boots_base", "boots/base" }, { "boots_patched", "boots/patched" },
	{ "interleaved", NULL },
	{ "base", NULL }, { "patched", NULL }, { "diff", NULL },
	{ "diff_lo", "ci/0" }, { "diff_hi", "ci/1" },
	{ "ratio", NULL },
	{ "ratio_lo", "ratio_ci/0" }, { "ratio_hi", "ratio_ci/1" },
	{ "ratio_why", NULL },
	{ "test", NULL }, { "p", NULL }, { "p_adjusted", "p_adj" },
	{ "adjust", NULL }, { "p_permutation", "p_perm" },
	{ "margin", NULL }, { "p_equivalence", "tost_p" }, { "mde", NULL },
	{ "at_n", "at/n" }, { "at_base", "at/base" },
	{ "at_patched", "at/patched" }, { "at_diff", "at/diff" },
	{ "alpha_base", "ladder/base/alpha" },
	{ "alpha_patched", "ladder/patched/alpha" },
	{ "residual_base", "ladder/base/residual" },
	{ "residual_patched", "ladder/patched/residual" },
	{ "values_base", "boot_values/base" },
	{ "values_patched", "boot_values/patched" },
	{ "means_base", "boot_means/base" },
	{ "means_patched", "boot_means/patched" },
	{ "variances_base", "hier/base/t2" },
	{ "variances_patched", "hier/patched/t2" },
	{ "reasons", "reasons" },
	{ "why", "" },
};

static const json_t *follow(const json_t *at, const char *path)
{
	char key[32];

	while (at && *path) {
		size_t len = strcspn(path, "/");

		snprintf(key, sizeof(key), "%.*s", (int)len, path);
		at = json_is_array(at) ?
		     json_array_get(at, strtoul(key, NULL, 10)) :
		     json_object_get(at, key);
		path += len;
		path += *path == '/';
	}
	return at;
}

/*
 * Quotes only where the text needs them. A spreadsheet takes what begins with
 * one of these for a formula and runs it; an apostrophe makes it a text.
 */
static void put_text(FILE *f, const char *s)
{
	bool formula = *s && strchr("=+-@\t\r", *s);

	if (!formula && !s[strcspn(s, ",\"\r\n")]) {
		fputs(s, f);
		return;
	}
	fputc('"', f);
	if (formula)
		fputc('\'', f);
	for (; *s; s++) {
		if (*s == '"')
			fputc('"', f);
		fputc(*s, f);
	}
	fputc('"', f);
}

/* A vector is one cell, its numbers apart by blanks. */
static void put_cell(FILE *f, const json_t *v)
{
	char buf[WORDS_LEN];
	size_t i;
	json_t *e;

	if (json_is_string(v))
		put_text(f, json_string_value(v));
	else if (json_is_boolean(v))
		fputs(json_is_true(v) ? "yes" : "no", f);
	else if (json_is_array(v))
		json_array_foreach((json_t *)v, i, e)
			fprintf(f, "%s%s", i ? " " : "", json_is_object(e) ?
				ds_str(e, "code") : words_exact(e, buf));
	else
		fputs(words_exact(v, buf), f);
}

static int print(FILE *f, const json_t *s)
{
	char why[WHY_LEN];
	size_t i;
	json_t *row;

	for (size_t k = 0; k < ARRAY_SIZE(columns); k++)
		fprintf(f, "%s%s", k ? "," : "", columns[k].name);
	fputs("\r\n", f);
	json_array_foreach(json_object_get(s, "comparisons"), i, row) {
		for (size_t k = 0; k < ARRAY_SIZE(columns); k++) {
			const char *path = columns[k].path;

			if (k)
				fputc(',', f);
			if (path && !*path) {
				words_why(row, why, sizeof(why));
				put_text(f, why);
				continue;
			}
			put_cell(f, follow(row, path ? path :
					   columns[k].name));
		}
		fputs("\r\n", f);
	}
	return fflush(f) || ferror(f) ? -EIO : 0;
}

const struct report_ops report_csv = {
	.name = "csv",
	.file = "summary.csv",
	.summary = "every row and number, for spreadsheets (RFC 4180)",
	.print = print,
};
