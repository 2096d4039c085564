// SPDX-License-Identifier: GPL-2.0-only
/* csv.c - RFC 4180: every row, every number with all its digits */
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "analyze/report/report.h"
#include "analyze/words/words.h"
#include "common/util.h"

/* A column is a text, a number, or numbers in one cell, of a row. */
#define TEXT(name, member) { name, TEXT, offsetof(struct row, member) }
#define NUMBER(name, member) { name, NUMBER, offsetof(struct row, member) }
#define LIST(name, member) { name, LIST, offsetof(struct row, member) }

static const struct column {
	const char *name;
	enum { TEXT, NUMBER, LIST, COUNT, PAIRED, CODES, WHY } what;
	size_t at;
} columns[] = {
	TEXT("arch", arch), TEXT("config", config), TEXT("group", group),
	TEXT("scenario", scenario), TEXT("params", params),
	TEXT("phase", phase_word), TEXT("metric", metric),
	TEXT("kind", kind_word), TEXT("unit", unit), TEXT("per", per),
	TEXT("class", class_word), TEXT("role", role),
	TEXT("better", better_word), TEXT("source", source),
	TEXT("verdict", verdict_word),
	{ "boots_base", COUNT, offsetof(struct row, boots[BASE]) },
	{ "boots_patched", COUNT, offsetof(struct row, boots[PATCHED]) },
	{ "interleaved", PAIRED, 0 },
	NUMBER("base", value[ROW_BASE]), NUMBER("patched", value[ROW_PATCHED]),
	NUMBER("diff", value[ROW_DIFF]),
	NUMBER("diff_lo", ci[0]), NUMBER("diff_hi", ci[1]),
	NUMBER("ratio", ratio),
	NUMBER("ratio_lo", ratio_ci[0]), NUMBER("ratio_hi", ratio_ci[1]),
	TEXT("ratio_why", ratio_why),
	TEXT("test", test), NUMBER("p", p), NUMBER("p_adjusted", p_adj),
	TEXT("adjust", adjust), NUMBER("p_permutation", p_perm),
	NUMBER("margin", margin), NUMBER("p_equivalence", tost_p),
	NUMBER("mde", mde),
	NUMBER("at_n", at.n), NUMBER("at_base", at.value[ROW_BASE]),
	NUMBER("at_patched", at.value[ROW_PATCHED]),
	NUMBER("at_diff", at.value[ROW_DIFF]),
	NUMBER("alpha_base", ladder[BASE].alpha),
	NUMBER("alpha_patched", ladder[PATCHED].alpha),
	NUMBER("residual_base", ladder[BASE].residual),
	NUMBER("residual_patched", ladder[PATCHED].residual),
	LIST("values_base", boot_value[BASE]),
	LIST("values_patched", boot_value[PATCHED]),
	LIST("means_base", boot_mean[BASE]),
	LIST("means_patched", boot_mean[PATCHED]),
	LIST("variances_base", variance[BASE]),
	LIST("variances_patched", variance[PATCHED]),
	{ "reasons", CODES, 0 }, { "why", WHY, 0 },
};

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

static void put_number(FILE *f, double v)
{
	char buf[WORDS_LEN];

	fputs(words_exact(v, buf), f);
}

static void put_list(FILE *f, const struct vec *v)
{
	for (size_t i = 0; i < v->nr; i++) {
		fputs(i ? " " : "", f);
		put_number(f, v->v[i]);
	}
}

static void put_cell(FILE *f, const struct row *row, const struct column *c)
{
	const void *at = (const char *)row + c->at;
	char why[WHY_LEN];

	switch (c->what) {
	case TEXT:
		put_text(f, *(const char *const *)at);
		break;
	case NUMBER:
		put_number(f, *(const double *)at);
		break;
	case LIST:
		put_list(f, at);
		break;
	case COUNT:
		fprintf(f, "%lld", *(const long long *)at);
		break;
	case PAIRED:
		if (row->tells_paired)
			fputs(row->paired ? "yes" : "no", f);
		break;
	case CODES:
		for (size_t i = 0; i < row->nr_reasons; i++)
			fprintf(f, "%s%s", i ? " " : "", row->reasons[i].word);
		break;
	case WHY:
		words_why(row, why, sizeof(why));
		put_text(f, why);
		break;
	}
}

static int print(FILE *f, const struct summary *s)
{
	char filter[600];
	bool filtered = *words_filter(s, filter, sizeof(filter));

	for (size_t k = 0; k < ARRAY_SIZE(columns); k++)
		fprintf(f, "%s%s", k ? "," : "", columns[k].name);
	/* A table has no place for a note: each row says what is left out. */
	fputs(filtered ? ",filter\r\n" : "\r\n", f);
	summary_each_row(s, row) {
		for (size_t k = 0; k < ARRAY_SIZE(columns); k++) {
			if (k)
				fputc(',', f);
			put_cell(f, row, &columns[k]);
		}
		if (filtered) {
			fputc(',', f);
			put_text(f, filter);
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
