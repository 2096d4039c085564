/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * model.h - a report as headings, paragraphs, lists and tables
 *
 * What a report says is put together once, from one summary or several; the
 * back ends (plain text of 72 columns, Markdown, HTML) only lay it out, and
 * escape what records say.
 */
#ifndef KPT_MODEL_H
#define KPT_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "common/util.h"

#define MODEL_WIDTH 72

enum model_kind { MODEL_HEADING, MODEL_PARA, MODEL_ITEM, MODEL_TABLE };

/**
 * struct model_cell - one cell
 * @text:	what it says, never NULL
 * @sub:	what belongs to it and is less important, or NULL
 * @link:	where a page tells more of it, or NULL
 */
struct model_cell {
	char *text, *sub, *link;
};

/**
 * struct model_table - rows of as many cells as there are heads
 * @group:	a second head above some columns, or NULL
 * @right:	numbers, aligned to the right
 */
struct model_table {
	size_t cols, rows, cells, room;
	struct {
		char *text, *group;
		bool right;
	} head[24];
	struct model_cell *cell;
};

/**
 * struct model_block - a part of a report
 * @level:	of a heading: 1, 2 or 3
 * @text:	of all but tables
 * @table:	of tables
 */
struct model_block {
	enum model_kind kind;
	int level;
	char *text;
	struct model_table *table;
};

struct model {
	struct model_block *block;
	size_t nr, room;
	bool failed;		/* memory ran out: the report is not whole */
};

void model_free(struct model *m);

/** model_heading - level 1 is the title of the report */
void model_heading(struct model *m, int level, const char *fmt, ...)
	KPT_PRINTF(3, 4);
void model_para(struct model *m, const char *fmt, ...) KPT_PRINTF(2, 3);
/** model_drop - the last block was not needed */
void model_drop(struct model *m);
/** model_item - an entry of a list */
void model_item(struct model *m, const char *fmt, ...) KPT_PRINTF(2, 3);

/** model_table - columns follow, then the cells row by row */
struct model_table *model_table(struct model *m);
void model_column(struct model *m, struct model_table *t, bool right,
		  const char *group, const char *fmt, ...) KPT_PRINTF(5, 6);
void model_cell(struct model *m, struct model_table *t, const char *fmt, ...)
	KPT_PRINTF(3, 4);
/** model_sub - the less important part of the last cell; "" is none */
void model_sub(struct model *m, struct model_table *t, const char *fmt, ...)
	KPT_PRINTF(3, 4);

/** model_link - the last cell leads to the place of this name, on a page */
void model_link(struct model *m, struct model_table *t, const char *name);

/* Back ends. Return: 0 or -errno. */
int model_text(FILE *f, const struct model *m);
int model_md(FILE *f, const struct model *m);
void model_html(FILE *f, const struct model *m);

#endif
