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
	if (*words_str(row, "per")) {
		fputc('/', f);
		word(f, words_str(row, "per"));
	}
}

static bool same_unit(const json_t *s, const json_t *a, const json_t *b)
{
	return !strcmp(words_unit_code(s, a), words_unit_code(s, b)) &&
	       words_is(a, "per", words_str(b, "per"));
}

/* What all rows of a unit have in common, told where it first appears. */
static void describe(FILE *f, const json_t *s, size_t at)
{
	const json_t *rows = json_object_get(s, "comparisons"), *o;
	const json_t *row = json_array_get(rows, at);
	bool exact = true, better = true;

	for (size_t i = 0; i < json_array_size(rows); i++) {
		o = json_array_get(rows, i);
		if (!same_unit(s, row, o) || words_is(o, "verdict", "n/a"))
			continue;
		if (i < at)
			return;
		exact &= words_is(o, "class", "exact");
		better &= words_is(o, "better", words_str(row, "better"));
	}
	better &= words_is(row, "better", "lower") ||
		  words_is(row, "better", "higher");
	if (!exact && !better)
		return;
	fputs("Unit ", f);
	unit(f, s, row);
	fprintf(f, "%s%s%s\n", better ? " better=" : "", better ?
		words_str(row, "better") : "", exact ? " assume=exact" : "");
}

static void put_row(FILE *f, const json_t *s, const json_t *row,
		    const char *side)
{
	const char *scenario = words_str(row, "scenario");
	size_t i;
	json_t *v;

	json_array_foreach((json_t *)words_boots(row, side), i, v) {
		char num[WORDS_LEN];

		if (!json_is_number(v))
			continue;
		fputs("BenchmarkKpt/scenario=", f);
		word(f, *scenario ? scenario : "at-boot");
		fputs("/phase=", f);
		word(f, words_str(row, "phase"));
		fputs("/metric=", f);
		word(f, words_str(row, "metric"));
		if (*words_str(row, "group")) {
			fputs("/group=", f);
			word(f, words_str(row, "group"));
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
	config(f, "release", words_str(env, "release"));
	config(f, "source", words_str(env, "source"));
	config(f, "build-id", words_str(env, "build_id"));
	json_array_foreach(json_object_get(s, "comparisons"), i, row)
		if (!words_is(row, "verdict", "n/a"))
			put_row(f, s, row, side);
}

static int print(FILE *f, const json_t *s)
{
	const json_t *env = json_object_get(s, "base");
	const json_t *rows = json_object_get(s, "comparisons");

	config(f, "goos", "linux");
	config(f, "goarch", words_is(env, "arch", "x86_64") ? "amd64" :
	       words_str(env, "arch"));
	config(f, "pkg", "kptbench");
	config(f, "cpu", words_str(env, "machine"));
	config(f, "config", words_str(env, "config_name"));
	config(f, "mode", words_str(env, "mode"));
	fputc('\n', f);
	for (size_t i = 0; i < json_array_size(rows); i++)
		if (!words_is(json_array_get(rows, i), "verdict", "n/a"))
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
