// SPDX-License-Identifier: GPL-2.0-only
/* md.c - Markdown: every row, nothing collapsed */
#include <errno.h>
#include <string.h>

#include "analyze/report/answer.h"
#include "analyze/report/doc.h"
#include "analyze/report/report.h"
#include "analyze/words/words.h"

static const struct {
	const char *kind, *title;
} kinds[] = {
	{ "memory", "Memory" },
	{ "tables", "Tables" },
	{ "accounting", "Accounting" },
	{ "check", "Checks" },
	{ "cost", "Cost" },
};

static bool any_noisy(const json_t *s)
{
	size_t i;
	json_t *row;

	json_array_foreach(json_object_get(s, "comparisons"), i, row)
		if (json_is_number(json_object_get(row, "margin")))
			return true;
	return false;
}

/* What boots that differ allow to say; blank for what is exact. */
static void noisy_cells(FILE *f, const json_t *row)
{
	const json_t *ci = json_object_get(row, "ratio_ci");
	const json_t *boots = json_object_get(row, "boots");
	char buf[100] = "";

	if (json_is_array(ci))
		snprintf(buf, sizeof(buf), "%.4f to %.4f",
			 json_number_value(json_array_get(ci, 0)),
			 json_number_value(json_array_get(ci, 1)));
	doc_cell(f, buf);
	buf[0] = '\0';
	if (json_is_number(json_object_get(row, "p_adj")))
		snprintf(buf, sizeof(buf), "%.2g (%s, %s)",
			 words_real(row, "p_adj"), ds_str(row, "test"),
			 ds_str(row, "adjust"));
	doc_cell(f, buf);
	buf[0] = '\0';
	if (json_is_number(json_object_get(row, "margin")))
		snprintf(buf, sizeof(buf), "%.3g%%",
			 100 * words_real(row, "margin"));
	doc_cell(f, buf);
	buf[0] = '\0';
	if (json_is_number(json_object_get(row, "mde")))
		snprintf(buf, sizeof(buf), "%.2g%%",
			 100 * words_real(row, "mde"));
	doc_cell(f, buf);
	snprintf(buf, sizeof(buf), "%lld, %lld",
		 json_integer_value(json_object_get(boots, "base")),
		 json_integer_value(json_object_get(boots, "patched")));
	doc_cell(f, buf);
}

static void cells(FILE *f, const json_t *s, const json_t *row, bool noisy)
{
	char buf[WORDS_LEN], unit[200], why[WHY_LEN];
	const char *phase = ds_str(row, "phase");

	words_unit_per(s, row, unit, sizeof(unit));
	fputs("|", f);
	doc_cell(f, ds_str(row, "scenario"));
	doc_cell(f, ds_str(row, "metric"));
	doc_cell(f, phase);
	doc_cell(f, unit);
	doc_cell(f, words_amount(row, "base", buf));
	doc_cell(f, words_amount(row, "patched", buf));
	doc_cell(f, words_amount(row, "diff", buf));
	doc_cell(f, words_percent(row, buf));
	if (noisy)
		noisy_cells(f, row);
	doc_cell(f, ds_str(row, "class"));
	doc_cell(f, words_verdict(row));
	words_why(row, why, sizeof(why));
	doc_cell(f, why);
	fputc('\n', f);
}

static void print_kind(FILE *f, const json_t *s, size_t k)
{
	bool noisy = any_noisy(s);
	size_t i, n = 0;
	json_t *row;

	json_array_foreach(json_object_get(s, "comparisons"), i, row) {
		if (!ds_is(row, "kind", kinds[k].kind))
			continue;
		if (!n++)
			fprintf(f, "\n## %s\n\n| scenario | metric | phase | "
				"unit | base | patched | diff | change |%s "
				"class | verdict | why |\n|---|---|---|---|--:"
				"|--:|--:|--:|%s---|---|---|\n",
				kinds[k].title, noisy ? " 95% interval of the "
				"ratio | p, adjusted | margin | could have "
				"seen | boots |" : "", noisy ?
				"---|---|--:|--:|---|" : "");
		cells(f, s, row, noisy);
	}
}

static void print_where(FILE *f, const json_t *s)
{
	const json_t *list = json_object_get(s, "where"), *e;
	char text[WHERE_LEN];
	size_t i;

	if (!json_array_size(list))
		return;
	fputs("\n## Where the instructions went\n\n", f);
	json_array_foreach((json_t *)list, i, e) {
		words_where(e, text, sizeof(text));
		fprintf(f, "- %s\n", text);
	}
}

static void print_perf(FILE *f, const json_t *s)
{
	const json_t *list = json_object_get(s, "perf"), *e;
	char head[PERF_LEN], command[PERF_LEN];
	size_t i;

	if (!json_array_size(list))
		return;
	fprintf(f, "\n## Where the cycles went\n\n%s\n\n", words_perf_about);
	json_array_foreach((json_t *)list, i, e)
		if (words_perf(e, head, sizeof(head), command, sizeof(command),
			       ""))
			fprintf(f, "- %s `%s`\n", head, command);
		else
			fprintf(f, "- %s\n", head);
}

static void print_coverage(FILE *f, const json_t *s)
{
	const json_t *cov = json_object_get(s, "coverage");
	size_t i, j;
	json_t *p, *r;

	fputs("\n## Constructors, by region and level\n\n"
	      "Early: allocated before the page allocator was up; later: after "
	      "it; ctor: with the constructor run; lock: with an allocated "
	      "ptlock. Rows left out by design are in no total.\n\n| walk | region | level | base early | later | ctor "
	      "| lock | patched early | later | ctor | lock | by design |\n"
	      "|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|---|\n", f);
	json_array_foreach(json_object_get(cov, "points"), i, p)
		json_array_foreach(json_object_get(p, "rows"), j, r) {
			char name[300];

			snprintf(name, sizeof(name), "%s %s %s",
				 ds_str(p, "when"), ds_str(p, "scenario"),
				 ds_str(p, "group"));
			fputs("|", f);
			doc_cell(f, name);
			doc_cell(f, ds_str(r, "region"));
			doc_cell(f, ds_str(r, "level"));
			for (int k = 0; k < 2; k++) {
				const char *sd = k ? "patched" : "base";

				fprintf(f, " %lld | %lld | %lld | %lld |",
					row_part(r, sd, "boot"),
					row_part(r, sd, "born"),
					row_part(r, sd, "constructed"),
					row_part(r, sd, "ptlocks"));
			}
			doc_cell(f, *ds_str(r, "by_design") ?
				 words_by_design(ds_str(r, "by_design")) : "");
			fputc('\n', f);
		}
}

static void print_list(FILE *f, const json_t *health, const char *name)
{
	const json_t *list = json_object_get(health, name);
	size_t i;
	json_t *e;
	const char *key;
	json_t *v;

	if (!json_array_size(list))
		return;
	fprintf(f, "\n### %s\n\n", name);
	json_array_foreach((json_t *)list, i, e) {
		fputs("-", f);
		if (json_is_string(e))
			fprintf(f, " %s", json_string_value(e));
		json_object_foreach(e, key, v) {
			char buf[WORDS_LEN];

			if (json_is_string(v) && *json_string_value(v))
				fprintf(f, " %s: %s;", key,
					json_string_value(v));
			else if (json_is_number(v))
				fprintf(f, " %s: %s;", key, words_num(v, buf));
		}
		fputc('\n', f);
	}
}

static void print_rest(FILE *f, const json_t *s)
{
	static const char *const lists[] = { "badness", "leaks", "incomplete",
		"missing", "incomparable", "fixed", "unchecked", "demoted",
		"uncovered", "locked", "notes" };
	const json_t *b = json_object_get(s, "base");
	const json_t *h = json_object_get(s, "health");

	fprintf(f, "\n## Every row\n\n- verdict of this run: **%s**\n"
		"- mode: %s; ptlocks: %s\n", ds_str(s, "verdict"),
		ds_str(b, "mode"), ds_str(b, "ptlocks"));
	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
		print_kind(f, s, k);
	print_where(f, s);
	print_perf(f, s);
	print_coverage(f, s);
	fprintf(f, "\n## Balance and health\n\n%lld readings after a drain.\n",
		(long long)json_integer_value(json_object_get(h,
						"drained_readings")));
	for (size_t k = 0; k < sizeof(lists) / sizeof(lists[0]); k++)
		print_list(f, h, lists[k]);
}

static int print_many(FILE *f, json_t *const *s, size_t n)
{
	int err = answer_print(f, s, n, model_md);

	if (!err && n == 1)
		print_rest(f, s[0]);
	return err ? err : fflush(f) || ferror(f) ? -EIO : 0;
}

const struct report_ops report_md = {
	.name = "md",
	.file = "report.md",
	.summary = "Markdown, every row; several summaries side by side",
	.print_many = print_many,
};
