// SPDX-License-Identifier: GPL-2.0-only
/* html_coverage.c - tables by level and region, and what a GiB of them takes */
#include <stdio.h>
#include <string.h>

#include "analyze/report/doc.h"
#include "analyze/report/html.h"
#include "analyze/words/words.h"
#include "common/util.h"

static const char *const sides[] = { "base", "patched" };

static void put_row(FILE *f, const json_t *row)
{
	static const char *const keys[] = { "boot", "born", "constructed",
					    "ptlocks" };
	static const char *const names[] = { "early", "later", "ctor",
					     "lock" };
	long long ctor[2], born[2];
	char label[200];

	html(f, "<tr><th scope=\"row\">$ $</th>", ds_str(row, "region"),
	     ds_str(row, "level"));
	for (int k = 0; k < 2; k++) {
		ctor[k] = row_part(row, sides[k], "constructed");
		born[k] = row_part(row, sides[k], "born");
	}
	snprintf(label, sizeof(label), "constructed: %lld of %lld on base, "
		 "%lld of %lld on patched", ctor[0], born[0], ctor[1],
		 born[1]);
	fputs("<td class=\"pic\">", f);
	if (born[0] || born[1])
		html_share(f, label, ctor, born);
	fputs("</td>", f);
	for (int k = 0; k < 2; k++) {
		html(f, "<td class=\"side\">$</td>", sides[k]);
		for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
			char n[WORDS_LEN];

			snprintf(n, sizeof(n), "%lld", row_part(row, sides[k],
							    keys[i]));
			html(f, "<td class=\"n$\" data-label=\"$\">$</td>",
			     k ? " again" : "", names[i], n);
		}
	}
	fputs("</tr>\n", f);
}

static void put_point(FILE *f, const json_t *points, const json_t *p)
{
	char name[400], n[WORDS_LEN];
	size_t i, same = 0;
	json_t *row;

	doc_point_name(p, name, sizeof(name));
	html(f, "<h3>Tables, $</h3>\n<table class=\"born\"><thead><tr>"
	     "<td></td><td class=\"pic\"></td>"
	     "<th scope=\"colgroup\" colspan=\"4\">base</th>"
	     "<th scope=\"colgroup\" colspan=\"4\">patched</th></tr>"
	     "<tr><th scope=\"col\">region, level</th><th scope=\"col\" "
	     "class=\"pic\">constructed, of those allocated later: base above patched</th>",
	     name);
	for (int k = 0; k < 2; k++)
		fputs("<th scope=\"col\" class=\"n\">early</th>"
		      "<th scope=\"col\" class=\"n\">later</th>"
		      "<th scope=\"col\" class=\"n\">ctor</th>"
		      "<th scope=\"col\" class=\"n\">lock</th>", f);
	fputs("</tr></thead><tbody>\n", f);
	json_array_foreach(json_object_get(p, "rows"), i, row) {
		if (!row_part(row, "base", "tables") &&
		    !row_part(row, "patched", "tables"))
			continue;
		if (doc_as_at_start(points, p, row))
			same++;
		else
			put_row(f, row);
	}
	fputs("</tbody></table>\n", f);
	snprintf(n, sizeof(n), "%zu", same);
	if (same)
		html(f, "<p class=\"soft\">$ more as at the start.</p>\n", n);
}

static void put_savings(FILE *f, const json_t *g)
{
	const json_t *b = json_object_get(g, "base");
	const json_t *p = json_object_get(g, "patched");
	const char *na = json_string_value(json_object_get(g, "na"));
	char pte[WORDS_LEN], x[WORDS_LEN], y[WORDS_LEN], u[WORDS_LEN],
	     v[WORDS_LEN];

	fputs("<h3>Per GiB mapped</h3>\n", f);
	if (na || !b || !p) {
		html(f, "<p>n/a: $.</p>\n", na ? words_no_savings(na) :
		     "not in the summary");
		return;
	}
	html(f, "<p>A GiB of kernel memory mapped with pages takes $ PTE "
	     "tables. The ptlock objects of its tables take $ bytes on base "
	     "and $ on patched; $ of its tables run their constructor on base, "
	     "$ on patched. Tables that are newly counted are no new memory."
	     "</p>\n", words_num(json_object_get(g, "pte_tables"), pte),
	     words_num(json_object_get(b, "bytes"), x),
	     words_num(json_object_get(p, "bytes"), y),
	     words_num(json_object_get(b, "constructed"), u),
	     words_num(json_object_get(p, "constructed"), v));
}

void html_coverage(FILE *f, const json_t *s)
{
	const json_t *cov = json_object_get(s, "coverage");
	const json_t *points = json_object_get(cov, "points");
	size_t i;
	json_t *p, *d;

	fputs("<h2 id=\"coverage\">Constructors, by region and level</h2>\n",
	      f);
	if (!json_array_size(points)) {
		fputs("<p>n/a: no page-table walk was recorded on both kernels.</p>\n",
		      f);
		return;
	}
	html(f, "<p class=\"soft\">Early: allocated before the page allocator "
	     "was up, where no constructor can run. Later: allocated after "
	     "it. Ctor: those whose constructor ran. Lock: those with an "
	     "allocated ptlock.</p>\n");
	json_array_foreach((json_t *)points, i, p)
		if (doc_point_shown(points, p))
			put_point(f, points, p);
	json_array_foreach(json_object_get(cov, "by_design"), i, d)
		html(f, "<p class=\"soft\">In no total, by design: $ ($).</p>\n",
		     ds_str(d, "region"),
		     words_by_design(ds_str(d, "reason")));
	put_savings(f, json_object_get(cov, "per_gib"));
}
