// SPDX-License-Identifier: GPL-2.0-only
/* html_where.c - where the instructions of a difference are, and cycles */
#include "analyze/report/html.h"
#include "analyze/words/words.h"

static void put_function(FILE *f, const json_t *fn, int depth)
{
	static const char *const indent[] = { "", "&#8195;", "&#8195;&#8195;" };
	char b[WORDS_LEN], p[WORDS_LEN], d[WORDS_LEN];
	const json_t *in;
	size_t i;

	fputs("<tr><th scope=\"row\">", f);
	fputs(indent[depth], f);
	html(f, "$</th><td class=\"n\" data-label=\"base\">$</td>"
	     "<td class=\"n\" data-label=\"patched\">$</td>"
	     "<td class=\"n\" data-label=\"difference\">$</td></tr>\n",
	     ds_str(fn, "name"),
	     words_num(json_object_get(fn, "base"), b),
	     words_num(json_object_get(fn, "patched"), p),
	     words_signed(json_object_get(fn, "diff"), d));
	json_array_foreach(json_object_get(fn, "inlined"), i, in)
		if (depth < 2)
			put_function(f, in, depth + 1);
}

static void put_scenario(FILE *f, const json_t *e)
{
	char text[WHERE_LEN];
	const json_t *fn;
	size_t i;

	words_where(e, text, sizeof(text));
	html(f, "<details><summary>$</summary>\n<table class=\"where\">"
	     "<thead><tr><th scope=\"col\">function, with what is inlined "
	     "into it below</th><th scope=\"col\" class=\"n\">base</th>"
	     "<th scope=\"col\" class=\"n\">patched</th>"
	     "<th scope=\"col\" class=\"n\">difference</th></tr>"
	     "</thead><tbody>\n", text);
	json_array_foreach(json_object_get(e, "functions"), i, fn)
		put_function(f, fn, 0);
	fputs("</tbody></table></details>\n", f);
}

void html_where(FILE *f, const json_t *s)
{
	const json_t *list = json_object_get(s, "where"), *e;
	char text[WHERE_LEN];
	size_t i;

	if (!json_array_size(list))
		return;
	fputs("<h2 id=\"where\">Where the instructions went</h2>\n"
	      "<p>Every instruction was counted in QEMU, of the first boot of "
	      "each kernel. A function has what is inlined into it, and not "
	      "what it calls.</p>\n", f);
	json_array_foreach((json_t *)list, i, e) {
		if (words_where(e, text, sizeof(text)))
			put_scenario(f, e);
		else
			html(f, "<p>$</p>\n", text);
	}
}

void html_perf(FILE *f, const json_t *s)
{
	const json_t *list = json_object_get(s, "perf"), *e;
	char head[PERF_LEN], command[PERF_LEN];
	size_t i;

	if (!json_array_size(list))
		return;
	html(f, "<h2 id=\"perf\">Where the cycles went</h2>\n<p>$</p>\n",
	     words_perf_about);
	json_array_foreach((json_t *)list, i, e)
		if (words_perf(e, head, sizeof(head), command, sizeof(command),
			       ""))
			html(f, "<p>$ <code>$</code></p>\n", head, command);
		else
			html(f, "<p>$</p>\n", head);
}
