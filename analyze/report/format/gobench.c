// SPDX-License-Identifier: GPL-2.0-only
/*
 * gobench.c - the Go benchmark data format: `benchstat -col kernel FILE`
 *
 * One line a boot, for the boot is the replicate; benchstat takes each line
 * for one measurement.
 */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "analyze/report/report.h"
#include "analyze/words/words.h"
#include "common/util.h"

/* The value of a configuration line ends with the line. */
static void config(FILE *f, const char *key, const char *value)
{
	if (!*value)
		return;
	fprintf(f, "%s: ", key);
	for (; *value; value++)
		fputc(iscntrl((unsigned char)*value) ? ' ' : *value, f);
	fputc('\n', f);
}

/* '/' parts a name, '=' a key from its value, a blank the columns. */
static void word(FILE *f, const char *text)
{
	for (; *text; text++)
		fputc(isalnum((unsigned char)*text) || strchr("._-", *text) ?
		      *text : '_', f);
}

static void unit(FILE *f, const json_t *s, const json_t *row)
{
	word(f, words_unit_code(s, row));
	if (*ds_str(row, "per")) {
		fputc('/', f);
		word(f, ds_str(row, "per"));
	}
}

static bool same_unit(const json_t *s, const json_t *a, const json_t *b)
{
	return !strcmp(words_unit_code(s, a), words_unit_code(s, b)) &&
	       ds_is(a, "per", ds_str(b, "per"));
}

/* What all rows of a unit have in common, told where it first appears. */
static void describe(FILE *f, const json_t *s, size_t at)
{
	const json_t *rows = json_object_get(s, "comparisons"), *o;
	const json_t *row = json_array_get(rows, at);
	bool exact = true, better = true;

	for (size_t i = 0; i < json_array_size(rows); i++) {
		o = json_array_get(rows, i);
		if (!same_unit(s, row, o) || ds_is(o, "verdict", "n/a"))
			continue;
		if (i < at)
			return;
		exact &= ds_is(o, "class", "exact");
		better &= ds_is(o, "better", ds_str(row, "better"));
	}
	better &= ds_is(row, "better", "lower") ||
		  ds_is(row, "better", "higher");
	if (!exact && !better)
		return;
	fputs("Unit ", f);
	unit(f, s, row);
	fprintf(f, "%s%s%s\n", better ? " better=" : "", better ?
		ds_str(row, "better") : "", exact ? " assume=exact" : "");
}

static void put_row(FILE *f, const json_t *s, const json_t *row,
		    const char *side)
{
	const char *scenario = ds_str(row, "scenario");
	size_t i;
	json_t *v;

	json_array_foreach((json_t *)row_boots(row, side), i, v) {
		char num[WORDS_LEN];

		if (!json_is_number(v))
			continue;
		fputs("BenchmarkKpt/scenario=", f);
		word(f, *scenario ? scenario : "at-boot");
		fputs("/phase=", f);
		word(f, ds_str(row, "phase"));
		fputs("/metric=", f);
		word(f, ds_str(row, "metric"));
		if (*ds_str(row, "group")) {
			fputs("/group=", f);
			word(f, ds_str(row, "group"));
		}
		fprintf(f, " 1 %s ", words_exact(v, num));
		unit(f, s, row);
		fputc('\n', f);
	}
}

static void put_side(FILE *f, const json_t *s, const char *side)
{
	const json_t *env = json_object_get(s, side);
	size_t i;
	json_t *row;

	fputc('\n', f);
	config(f, "kernel", side);
	config(f, "release", ds_str(env, "release"));
	config(f, "source", ds_str(env, "source"));
	config(f, "build-id", ds_str(env, "build_id"));
	json_array_foreach(json_object_get(s, "comparisons"), i, row)
		if (!ds_is(row, "verdict", "n/a"))
			put_row(f, s, row, side);
}

static int print(FILE *f, const json_t *s)
{
	const json_t *env = json_object_get(s, "base");
	const json_t *rows = json_object_get(s, "comparisons");

	config(f, "goos", "linux");
	config(f, "goarch", ds_is(env, "arch", "x86_64") ? "amd64" :
	       ds_str(env, "arch"));
	config(f, "pkg", "kptbench");
	config(f, "cpu", ds_str(env, "machine"));
	config(f, "config", ds_str(env, "config_name"));
	config(f, "mode", ds_str(env, "mode"));
	fputc('\n', f);
	for (size_t i = 0; i < json_array_size(rows); i++)
		if (!ds_is(json_array_get(rows, i), "verdict", "n/a"))
			describe(f, s, i);
	put_side(f, s, "base");
	put_side(f, s, "patched");
	return fflush(f) || ferror(f) ? -EIO : 0;
}

const struct report_ops report_gobench = {
	.name = "gobench",
	.summary = "Go benchmark format, one line a boot, for benchstat -col kernel",
	.print = print,
};
