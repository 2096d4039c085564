// SPDX-License-Identifier: GPL-2.0-only
/* model.c - putting a report together */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/report/model.h"

static char *print(struct model *m, const char *fmt, va_list ap)
{
	char *text;

	if (vasprintf(&text, fmt, ap) >= 0)
		return text;
	m->failed = true;
	return NULL;
}

static struct model_block *add(struct model *m, enum model_kind kind)
{
	struct model_block *b;

	if (m->nr == m->room) {
		size_t room = m->room ? 2 * m->room : 32;

		b = realloc(m->block, room * sizeof(*b));
		if (!b) {
			m->failed = true;
			return NULL;
		}
		m->block = b;
		m->room = room;
	}
	b = &m->block[m->nr++];
	memset(b, 0, sizeof(*b));
	b->kind = kind;
	return b;
}

static void add_text(struct model *m, enum model_kind kind, int level,
		     const char *fmt, va_list ap)
{
	struct model_block *b = add(m, kind);

	if (!b)
		return;
	b->level = level;
	b->text = print(m, fmt, ap);
	if (!b->text)
		m->nr--;
}

#define ADD(kind, level)				\
	do {						\
		va_list ap;				\
							\
		va_start(ap, fmt);			\
		add_text(m, kind, level, fmt, ap);	\
		va_end(ap);				\
	} while (0)

void model_heading(struct model *m, int level, const char *fmt, ...)
{
	ADD(MODEL_HEADING, level);
}

void model_para(struct model *m, const char *fmt, ...)
{
	ADD(MODEL_PARA, 0);
}

void model_item(struct model *m, const char *fmt, ...)
{
	ADD(MODEL_ITEM, 0);
}

struct model_table *model_table(struct model *m)
{
	struct model_table *t = calloc(1, sizeof(*t));
	struct model_block *b = t ? add(m, MODEL_TABLE) : NULL;

	if (b) {
		b->table = t;
		return t;
	}
	m->failed = true;
	free(t);
	return NULL;
}

void model_column(struct model *m, struct model_table *t, bool right,
		  const char *group, const char *fmt, ...)
{
	va_list ap;

	if (!t || t->cols == ARRAY_SIZE(t->head))
		return;
	va_start(ap, fmt);
	t->head[t->cols].text = print(m, fmt, ap);
	va_end(ap);
	t->head[t->cols].group = group ? strdup(group) : NULL;
	t->head[t->cols].right = right;
	if (t->head[t->cols].text)
		t->cols++;
}

void model_cell(struct model *m, struct model_table *t, const char *fmt, ...)
{
	struct model_cell *c;
	va_list ap;

	if (!t || !t->cols)
		return;
	if (t->cells == t->room) {
		size_t room = t->room ? 2 * t->room : 64;

		c = realloc(t->cell, room * sizeof(*c));
		if (!c) {
			m->failed = true;
			return;
		}
		t->cell = c;
		t->room = room;
	}
	c = &t->cell[t->cells];
	va_start(ap, fmt);
	c->text = print(m, fmt, ap);
	va_end(ap);
	c->sub = c->link = NULL;
	if (c->text)
		t->cells++;
	t->rows = t->cells / t->cols;
}

void model_sub(struct model *m, struct model_table *t, const char *fmt, ...)
{
	struct model_cell *c;
	va_list ap;

	if (!t || !t->cells)
		return;
	c = &t->cell[t->cells - 1];
	va_start(ap, fmt);
	free(c->sub);
	c->sub = print(m, fmt, ap);
	va_end(ap);
	if (c->sub && !*c->sub) {
		free(c->sub);
		c->sub = NULL;
	}
}

void model_link(struct model *m, struct model_table *t, const char *name)
{
	struct model_cell *c;

	if (!t || !t->cells)
		return;
	c = &t->cell[t->cells - 1];
	free(c->link);
	c->link = strdup(name);
	m->failed |= !c->link;
}

static void free_table(struct model_table *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->cols; i++) {
		free(t->head[i].text);
		free(t->head[i].group);
	}
	for (size_t i = 0; i < t->cells; i++) {
		free(t->cell[i].text);
		free(t->cell[i].sub);
		free(t->cell[i].link);
	}
	free(t->cell);
	free(t);
}

void model_drop(struct model *m)
{
	if (!m->nr)
		return;
	m->nr--;
	free(m->block[m->nr].text);
	free_table(m->block[m->nr].table);
}

void model_free(struct model *m)
{
	for (size_t i = 0; i < m->nr; i++) {
		free(m->block[i].text);
		free_table(m->block[i].table);
	}
	free(m->block);
	memset(m, 0, sizeof(*m));
}
