// SPDX-License-Identifier: GPL-2.0-only
/*
 * gobench.c - the Go benchmark data format: `benchstat -col kernel FILE`
 *
 * One line a boot, for the boot is the replicate; benchstat takes each line
 * for one measurement.
 */
#include <ctype.h>
#include <errno.h>
#include <math.h>
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

static void unit(FILE *f, const struct summary *s, const struct row *row)
{
	word(f, words_unit_code(s, row));
	if (*row->per) {
		fputc('/', f);
		word(f, row->per);
	}
}

static bool same_unit(const struct summary *s, const struct row *a,
		      const struct row *b)
{
	return !strcmp(words_unit_code(s, a), words_unit_code(s, b)) &&
	       !strcmp(a->per, b->per);
}

/* What all rows of a unit have in common, told where it first appears. */
static void describe(FILE *f, const struct summary *s, const struct row *row)
{
	bool exact = true, better = true;

	summary_each_row(s, o) {
		if (!same_unit(s, row, o) || o->verdict == VERDICT_NA)
			continue;
		if (o < row)
			return;
		exact &= o->class == CLASS_EXACT;
		better &= !strcmp(o->better_word, row->better_word);
	}
	better &= row->better == BETTER_LOWER || row->better == BETTER_HIGHER;
	if (!exact && !better)
		return;
	fputs("Unit ", f);
	unit(f, s, row);
	fprintf(f, "%s%s%s\n", better ? " better=" : "", better ?
		row->better_word : "", exact ? " assume=exact" : "");
}

static void put_row(FILE *f, const struct summary *s, const struct row *row,
		    int side)
{
	const struct vec *v = row_boots(row, side);

	for (size_t i = 0; i < v->nr; i++) {
		char num[WORDS_LEN];

		if (isnan(v->v[i]))
			continue;
		fputs("BenchmarkKpt/scenario=", f);
		word(f, *row->scenario ? row->scenario : "at-boot");
		fputs("/phase=", f);
		word(f, row->phase_word);
		fputs("/metric=", f);
		word(f, row->metric);
		if (*row->group) {
			fputs("/group=", f);
			word(f, row->group);
		}
		fprintf(f, " 1 %s ", words_exact(v->v[i], num));
		unit(f, s, row);
		fputc('\n', f);
	}
}

static void put_side(FILE *f, const struct summary *s, int side)
{
	const struct env *env = &s->env[side];

	fputc('\n', f);
	config(f, "kernel", side_name[side]);
	config(f, "release", env->release);
	config(f, "source", env->source);
	config(f, "build-id", env->build_id);
	summary_each_row(s, row)
		if (row->verdict != VERDICT_NA)
			put_row(f, s, row, side);
}

static int print(FILE *f, const struct summary *s)
{
	const struct env *env = &s->env[BASE];
	char filter[600];

	config(f, "goos", "linux");
	config(f, "goarch", !strcmp(env->arch, "x86_64") ? "amd64" :
	       env->arch);
	config(f, "pkg", "kptbench");
	config(f, "cpu", env->machine);
	config(f, "config", env->config_name);
	config(f, "mode", env->mode);
	config(f, "note", words_filter(s, filter, sizeof(filter)));
	fputc('\n', f);
	summary_each_row(s, row)
		if (row->verdict != VERDICT_NA)
			describe(f, s, row);
	for (int k = 0; k < SIDES; k++)
		put_side(f, s, k);
	return fflush(f) || ferror(f) ? -EIO : 0;
}

const struct report_ops report_gobench = {
	.name = "gobench",
	.summary = "Go benchmark format, one line a boot, for benchstat -col kernel",
	.print = print,
};
