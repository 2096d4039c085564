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
			html(f, "<tr><th scope=\"row\">$", c->text);
		else
			html(f, "<td class=\"$\" data-label=\"$\">$",
			     t->head[col].right ? "n" : "t", t->head[col].text,
			     c->text);
		if (c->sub)
			html(f, "<small>$</small>", c->sub);
		fputs(col ? "</td>" : "</th>", f);
		if (col + 1 == t->cols)
			fputs("</tr>\n", f);
	}
	fputs("</tbody></table>\n", f);
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
			html(f, "<p>$</p>\n", b->text);
			break;
		case MODEL_ITEM:
			html(f, "<li>$</li>\n", b->text);
			break;
		case MODEL_PRE:
			html(f, "<pre>$</pre>\n", b->text);
			break;
		case MODEL_TABLE:
			put_table(f, b->table);
			break;
		}
	}
	if (list)
		fputs("</ul>\n", f);
}
