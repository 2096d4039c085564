// SPDX-License-Identifier: GPL-2.0-only
/* model_html.c - a report as the sections of a page */
#include <string.h>

#include "analyze/report/html.h"
#include "analyze/report/model.h"

#define FEW_COLUMNS 5

static void put_groups(FILE *f, const struct model_table *t)
{
	bool any = false;

	for (size_t i = 0; i < t->cols; i++)
		any |= t->head[i].group != NULL;
	if (!any)
		return;
	fputs("<tr>", f);
	for (size_t i = 0; i < t->cols;) {
		const char *group = t->head[i].group;
		char n[24];
		size_t k = 1;

		while (group && i + k < t->cols && t->head[i + k].group &&
		       !strcmp(group, t->head[i + k].group))
			k++;
		snprintf(n, sizeof(n), "%zu", k);
		if (group)
			html(f, "<th scope=\"colgroup\" colspan=\"$\" "
			     "class=\"n\">$</th>", n, group);
		else
			fputs("<td></td>", f);
		i += k;
	}
	fputs("</tr>", f);
}

static void put_table(FILE *f, const struct model_table *t)
{
	/* More columns do not fit on a phone: there a row becomes a card. */
	html(f, "<table class=\"answer$\"><thead>", t->cols <= FEW_COLUMNS ?
	     " few" : "");
	put_groups(f, t);
	fputs("<tr>", f);
	for (size_t i = 0; i < t->cols; i++)
		html(f, "<th scope=\"col\" class=\"$\">$</th>",
		     t->head[i].right ? "n" : "t", t->head[i].text);
	fputs("</tr></thead>\n<tbody>\n", f);
	for (size_t i = 0; i < t->rows * t->cols; i++) {
		const struct model_cell *c = &t->cell[i];
		size_t col = i % t->cols;

		if (!col)
			fputs("<tr><th scope=\"row\">", f);
		else
			html(f, "<td class=\"$\" data-label=\"$$$\">",
			     t->head[col].right ? "n" : "t",
			     t->head[col].group ? t->head[col].group : "",
			     t->head[col].group ? " " : "",
			     t->head[col].text);
		if (c->link)
			html(f, "<a href=\"#$\">$</a>", c->link, c->text);
		else
			html(f, "$", c->text);
		if (c->sub)
			html(f, "<small>$</small>", c->sub);
		fputs(col ? "</td>" : "</th>", f);
		if (col + 1 == t->cols)
			fputs("</tr>\n", f);
	}
	fputs("</tbody></table>\n", f);
}

/* A line is broken within "->", but not within an arrow. */
static void put_text(FILE *f, const char *s)
{
	const char *at;

	while ((at = strstr(s, " -> "))) {
		char part[256];
		size_t n = (size_t)(at - s);

		if (n >= sizeof(part))
			n = sizeof(part) - 1;
		/* No letter is cut in two. */
		while (n && n < (size_t)(at - s) && (s[n] & 0xc0) == 0x80)
			n--;
		memcpy(part, s, n);
		part[n] = '\0';
		html(f, "$", part);
		s += n;
		if (s != at)
			continue;
		fputs(" &rarr; ", f);
		s += 4;
	}
	html(f, "$", s);
}

void model_html(FILE *f, const struct model *m)
{
	static const char *const tags[] = { "h1", "h1", "h2", "h3" };
	bool list = false;

	for (size_t i = 0; i < m->nr; i++) {
		const struct model_block *b = &m->block[i];

		if (list != (b->kind == MODEL_ITEM))
			fputs(list ? "</ul>\n" : "<ul>\n", f);
		list = b->kind == MODEL_ITEM;
		switch (b->kind) {
		case MODEL_HEADING:
			html(f, "<$>$</$>\n", tags[b->level], b->text,
			     tags[b->level]);
			break;
		case MODEL_PARA:
			fputs("<p>", f);
			put_text(f, b->text);
			fputs("</p>\n", f);
			break;
		case MODEL_ITEM:
			fputs("<li>", f);
			put_text(f, b->text);
			fputs("</li>\n", f);
			break;
		case MODEL_TABLE:
			put_table(f, b->table);
			break;
		}
	}
	if (list)
		fputs("</ul>\n", f);
}
