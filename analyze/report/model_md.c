// SPDX-License-Identifier: GPL-2.0-only
/* model_md.c - a report as Markdown */
#include <errno.h>
#include <string.h>

#include "analyze/report/doc.h"
#include "analyze/report/model.h"

static void put_table(FILE *f, const struct model_table *t)
{
	fputs("\n|", f);
	for (size_t i = 0; i < t->cols; i++) {
		fputc(' ', f);
		if (t->head[i].group) {
			doc_md(f, t->head[i].group);
			fputc(' ', f);
		}
		doc_md(f, t->head[i].text);
		fputs(" |", f);
	}
	fputs("\n|", f);
	for (size_t i = 0; i < t->cols; i++)
		fputs(t->head[i].right ? "--:|" : "---|", f);
	for (size_t i = 0; i < t->rows * t->cols; i++) {
		const struct model_cell *c = &t->cell[i];

		fputs(i % t->cols ? " " : "\n| ", f);
		doc_md(f, c->text);
		if (c->sub) {
			fputs(" (", f);
			doc_md(f, c->sub);
			fputc(')', f);
		}
		fputs(" |", f);
	}
	fputs("\n", f);
}

int model_md(FILE *f, const struct model *m)
{
	enum model_kind was = MODEL_HEADING;

	for (size_t i = 0; i < m->nr; i++) {
		const struct model_block *b = &m->block[i];

		if (b->kind == MODEL_TABLE) {
			put_table(f, b->table);
			was = b->kind;
			continue;
		}
		/* Entries of one list have no line between. */
		if (i && !(b->kind == MODEL_ITEM && was == MODEL_ITEM))
			fputc('\n', f);
		if (b->kind == MODEL_HEADING)
			fprintf(f, "%.*s ", b->level, "###");
		else if (b->kind == MODEL_ITEM)
			fputs("- ", f);
		doc_md(f, b->text);
		fputc('\n', f);
		was = b->kind;
	}
	return m->failed ? -ENOMEM : fflush(f) || ferror(f) ? -EIO : 0;
}
