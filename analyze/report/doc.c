// SPDX-License-Identifier: GPL-2.0-only
/* doc.c - plain text of 72 columns */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/report/doc.h"
#include "common/text.h"

/* Records come from any machine; what is not ASCII shows as '?'. */
void doc_ascii(const char *s, char *buf, size_t len)
{
	size_t n = 0;

	for (; *s && n + 1 < len; s++) {
		unsigned char ch = (unsigned char)*s;

		if ((ch & 0xc0) == 0x80)
			continue;
		if (ch == '\n' || ch == '\t')
			ch = ' ';
		buf[n++] = ch < ' ' || ch > '~' ? '?' : (char)ch;
	}
	buf[n] = '\0';
}

/* Nothing that a record says may become markup, or a second line. */
void doc_md(FILE *f, const char *s)
{
	for (; *s; s++) {
		unsigned char ch = (unsigned char)*s;

		if (ch < ' ' || ch == 0x7f)
			fputc(' ', f);
		else if (kpt_hidden(s))
			s += kpt_hidden(s) - 1;
		else if (ch == '<')
			fputs("&lt;", f);
		else if (ch < 0x80 && strchr("|*`[]\\", ch))
			fprintf(f, "\\%c", ch);
		else
			fputc(ch, f);
	}
}

void doc_wrap(FILE *f, const char *first, const char *rest, const char *fmt,
	      ...)
{
	char *text, *word, *save;
	size_t col, indent = strlen(first);
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	doc_ascii(text, text, strlen(text) + 1);
	fputs(first, f);
	col = indent;
	for (word = strtok_r(text, " ", &save); word;
	     word = strtok_r(NULL, " ", &save)) {
		size_t len = strlen(word);

		if (col > indent && col + 1 + len > DOC_WIDTH) {
			fprintf(f, "\n%s", rest);
			indent = col = strlen(rest);
		}
		if (col > indent) {
			fputc(' ', f);
			col++;
		}
		/* A word longer than a line is cut into lines. */
		while (col + len > DOC_WIDTH) {
			size_t part = DOC_WIDTH - col;

			fprintf(f, "%.*s\n%s", (int)part, word, rest);
			word += part;
			len -= part;
			indent = col = strlen(rest);
		}
		fputs(word, f);
		col += len;
	}
	fputc('\n', f);
	free(text);
}

void doc_title(FILE *f, const char *title)
{
	fprintf(f, "\n%s\n", title);
	for (size_t i = strlen(title); i; i--)
		fputc('-', f);
	fputc('\n', f);
}

void doc_cell(FILE *f, const char *text)
{
	fputs(" ", f);
	doc_md(f, text);
	fputs(" |", f);
}
