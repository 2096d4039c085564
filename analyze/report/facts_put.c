// SPDX-License-Identifier: GPL-2.0-only
/* facts_put.c - memory, accounting and constructors, in lines or a table */
#include <stdlib.h>
#include <string.h>

#include "analyze/report/facts_local.h"
#include "analyze/report/matrix.h"
#include "analyze/report/size.h"
#include "analyze/words/words.h"

#define FACTS_ROOM 8	/* lines of facts: with fewer, nothing of builds */

static void put_grouped(struct model *m, const struct columns *c,
			const char *name, const char *about,
			const char *const *text)
{
	char buf[1600] = "";

	columns_grouped(c, text, buf, sizeof(buf));
	if (*buf)
		model_item(m, "%s%s: %s.", name, about, buf);
}

static void put_constructors(struct model *m, const struct columns *c)
{
	struct matrix_line l[COLUMNS_MAX];
	const char *text[COLUMNS_MAX];
	bool any = false;

	for (size_t k = 0; k < c->n; k++) {
		const struct matrix_cell *cell;

		matrix_read(c->s[k], &l[k]);
		cell = &l[k].cell[MATRIX_CONSTRUCTED];
		text[k] = *cell->why ? cell->why : cell->text;
		any |= !*cell->why;
	}
	if (!any) {
		put_grouped(m, c, "Constructors: n/a", "", text);
		return;
	}
	put_grouped(m, c, "Constructor: ran, of tables allocated after boot, for", "", text);
}

/* Where nothing can be saved: why. */
static void put_no_effect(struct model *m, const struct columns *c)
{
	const char *text[COLUMNS_MAX];
	char buf[1600] = "";

	for (size_t k = 0; k < c->n; k++)
		text[k] = c->s[k]->no_effect;
	for (size_t k = 0; k < c->n; k++)
		text[k] = *text[k] ? words_no_effect(text[k]) : "";
	columns_grouped(c, text, buf, sizeof(buf));
	if (*buf)
		model_item(m, "ptlocks: %s.", buf);
}

static bool newly_counted(const struct columns *c)
{
	for (size_t k = 0; k < c->n; k++)
		summary_each_row(c->s[k], row)
			if (row->verdict == VERDICT_SHIFT)
				return true;
	return false;
}

/* State that was measured on both kernels; what was not, by name. */
static size_t count_state(const struct columns *c, enum verdict not,
			  char *buf, size_t len)
{
	size_t n = 0;

	for (size_t k = 0; k < c->n; k++)
		summary_each_row(c->s[k], row) {
			char title[300];

			if (row->kind == KIND_COST ||
			    row->kind == KIND_CLASS || row_of_build(row))
				continue;
			n += row_judged(row);
			if (row->verdict == not && strlen(buf) < 300)
				say(buf, len, "%s%s of %s", *buf ? "; " : "",
				    words_metric(row->metric),
				    words_title(row, title, sizeof(title)));
		}
	return n;
}

static void put_rest(struct model *m, const struct columns *c, size_t differ)
{
	char missing[700] = "", odd[700] = "";
	size_t n = count_state(c, VERDICT_MISSING, missing,
			       sizeof(missing));

	count_state(c, VERDICT_INCOMPARABLE, odd, sizeof(odd));
	if (*missing)
		model_item(m, "MISSING: %s.", missing);
	if (*odd)
		model_item(m, "NOT COMPARABLE: %s.", odd);
	if (!n && c->s[0]->is_filtered)
		model_item(m, "Memory and accounting: nothing passed the "
			   "filter.");
	else if (!n)
		model_item(m, "Memory and accounting: not measured on both "
			   "kernels.");
	else if (!differ && !*missing && !*odd)
		model_item(m, "Memory and accounting: nothing differs in %zu "
			   "comparisons.", n);
}

void facts_put(struct model *m, const struct columns *c, size_t most)
{
	struct facts all;
	size_t put = 0, left = 0;

	facts_collect(&all, c);
	put_no_effect(m, c);
	for (size_t i = 0; i < all.nr; i++) {
		const char *text[COLUMNS_MAX];
		char about[500];

		if (all.v[i].gone)
			continue;
		if (put == most) {
			left++;
			continue;
		}
		for (size_t k = 0; k < c->n; k++)
			text[k] = all.v[i].value[k];
		put_grouped(m, c, all.v[i].metric,
			    facts_about(&all.v[i], about, sizeof(about)), text);
		put++;
	}
	if (left && most)
		model_item(m, "%zu more facts differ; see the full report.",
			   left);
	put_rest(m, c, put + left);
	put_constructors(m, c);
	/* 0: facts are in a table. Short of lines, what ran comes first. */
	if (!most || most >= FACTS_ROOM)
		size_put(m, c);
	if (newly_counted(c))
		model_item(m, "Accounting only: memory already in use is now "
			   "counted.");
	free(all.v);
}

void facts_table(struct model *m, const struct columns *c)
{
	struct model_table *t = NULL;
	struct facts all;

	facts_collect(&all, c);
	for (size_t i = 0; i < all.nr; i++) {
		char about[500];

		if (all.v[i].gone)
			continue;
		if (!t) {
			t = model_table(m);
			model_column(m, t, false, NULL, "%s", "base -> patched");
			for (size_t k = 0; k < c->n; k++)
				model_column(m, t, false, *c->group[k] ?
					     c->group[k] : NULL, "%s",
					     c->name[k]);
		}
		model_cell(m, t, "%s%s", all.v[i].metric,
			   facts_about(&all.v[i], about, sizeof(about)));
		for (size_t k = 0; k < c->n; k++)
			model_cell(m, t, "%s", *all.v[i].value[k] ?
				   all.v[i].value[k] : "-");
	}
	free(all.v);
}
