// SPDX-License-Identifier: GPL-2.0-only
/*
 * classes.c - instructions that cost more than others: TLB invalidations,
 * barriers, atomics, writes of system registers; and lines of data touched
 *
 * The first page says which operation executes more or fewer of them, before
 * anything else: one of them can outweigh some hundred others. The full report
 * says how many each operation executes.
 */
#include <stdlib.h>
#include <string.h>

#include "analyze/report/classes.h"
#include "analyze/report/doc_local.h"
#include "analyze/report/groups.h"
#include "analyze/report/html.h"
#include "analyze/summary/names.h"
#include "analyze/words/words.h"

#define TEXT_LEN	1200

/**
 * struct class - one class in the comparisons side by side
 * @metric:	its name in the records
 * @text:	operations that differ, by comparison
 * @left:	how many have no room there
 */
struct class {
	const char *metric;
	char text[COLUMNS_MAX][TEXT_LEN];
	size_t left[COLUMNS_MAX];
};

/* How many comparisons there are, and are not resolved. */
struct classes_seen {
	size_t judged, open;
	bool differ;	/* some of instructions do */
};

static bool is_open(const struct row *row)
{
	return row_differs(row) && !row_told(row);
}

static void say_change(const struct row *row, char *buf, size_t len)
{
	char a[WORDS_LEN], b[WORDS_LEN];

	say(buf, len, "%s -> %s", words_round(row->value[ROW_BASE], a),
	    words_round(row->value[ROW_PATCHED], b));
}

static void take_row(struct class *class, size_t k, const struct row *row)
{
	char *text = class->text[k], title[300];

	if (strlen(text) > TEXT_LEN - 400) {
		class->left[k]++;
		return;
	}
	say(text, TEXT_LEN, "%s%s ", *text ? "; " : "",
	    words_title(row, title, sizeof(title)));
	say_change(row, text, TEXT_LEN);
}

/**
 * struct gathered - the classes that differ somewhere
 * @names:	their metrics
 * @v:		one each
 */
struct gathered {
	struct names names;
	struct class *v;
	struct classes_seen seen;
	bool failed;
};

static void gather(struct gathered *g, const struct columns *c)
{
	for (size_t k = 0; k < c->n; k++)
		summary_each_row(c->s[k], row) {
			size_t at;

			if (row->kind != KIND_CLASS || !row_judged(row))
				continue;
			g->seen.judged++;
			g->seen.open += is_open(row);
			if (!row_told(row))
				continue;
			g->v = names_list(&g->names, row->metric, g->v,
					  sizeof(*g->v), &at);
			g->failed |= at == NAMES_NONE;
			if (at == NAMES_NONE)
				continue;
			g->v[at].metric = row->metric;
			g->seen.differ |= !strcmp(row->unit, "instructions");
			take_row(&g->v[at], k, row);
		}
}

static void put_class(struct model *m, const struct columns *c,
		      struct class *class)
{
	const char *text[COLUMNS_MAX];
	char all[4000] = "";

	for (size_t k = 0; k < c->n; k++) {
		if (class->left[k])
			say(class->text[k], TEXT_LEN, "; and %zu more",
			    class->left[k]);
		text[k] = class->text[k];
	}
	columns_grouped(c, text, all, sizeof(all));
	model_item(m, "%s per operation: %s.", words_metric(class->metric), all);
}

void classes_put(struct model *m, const struct columns *c, size_t most)
{
	struct gathered g = { .v = NULL };

	gather(&g, c);
	m->failed |= g.failed;
	for (size_t i = 0; i < g.names.nr && i < most; i++)
		put_class(m, c, &g.v[i]);
	if (g.names.nr > most)
		model_item(m, "%zu more %s; see the full report.",
			   g.names.nr - most, g.names.nr - most == 1 ?
			   "class differs" : "classes differ");
	if (g.seen.judged && !g.seen.differ)
		model_item(m, "TLB invalidations, barriers, atomics and "
			   "system registers: as many on both%s.",
			   g.seen.open ? " where it could be told" : "");
	if (g.seen.open)
		model_item(m, "Of %zu comparisons of classes %zu %s not "
			   "resolved.", g.seen.judged, g.seen.open,
			   g.seen.open == 1 ? "is" : "are");
	free(g.v);
	names_free(&g.names);
}

/* Of a scenario, each class it executes: "tlbi.page 2, atomic.rmw 3 -> 4". */
static void say_scenario(const struct group *g, char *buf, size_t len)
{
	const struct row *first = g->v[0];

	buf[0] = '\0';
	say(buf, len, "%s%s%s%s, per %s:", first->scenario,
	    *first->group ? " (" : "", first->group, *first->group ? ")" : "",
	    first->per);
	for (size_t i = 0; i < g->nr; i++) {
		const struct row *row = g->v[i];
		const char *dot = strchr(row->metric, '.');
		char a[WORDS_LEN];

		say(buf, len, "%s %s ", i ? "," : "", dot ? dot + 1 :
		    row->metric);
		if (row_differs(row))
			say_change(row, buf, len);
		else
			say(buf, len, "%s", words_round(row->value[ROW_BASE],
							a));
		if (is_open(row))
			say(buf, len, " (not resolved)");
	}
}

static void by_scenario(struct groups *groups, const struct summary *s)
{
	summary_each_row(s, row)
		if (row->kind == KIND_CLASS && row_judged(row) &&
		    (or_0(row->value[ROW_BASE]) != 0 ||
		     or_0(row->value[ROW_PATCHED]) != 0))
			groups_add(groups, row, "%s\x1f%s", row->scenario,
				   row->group);
}

#define ABOUT	"Executed in kernel mode per operation, less those of a "	\
		"window of no operations; a class that is not named was not "	\
		"executed. lines.touched and pages.touched are of data. "	\
		"docs/profile.md says what belongs to each."

void doc_classes(FILE *f, const struct summary *s)
{
	struct groups groups = { .nr = 0 };
	char text[4000];

	by_scenario(&groups, s);
	if (groups.nr) {
		doc_title(f, "Classes of instructions");
		doc_wrap(f, "", "", ABOUT);
	}
	groups_each(&groups, g) {
		say_scenario(g, text, sizeof(text));
		doc_wrap(f, "  ", "    ", "%s", text);
	}
	groups_free(&groups);
}

void html_classes(FILE *f, const struct summary *s)
{
	struct groups groups = { .nr = 0 };
	char text[4000];

	by_scenario(&groups, s);
	if (groups.nr)
		html(f, "<details><summary>Classes of instructions, every "
		     "operation</summary><p>$</p><ul>\n", ABOUT);
	groups_each(&groups, g) {
		say_scenario(g, text, sizeof(text));
		html(f, "<li>$</li>\n", text);
	}
	if (groups.nr)
		fputs("</ul></details>\n", f);
	groups_free(&groups);
}
