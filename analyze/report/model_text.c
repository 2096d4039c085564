// SPDX-License-Identifier: GPL-2.0-only
/* model_text.c - a report as plain text of 72 columns */
#include <errno.h>
#include <string.h>

#include "analyze/report/doc.h"
#include "analyze/report/model.h"

#define GAP	1	/* blanks between columns, besides what they leave */

/* Widths in bytes: what is printed is ASCII alone. */
static size_t widest(const struct model_table *t, size_t col)
{
	size_t most = strlen(t->head[col].text);

	if (t->head[col].group && strlen(t->head[col].group) > most)
		most = strlen(t->head[col].group);
	for (size_t r = 0; r < t->rows; r++) {
		const struct model_cell *c = &t->cell[r * t->cols + col];

		if (strlen(c->text) > most)
			most = strlen(c->text);
		if (c->sub && strlen(c->sub) > most)
			most = strlen(c->sub);
	}
	return most;
}

static void put(FILE *f, const char *text, size_t width, bool right)
{
	char ascii[MODEL_WIDTH + 1];

	doc_ascii(text, ascii, sizeof(ascii));
	fprintf(f, right ? "%*s" : "%-*s", (int)width, ascii);
}

/* No blanks at the end of a line. */
static void put_line(FILE *f, const char *line)
{
	size_t n = strlen(line);

	while (n && line[n - 1] == ' ')
		n--;
	fprintf(f, "%.*s\n", (int)n, line);
}

enum part { GROUPS, HEADS, TEXTS, SUBS };

static const char *part_of(const struct model_table *t, enum part part,
			   size_t row, size_t col)
{
	const struct model_cell *c = &t->cell[row * t->cols + col];
	const char *s = part == GROUPS ? t->head[col].group :
			part == HEADS ? t->head[col].text :
			part == TEXTS ? c->text : c->sub;

	/* A group stands above the first of its columns. */
	if (part == GROUPS && s && col && t->head[col - 1].group &&
	    !strcmp(s, t->head[col - 1].group))
		return "";
	return s ? s : "";
}

static bool any(const struct model_table *t, enum part part, size_t row)
{
	for (size_t i = 0; i < t->cols; i++)
		if (*part_of(t, part, row, i))
			return true;
	return false;
}

static void put_row(FILE *f, const struct model_table *t, enum part part,
		    size_t row, const size_t *width)
{
	char line[4 * MODEL_WIDTH] = "";
	FILE *to = fmemopen(line, sizeof(line) - 1, "w");
	const char *first = part_of(t, part, row, 0);

	if (!to || !any(t, part, row)) {
		if (to)
			fclose(to);
		return;
	}
	/* A name that is too long has a line of its own. */
	if (strlen(first) > width[0]) {
		doc_wrap(f, "  ", "    ", "%s", first);
		first = "";
	}
	fputs("  ", to);
	put(to, first, width[0], false);
	for (size_t i = 1; i < t->cols; i++) {
		fprintf(to, "%*s", GAP, "");
		put(to, part_of(t, part, row, i), width[i], t->head[i].right);
	}
	fclose(to);
	put_line(f, line);
}

/* Too wide for a table: a line of words a row. */
static void put_words(FILE *f, const struct model_table *t)
{
	for (size_t r = 0; r < t->rows; r++) {
		char text[1600];
		size_t n = (size_t)snprintf(text, sizeof(text), "%s:",
					    part_of(t, TEXTS, r, 0));

		for (size_t i = 1; i < t->cols && n < sizeof(text); i++) {
			const char *what = part_of(t, TEXTS, r, i);
			const char *sub = part_of(t, SUBS, r, i);
			const char *group = t->head[i].group;

			if (!*what)
				continue;
			n += (size_t)snprintf(text + n, sizeof(text) - n,
				"%s %s%s%s %s%s%s%s", i > 1 ? "," : "",
				group ? group : "", group ? " " : "",
				t->head[i].text, what, *sub ? " (" : "", sub,
				*sub ? ")" : "");
		}
		doc_wrap(f, "  ", "    ", "%s", text);
	}
}

static void put_table(FILE *f, const struct model_table *t)
{
	size_t width[ARRAY_SIZE(t->head)], others = 2;

	if (!t->cols || !t->rows)
		return;
	for (size_t i = 0; i < t->cols; i++) {
		width[i] = widest(t, i);
		others += i ? width[i] + GAP : 0;
	}
	if (others + 12 > MODEL_WIDTH) {
		put_words(f, t);
		return;
	}
	if (others + width[0] > MODEL_WIDTH)
		width[0] = MODEL_WIDTH - others;
	put_row(f, t, GROUPS, 0, width);
	put_row(f, t, HEADS, 0, width);
	for (size_t r = 0; r < t->rows; r++) {
		put_row(f, t, TEXTS, r, width);
		put_row(f, t, SUBS, r, width);
	}
}

static void put_heading(FILE *f, const char *title, bool first)
{
	char ascii[200];

	doc_ascii(title, ascii, sizeof(ascii));
	fprintf(f, "%s%s\n", first ? "" : "\n", ascii);
	for (size_t i = strlen(ascii); i; i--)
		fputc('-', f);
	fputc('\n', f);
}

int model_text(FILE *f, const struct model *m)
{
	for (size_t i = 0; i < m->nr; i++) {
		const struct model_block *b = &m->block[i];

		switch (b->kind) {
		case MODEL_HEADING:
			put_heading(f, b->text, !i);
			break;
		case MODEL_PARA:
			doc_wrap(f, "", "", "%s", b->text);
			break;
		case MODEL_ITEM:
			doc_wrap(f, "- ", "  ", "%s", b->text);
			break;
		case MODEL_TABLE:
			put_table(f, b->table);
			break;
		}
	}
	return m->failed ? -ENOMEM : fflush(f) || ferror(f) ? -EIO : 0;
}
