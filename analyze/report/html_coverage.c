// SPDX-License-Identifier: GPL-2.0-only
/* html_coverage.c - tables by level and region, and what a GiB of them takes */
#include <stdio.h>
#include <string.h>

#include "analyze/report/doc.h"
#include "analyze/report/html.h"
#include "analyze/words/words.h"
#include "common/util.h"

static void put_row(FILE *f, const struct region *r)
{
	static const enum tables counts[] = { TABLES_EARLY, TABLES_LATER,
					      TABLES_CTOR, TABLES_LOCK };
	static const char *const names[] = { "early", "later", "ctor",
					     "lock" };
	long long ctor[SIDES], born[SIDES];
	char label[200];

	html(f, "<tr><th scope=\"row\">$ $</th>", r->region, r->level);
	for (int k = 0; k < SIDES; k++) {
		ctor[k] = r->n[k][TABLES_CTOR];
		born[k] = r->n[k][TABLES_LATER];
	}
	snprintf(label, sizeof(label), "constructed: %lld of %lld on base, "
		 "%lld of %lld on patched", ctor[0], born[0], ctor[1],
		 born[1]);
	fputs("<td class=\"pic\">", f);
	if (born[0] || born[1])
		html_share(f, label, ctor, born);
	fputs("</td>", f);
	for (int k = 0; k < SIDES; k++) {
		html(f, "<td class=\"side\">$</td>", side_name[k]);
		for (size_t i = 0; i < ARRAY_SIZE(counts); i++) {
			char n[WORDS_LEN];

			snprintf(n, sizeof(n), "%lld", r->n[k][counts[i]]);
			html(f, "<td class=\"n$\" data-label=\"$\">$</td>",
			     k ? " again" : "", names[i], n);
		}
	}
	fputs("</tr>\n", f);
}

static void put_point(FILE *f, const struct coverage *c, const struct point *p)
{
	char name[400], n[WORDS_LEN];
	size_t same = 0;

	doc_point_name(p->when_word, p->scenario, p->n, p->group, name,
		       sizeof(name));
	html(f, "<h3>Tables, $</h3>\n<table class=\"born\"><thead><tr>"
	     "<td></td><td class=\"pic\"></td>"
	     "<th scope=\"colgroup\" colspan=\"4\">base</th>"
	     "<th scope=\"colgroup\" colspan=\"4\">patched</th></tr>"
	     "<tr><th scope=\"col\">region, level</th><th scope=\"col\" "
	     "class=\"pic\">constructed, of those allocated later: base above patched</th>",
	     name);
	for (int k = 0; k < SIDES; k++)
		fputs("<th scope=\"col\" class=\"n\">early</th>"
		      "<th scope=\"col\" class=\"n\">later</th>"
		      "<th scope=\"col\" class=\"n\">ctor</th>"
		      "<th scope=\"col\" class=\"n\">lock</th>", f);
	fputs("</tr></thead><tbody>\n", f);
	for (size_t i = 0; i < p->nr; i++) {
		const struct region *r = &p->row[i];

		if (!r->n[BASE][TABLES_ALL] && !r->n[PATCHED][TABLES_ALL])
			continue;
		if (coverage_as_at_start(c, p, r))
			same++;
		else
			put_row(f, r);
	}
	fputs("</tbody></table>\n", f);
	snprintf(n, sizeof(n), "%zu", same);
	if (same)
		html(f, "<p class=\"soft\">$ more as at the start.</p>\n", n);
}

static void put_savings(FILE *f, const struct per_gib *g)
{
	char pte[WORDS_LEN], x[WORDS_LEN], y[WORDS_LEN], u[WORDS_LEN],
	     v[WORDS_LEN];

	fputs("<h3>Per GiB mapped</h3>\n", f);
	if (!g->known) {
		html(f, "<p>n/a: $.</p>\n", g->na ? words_no_savings(g->na) :
		     "not in the summary");
		return;
	}
	html(f, "<p>A GiB of kernel memory mapped with pages takes $ PTE "
	     "tables. The ptlock objects of its tables take $ bytes on base "
	     "and $ on patched; $ of its tables run their constructor on base, "
	     "$ on patched. Tables that are newly counted are no new memory."
	     "</p>\n", words_num(g->pte_tables, pte),
	     words_num(g->bytes[BASE], x), words_num(g->bytes[PATCHED], y),
	     words_num(g->constructed[BASE], u),
	     words_num(g->constructed[PATCHED], v));
}

void html_coverage(FILE *f, const struct summary *s)
{
	const struct coverage *c = &s->coverage;

	fputs("<h2 id=\"coverage\">Constructors, by region and level</h2>\n",
	      f);
	if (!c->nr) {
		fputs("<p>n/a: no page-table walk was recorded on both kernels.</p>\n",
		      f);
		return;
	}
	html(f, "<p class=\"soft\">Early: allocated before the page allocator "
	     "was up, where no constructor can run. Later: allocated after "
	     "it. Ctor: those whose constructor ran. Lock: those with an "
	     "allocated ptlock.</p>\n");
	for (size_t i = 0; i < c->nr; i++)
		if (coverage_shown(c, &c->point[i]))
			put_point(f, c, &c->point[i]);
	for (size_t i = 0; i < c->nr_by_design; i++)
		html(f, "<p class=\"soft\">In no total, by design: $ ($).</p>\n",
		     c->by_design[i].region,
		     words_by_design(c->by_design[i].reason));
	put_savings(f, &c->gib);
}
