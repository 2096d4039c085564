// SPDX-License-Identifier: GPL-2.0-only
/* md.c - Markdown: every row, nothing collapsed */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "analyze/report/answer.h"
#include "analyze/report/build.h"
#include "analyze/report/doc.h"
#include "analyze/report/report.h"
#include "analyze/report/scaling.h"
#include "analyze/words/words.h"

static const struct {
	enum kind kind;
	const char *title;
} kinds[] = {
	{ KIND_CLASS, "Classes of instructions" },
	{ KIND_MEMORY, "Memory" },
	{ KIND_TABLES, "Tables" },
	{ KIND_ACCOUNTING, "Accounting" },
	{ KIND_CHECK, "Checks" },
	{ KIND_COST, "Cost" },
	{ KIND_SIZE, "Size of the kernel" },
	{ KIND_BOOT, "Boot" },
};

static bool any_noisy(const struct summary *s)
{
	summary_each_row(s, row)
		if (!isnan(row->margin))
			return true;
	return false;
}

/* What boots that differ allow to say; blank for what is exact. */
static void noisy_cells(FILE *f, const struct row *row)
{
	char buf[100] = "";

	if (row->has_ratio_ci)
		snprintf(buf, sizeof(buf), "%.4f to %.4f",
			 or_0(row->ratio_ci[0]), or_0(row->ratio_ci[1]));
	doc_cell(f, buf);
	buf[0] = '\0';
	if (!isnan(row->p_adj))
		snprintf(buf, sizeof(buf), "%.2g (%s, %s)", row->p_adj,
			 row->test, row->adjust);
	doc_cell(f, buf);
	buf[0] = '\0';
	if (!isnan(row->margin))
		snprintf(buf, sizeof(buf), "%.3g%%", 100 * row->margin);
	doc_cell(f, buf);
	buf[0] = '\0';
	if (!isnan(row->mde))
		snprintf(buf, sizeof(buf), "%.2g%%", 100 * row->mde);
	doc_cell(f, buf);
	snprintf(buf, sizeof(buf), "%lld, %lld", row->boots[BASE],
		 row->boots[PATCHED]);
	doc_cell(f, buf);
}

static void cells(FILE *f, const struct summary *s, const struct row *row,
		  bool noisy)
{
	char buf[WORDS_LEN], unit[200], why[WHY_LEN];
	const char *phase = row->phase_word;

	words_unit_per(s, row, unit, sizeof(unit));
	fputs("|", f);
	doc_cell(f, row->scenario);
	doc_cell(f, row->metric);
	doc_cell(f, phase);
	doc_cell(f, unit);
	doc_cell(f, words_amount(row, ROW_BASE, buf));
	doc_cell(f, words_amount(row, ROW_PATCHED, buf));
	doc_cell(f, words_amount(row, ROW_DIFF, buf));
	doc_cell(f, words_percent(row, buf));
	if (noisy)
		noisy_cells(f, row);
	doc_cell(f, row->class_word);
	doc_cell(f, words_verdict(row));
	words_why(row, why, sizeof(why));
	doc_cell(f, why);
	fputc('\n', f);
}

static void print_kind(FILE *f, const struct summary *s, size_t k)
{
	bool noisy = any_noisy(s);
	size_t n = 0;

	summary_each_row(s, row) {
		if (row->kind != kinds[k].kind)
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

static void print_where(FILE *f, const struct summary *s)
{
	char text[WHERE_LEN];

	if (!s->nr_where)
		return;
	fputs("\n## Where the instructions went\n\n", f);
	for (size_t i = 0; i < s->nr_where; i++) {
		words_where(&s->where[i], text, sizeof(text));
		fprintf(f, "- %s\n", text);
	}
}

static void print_perf(FILE *f, const struct summary *s)
{
	char head[PERF_LEN], command[PERF_LEN];

	if (!s->nr_perf)
		return;
	fprintf(f, "\n## Where the cycles went\n\n%s\n\n", words_perf_about);
	for (size_t i = 0; i < s->nr_perf; i++)
		if (words_perf(&s->perf[i], head, sizeof(head), command,
			       sizeof(command), ""))
			fprintf(f, "- %s `%s`\n", head, command);
		else
			fprintf(f, "- %s\n", head);
}

static void print_region(FILE *f, const struct point *p,
			 const struct region *r)
{
	char name[300];

	snprintf(name, sizeof(name), "%s %s %s", p->when_word, p->scenario,
		 p->group);
	fputs("|", f);
	doc_cell(f, name);
	doc_cell(f, r->region);
	doc_cell(f, r->level);
	for (int k = 0; k < SIDES; k++)
		fprintf(f, " %lld | %lld | %lld | %lld |",
			r->n[k][TABLES_EARLY], r->n[k][TABLES_LATER],
			r->n[k][TABLES_CTOR], r->n[k][TABLES_LOCK]);
	doc_cell(f, r->by_design ? words_by_design(r->by_design) : "");
	fputc('\n', f);
}

static void print_coverage(FILE *f, const struct summary *s)
{
	const struct coverage *c = &s->coverage;

	fputs("\n## Constructors, by region and level\n\n"
	      "Early: allocated before the page allocator was up; later: after "
	      "it; ctor: with the constructor run; lock: with an allocated "
	      "ptlock. Rows left out by design are in no total.\n\n| walk | region | level | base early | later | ctor "
	      "| lock | patched early | later | ctor | lock | by design |\n"
	      "|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|---|\n", f);
	for (size_t i = 0; i < c->nr; i++)
		for (size_t j = 0; j < c->point[i].nr; j++)
			print_region(f, &c->point[i], &c->point[i].row[j]);
}

static void print_list(FILE *f, const struct summary *s, enum health_list list)
{
	const struct findings *l = health_of(s, list);
	char buf[WORDS_LEN];

	if (!l->nr)
		return;
	fprintf(f, "\n### %s\n\n", health_name[list]);
	for (size_t i = 0; i < l->nr; i++) {
		const struct finding *e = &l->v[i];

		fputs("-", f);
		if (e->sentence)
			fprintf(f, " %s", e->sentence);
		for (size_t k = 0; k < e->nr_said; k++) {
			const struct member *m = &e->said[k];
			const char *text = m->text ? m->text :
						     words_num(m->number, buf);

			if (*text && !m->several)
				fprintf(f, " %s: %s;", m->key, text);
		}
		fputc('\n', f);
	}
}

static void print_rest(FILE *f, const struct summary *s)
{
	static const enum health_list lists[] = { HEALTH_BADNESS,
		HEALTH_LEAKS, HEALTH_INCOMPLETE, HEALTH_MISSING,
		HEALTH_INCOMPARABLE, HEALTH_FIXED, HEALTH_UNCHECKED,
		HEALTH_DEMOTED, HEALTH_UNCOVERED, HEALTH_LOCKED,
		HEALTH_NOTES };
	const struct env *b = &s->env[BASE];

	fprintf(f, "\n## Every row\n\n- verdict of this run: **%s**\n"
		"- mode: %s; ptlocks: %s\n", s->verdict,
		b->mode, b->ptlocks);
	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
		print_kind(f, s, k);
	scaling_put(f, s, model_md);
	build_put(f, s, model_md);
	print_where(f, s);
	print_perf(f, s);
	print_coverage(f, s);
	fprintf(f, "\n## Balance and health\n\n%lld readings after a drain.\n",
		s->health.readings);
	for (size_t k = 0; k < sizeof(lists) / sizeof(lists[0]); k++)
		print_list(f, s, lists[k]);
}

static int print_many(FILE *f, struct summary *const *s, size_t n)
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
