// SPDX-License-Identifier: GPL-2.0-only
/* html_where.c - where the instructions of a difference are, and cycles */
#include "analyze/report/html.h"
#include "analyze/words/words.h"

static void put_function(FILE *f, const struct where_fn *fn, int depth)
{
	static const char *const indent[] = { "", "&#8195;", "&#8195;&#8195;" };
	char b[WORDS_LEN], p[WORDS_LEN], d[WORDS_LEN];

	fputs("<tr><th scope=\"row\">", f);
	fputs(indent[depth], f);
	html(f, "$</th><td class=\"n\" data-label=\"base\">$</td>"
	     "<td class=\"n\" data-label=\"patched\">$</td>"
	     "<td class=\"n\" data-label=\"difference\">$</td></tr>\n",
	     fn->name, words_num(fn->value[ROW_BASE], b),
	     words_num(fn->value[ROW_PATCHED], p),
	     words_signed(fn->value[ROW_DIFF], d));
	for (size_t i = 0; depth < 2 && i < fn->nr; i++)
		put_function(f, &fn->inlined[i], depth + 1);
}

static void put_scenario(FILE *f, const struct where *e)
{
	char text[WHERE_LEN];

	words_where(e, text, sizeof(text));
	html(f, "<details><summary>$</summary>\n<table class=\"where\">"
	     "<thead><tr><th scope=\"col\">function, with what is inlined "
	     "into it below</th><th scope=\"col\" class=\"n\">base</th>"
	     "<th scope=\"col\" class=\"n\">patched</th>"
	     "<th scope=\"col\" class=\"n\">difference</th></tr>"
	     "</thead><tbody>\n", text);
	for (size_t i = 0; i < e->nr; i++)
		put_function(f, &e->fn[i], 0);
	fputs("</tbody></table></details>\n", f);
}

void html_where(FILE *f, const struct summary *s)
{
	char text[WHERE_LEN];

	if (!s->nr_where)
		return;
	fputs("<h2 id=\"where\">Where the instructions went</h2>\n"
	      "<p>Every instruction was counted in QEMU, of the first boot of "
	      "each kernel. A function has what is inlined into it, and not "
	      "what it calls.</p>\n", f);
	for (size_t i = 0; i < s->nr_where; i++)
		if (words_where(&s->where[i], text, sizeof(text)))
			put_scenario(f, &s->where[i]);
		else
			html(f, "<p>$</p>\n", text);
}

void html_perf(FILE *f, const struct summary *s)
{
	char head[PERF_LEN], command[PERF_LEN];

	if (!s->nr_perf)
		return;
	html(f, "<h2 id=\"perf\">Where the cycles went</h2>\n<p>$</p>\n",
	     words_perf_about);
	for (size_t i = 0; i < s->nr_perf; i++)
		if (words_perf(&s->perf[i], head, sizeof(head), command,
			       sizeof(command), ""))
			html(f, "<p>$ <code>$</code></p>\n", head, command);
		else
			html(f, "<p>$</p>\n", head);
}
