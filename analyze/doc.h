/* SPDX-License-Identifier: GPL-2.0-only */
/* doc.h - plain text of 72 columns, and the sections plain reports share */
#ifndef KPT_DOC_H
#define KPT_DOC_H

#include <jansson.h>
#include <stdio.h>

#define DOC_WIDTH 72

/**
 * doc_wrap - print a paragraph, broken at blanks, ASCII only
 * @first:	what the first line begins with
 * @rest:	what the others begin with
 */
void doc_wrap(FILE *f, const char *first, const char *rest, const char *fmt,
	      ...) __attribute__((format(printf, 4, 5)));
/** doc_title - a section title, underlined */
void doc_title(FILE *f, const char *title);

/* Sections, each made from the summary alone. */
void doc_setup(FILE *f, const json_t *s);
void doc_memory(FILE *f, const json_t *s);
void doc_accounting(FILE *f, const json_t *s);
void doc_cost(FILE *f, const json_t *s);
void doc_coverage(FILE *f, const json_t *s);
void doc_savings(FILE *f, const json_t *s);
void doc_health(FILE *f, const json_t *s);
void doc_na(FILE *f, const json_t *s);
void doc_legend(FILE *f, const json_t *s);
void doc_reproduce(FILE *f, const json_t *s);

#endif
