// SPDX-License-Identifier: GPL-2.0-only
/* html_rows.c - comparisons: what differs first, what does not behind it */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/report/anchor.h"
#include "analyze/report/html.h"
#include "analyze/words/words.h"
#include "common/util.h"

/* A page of thousands of rows would be too large with the source of each. */
#define SOURCES_MAX 1000

struct list {
	const struct row **v;
	size_t n;
};

static double size(const struct row *row)
{
	double change;

	/* What windows do not agree on is no large change. */
	return html_change(row, &change) &&
	       row->verdict != VERDICT_UNRESOLVED ? fabs(change) : 0;
}

/* The largest change first; of equals, as they are in the summary. */
struct weighed {
	const struct row *row;
	double size;
	size_t at;
};

static int by_size(const void *a, const void *b)
{
	const struct weighed *x = a, *y = b;

	if (x->size != y->size)
		return x->size < y->size ? 1 : -1;
	return (x->at > y->at) - (x->at < y->at);
}

static void sort(struct list *l)
{
	struct weighed *w = calloc(l->n + 1, sizeof(*w));

	for (size_t i = 0; w && i < l->n; i++)
		w[i] = (struct weighed){ l->v[i], size(l->v[i]), i };
	if (w)
		qsort(w, l->n, sizeof(*w), by_size);
	for (size_t i = 0; w && i < l->n; i++)
		l->v[i] = w[i].row;
	free(w);
}

enum part { CLASSES, COST, MEMORY, TABLES, ACCOUNTING, SIZE, BOOT,
	    PARTS };

static enum part part_of(const struct row *row)
{
	return row->kind == KIND_CLASS ? CLASSES :
	       row->kind == KIND_COST ? COST :
	       row->kind == KIND_SIZE ? SIZE :
	       row->kind == KIND_BOOT ? BOOT :
	       row->kind == KIND_MEMORY ? MEMORY :
	       row->kind == KIND_TABLES ? TABLES : ACCOUNTING;
}

/* A noisy row without a difference has an interval worth a look. */
static bool shown(const struct row *row)
{
	if (!row_judged(row) || !row_shown(row))
		return false;
	return row_differs(row) ||
	       row->has_ratio_ci;
}

static int take(struct list *l, const struct summary *s, enum part part,
		bool show)
{
	l->n = 0;
	l->v = calloc(s->nr_rows + 1, sizeof(*l->v));
	if (!l->v)
		return -1;
	summary_each_row(s, row)
		if ((part == PARTS ? row->kind != KIND_CLASS :
				     part_of(row) == part) &&
		    row_judged(row) && shown(row) == show)
			l->v[l->n++] = row;
	return 0;
}

static void unit_of(const struct summary *s, const struct row *row, char *buf,
		    size_t len)
{
	const char *per = row->per;
	char n[WORDS_LEN];

	if (row->has_at)
		snprintf(buf, len, "%s with %s held", words_unit_code(s, row),
			 words_num(row->at.n, n));
	else
		snprintf(buf, len, "%s%s%s%s", words_unit_code(s, row),
			 *per ? " per " : "", per,
			 row->phase == PHASE_HELD ? " held" : "");
}

static void put_name(FILE *f, const struct summary *s, const struct row *row)
{
	char unit[300], title[300];

	unit_of(s, row, unit, sizeof(unit));
	html(f, "<th scope=\"row\">$", words_title(row, title,
						   sizeof(title)));
	/* By its name, a scenario can be found in the records, and run. */
	if (*row->scenario &&
	    strcmp(title, row->scenario))
		html(f, "<small>$</small>", row->scenario);
	html(f, "<small>$, $</small></th>", row->metric, unit);
}

static void put_numbers(FILE *f, const struct row *row)
{
	char a[WORDS_LEN], b[WORDS_LEN], d[WORDS_LEN], pc[WORDS_LEN];

	html(f, "<td class=\"n\" data-label=\"base\">$</td>"
	     "<td class=\"n\" data-label=\"patched\">$</td>"
	     "<td class=\"n\" data-label=\"difference\">$",
	     words_amount(row, ROW_BASE, a), words_amount(row, ROW_PATCHED, b),
	     words_amount(row, ROW_DIFF, d));
	if (*words_percent(row, pc) && or_0(row->value[ROW_DIFF]) != 0)
		html(f, "<small>$</small>", pc);
	fputs("</td>", f);
}

static void put_verdict(FILE *f, const struct row *row)
{
	html(f, "<td class=\"v\"><span class=\"badge $\">$</span>",
	     row->verdict_word, words_verdict(row));
	fputs("</td></tr>\n", f);
}

static void put_row(FILE *f, const struct summary *s, const struct row *row,
		    const struct html_axis *axis)
{
	char why[WHY_LEN];
	double change;

	html(f, "<tr class=\"$\">", row->verdict_word);
	put_name(f, s, row);
	fputs("<td class=\"pic\">", f);
	if (axis && html_change(row, &change))
		html_interval(f, axis, row);
	else if (!axis)
		html_pair(f, row);
	fputs("</td>", f);
	put_numbers(f, row);
	put_verdict(f, row);
	words_why(row, why, sizeof(why));
	html(f, "<tr class=\"more\"><td colspan=\"6\">$", why);
	html_source(f, s, row);
	fputs("</td></tr>\n", f);
}

static void put_caption(FILE *f, const struct html_axis *a)
{
	char lo[WORDS_LEN], hi[WORDS_LEN], m[WORDS_LEN];

	if (!a) {
		html(f, "<caption>Ring: base. Dot: patched. The upright line "
		     "is zero; every row has a scale of its own.</caption>");
		return;
	}
	snprintf(lo, sizeof(lo), "%+.2g%%", a->lo);
	snprintf(hi, sizeof(hi), "%+.2g%%", a->hi);
	html(f, "<caption>Change from base to patched, from $ to $ across; "
	     "the upright line is no change, to the right is more.", lo, hi);
	if (a->margin > 0) {
		snprintf(m, sizeof(m), "%.3g%%", a->margin);
		html(f, " The thin line is the 95% interval of the change, the "
		     "thick one the 90% interval. The grey band is the margin "
		     "of $ either way, within which a change does not matter: "
		     "where the thick line lies inside the band, it is shown "
		     "that the change does not matter; where the thin line "
		     "lies outside, that it does.", m);
	}
	fputs("</caption>", f);
}

static void put_table(FILE *f, const struct summary *s, const struct list *l,
		      bool changes)
{
	struct html_axis axis = html_axis_of(l->v, l->n);

	fputs("<table class=\"rows\">", f);
	put_caption(f, changes ? &axis : NULL);
	fputs("<thead><tr><th scope=\"col\">what</th>"
	      "<th scope=\"col\" class=\"pic\">", f);
	if (changes) {
		fputs("<small>change</small>", f);
		html_axis(f, &axis);
	} else {
		fputs("base and patched", f);
	}
	fputs("</th><th scope=\"col\" class=\"n\">base</th>"
	      "<th scope=\"col\" class=\"n\">patched</th>"
	      "<th scope=\"col\" class=\"n\">difference</th>"
	      "<th scope=\"col\" class=\"v\">verdict</th></tr></thead>\n<tbody>\n", f);
	for (size_t i = 0; i < l->n; i++)
		put_row(f, s, l->v[i], changes ? &axis : NULL);
	fputs("</tbody></table>\n", f);
}

/* Everything else, without pictures: no difference, and further counters. */
static void put_rest(FILE *f, const struct summary *s)
{
	char n[WORDS_LEN], id[ANCHOR_LEN];
	struct list l;

	if (take(&l, s, PARTS, false) || !l.n) {
		free(l.v);
		return;
	}
	snprintf(n, sizeof(n), "%zu", l.n);
	html(f, "<details><summary>$ further comparisons: no difference, or "
	     "another counter of the same cost</summary>\n<table class=\"rows\">"
	     "<thead><tr><th scope=\"col\">what</th>"
	     "<th scope=\"col\" class=\"n\">base</th>"
	     "<th scope=\"col\" class=\"n\">patched</th>"
	     "<th scope=\"col\" class=\"n\">difference</th>"
	     "<th scope=\"col\" class=\"v\">verdict</th></tr></thead>\n<tbody>\n", n);
	for (size_t i = 0; i < l.n; i++) {
		/* Else a link leads to where its number comes from. */
		if (l.n > SOURCES_MAX)
			html(f, "<tr id=\"$\">", anchor_row(s, l.v[i], id));
		else
			fputs("<tr>", f);
		put_name(f, s, l.v[i]);
		put_numbers(f, l.v[i]);
		put_verdict(f, l.v[i]);
		if (l.n > SOURCES_MAX)
			continue;
		fputs("<tr class=\"more\"><td colspan=\"5\">", f);
		html_source(f, s, l.v[i]);
		fputs("</td></tr>\n", f);
	}
	fputs("</tbody></table></details>\n", f);
	free(l.v);
}

void html_rows(FILE *f, const struct summary *s)
{
	static const char *const titles[PARTS] = {
		[CLASSES] = "Classes of instructions",
		[COST] = "Cost of an operation",
		[MEMORY] = "Memory and objects",
		[TABLES] = "Page tables",
		[ACCOUNTING] = "Accounting and checks",
		[SIZE] = "Size of the kernel",
		[BOOT] = "Boot",
	};
	size_t n = 0;

	html_heading(f, s, "differs", "What differs");
	for (enum part p = 0; p < PARTS; p++) {
		struct list l;

		if (take(&l, s, p, true))
			continue;
		n += l.n;
		if (l.n) {
			sort(&l);
			html(f, "<h3>$</h3>\n", titles[p]);
			put_table(f, s, &l, p == COST || p == SIZE || p == BOOT);
		}
		free(l.v);
	}
	if (!n)
		html(f, "<p>Nothing: no comparison shows a difference.</p>\n");
	put_rest(f, s);
}
