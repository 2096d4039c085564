// SPDX-License-Identifier: GPL-2.0-only
/* print.c - a history as a report: what changed, with which kernel */
#include <math.h>
#include <string.h>

#include "analyze/history/print.h"
#include "analyze/report/model.h"
#include "analyze/words/number.h"

static bool same_machine(const struct hs_line *a, const struct hs_line *b)
{
	return !strcmp(a->arch, b->arch) && !strcmp(a->config, b->config) &&
	       !strcmp(a->mode, b->mode) && !strcmp(a->machine, b->machine) &&
	       !strcmp(a->emulator, b->emulator);
}

size_t hs_machine(const struct hs_lines *l, size_t at)
{
	size_t n = 1;

	while (at + n < l->nr && same_machine(&l->line[at], &l->line[at + n]))
		n++;
	return n;
}

double hs_level(const struct hs_line *l, size_t at)
{
	size_t from = at, n = 0;
	double sum = 0;

	while (from && !l->point[from].cut)
		from--;
	do
		sum += l->point[from + n++].mean;
	while (from + n < l->nr && !l->point[from + n].cut);
	return sum / (double)n;
}

double hs_step(const struct hs_line *l, size_t at)
{
	return at && l->point[at].cut ? hs_level(l, at) - hs_level(l, at - 1) :
					0;
}

/* What else is not as it was: numbers may differ for that alone. */
static void put_notes(struct model *m, struct model_table *t,
		      const struct hs_line *l, size_t i)
{
	const struct hs_point *p = &l->point[i], *was = p - 1;
	const char *compiler = i && strcmp(p->compiler, was->compiler) ?
			       "other compiler" : "";
	const char *tools = i && strcmp(p->tools, was->tools) ?
			    "other kptbench" : "";

	model_cell(m, t, "%s%s%s", compiler, *compiler && *tools ? ", " : "",
		   tools);
}

static void put_change(struct model *m, struct model_table *t,
		       const struct hs_line *l, size_t i)
{
	char d[WORDS_LEN];
	double step = hs_step(l, i), was;

	if (!l->point[i].cut) {
		model_cell(m, t, "%s", i ? "" : "-");
		return;
	}
	was = hs_level(l, i - 1);
	if (was > 0)
		model_cell(m, t, "%s (%+.2g%%)", words_short(step, d),
			   100 * step / was);
	else
		model_cell(m, t, "%s", words_short(step, d));
}

static void put_line(struct model *m, const struct hs_line *l)
{
	char v[WORDS_LEN];
	struct model_table *t;

	model_heading(m, 3, "%s%s%s%s, %s: %s in %s%s%s", l->scenario,
		      *l->group ? " (" : *l->scenario ? "" : "at boot",
		      l->group, *l->group ? ")" : "", l->phase, l->metric,
		      l->unit, *l->per ? " per " : "", l->per);
	if (l->short_by)
		model_para(m, "Boots vary, and %zu kernels are too few to learn by how much kernels do: %zu more are needed.",
			   l->nr, l->short_by);
	t = model_table(m);
	model_column(m, t, false, NULL, "kernel");
	model_column(m, t, true, NULL, "value");
	model_column(m, t, true, NULL, "change");
	model_column(m, t, true, NULL, "boots");
	model_column(m, t, false, NULL, "%s", "");
	for (size_t i = 0; i < l->nr; i++) {
		const struct hs_point *p = &l->point[i];

		model_cell(m, t, "%s", p->name);
		model_cell(m, t, "%s", words_round(p->mean, v));
		put_change(m, t, l, i);
		model_cell(m, t, "%zu", p->nr);
		put_notes(m, t, l, i);
	}
}

static void put_machine(struct model *m, const struct hs_line *l)
{
	bool exact = !strcmp(l->mode, "exact");

	model_heading(m, 2, "%s%s%s, %s", l->arch, *l->config ? " " : "",
		      l->config, exact ? "instructions counted by QEMU" :
		      l->mode);
	model_para(m, "%s%s%s.", l->machine, *l->emulator ? "; " : "",
		   l->emulator);
}

/* Of one machine: what changes, and how many lines do not. */
static size_t put_lines(struct model *m, const struct hs_line *l, size_t nr,
			bool all)
{
	size_t n, still = 0, few = 0;

	put_machine(m, l);
	for (n = 0; n < nr && same_machine(l, &l[n]); n++) {
		if (all || l[n].cuts)
			put_line(m, &l[n]);
		else if (l[n].short_by)
			few++;
		else
			still++;
	}
	if (still)
		model_para(m, "%zu line%s %s no change.", still,
			   still == 1 ? "" : "s", still == 1 ? "has" : "have");
	if (few)
		model_para(m, "%zu line%s of numbers that vary %s too few kernels to tell a change; --all shows them.",
			   few, few == 1 ? "" : "s", few == 1 ? "has" : "have");
	return n;
}

int hs_print(FILE *f, const struct hs_lines *lines, bool all, bool md)
{
	struct model m = { 0 };
	int err;

	model_heading(&m, 1, "History: %zu line%s", lines->nr,
		      lines->nr == 1 ? "" : "s");
	model_para(&m, "A line is one metric of one scenario over kernels. A count that repeats to the digit changes where it differs from the kernel before. Of a number that varies from boot to boot a change is told by a permutation test of the line itself.");
	for (size_t i = 0; i < lines->nr;)
		i += put_lines(&m, &lines->line[i], lines->nr - i, all);
	err = md ? model_md(f, &m) : model_text(f, &m);
	model_free(&m);
	return err;
}
