/* SPDX-License-Identifier: GPL-2.0-only */
/* doc.h - plain text of 72 columns, and the sections plain reports share */
#ifndef KPT_DOC_H
#define KPT_DOC_H

#include <stdbool.h>
#include <stdio.h>

#include "analyze/report/groups.h"
#include "analyze/summary/summary.h"

#define DOC_WIDTH 72	/* of kernel mail */

/**
 * doc_wrap - print a paragraph, broken at blanks, ASCII only
 * @first:	what the first line begins with
 * @rest:	what the others begin with
 */
void doc_wrap(FILE *f, const char *first, const char *rest, const char *fmt,
	      ...) __attribute__((format(printf, 4, 5)));
/** doc_title - a section title, underlined */
void doc_title(FILE *f, const char *title);

/** doc_ascii - a text as printable ASCII; @buf may be @s */
void doc_ascii(const char *s, char *buf, size_t len);

/** doc_md - a text as it is, in Markdown */
void doc_md(FILE *f, const char *text);

/** doc_cell - a cell of a Markdown table, and the bar that ends it */
void doc_cell(FILE *f, const char *text);

/** doc_point_name - when and where a page-table walk was taken, in words */
void doc_point_name(const char *when, const char *scenario, long long n,
		    const char *group, char *buf, size_t len);

/**
 * doc_na_groups - rows without a result, by their reasons in words
 *
 * The key of a group is the sentence. Return: groups_free() it.
 */
struct groups doc_na_groups(const struct summary *s);
/**
 * doc_na_names - metrics and scenarios of a group, each once
 *
 * What has no room is counted. Return: how many metrics.
 */
size_t doc_na_names(const struct group *group, char *metrics, size_t mlen,
		    char *scenarios, size_t slen);

/* Sections, each made from the summary alone. */
void doc_setup(FILE *f, const struct summary *s);
void doc_memory(FILE *f, const struct summary *s);
void doc_accounting(FILE *f, const struct summary *s);
void doc_size(FILE *f, const struct summary *s);
void doc_boot(FILE *f, const struct summary *s);
void doc_cost(FILE *f, const struct summary *s);
void doc_where(FILE *f, const struct summary *s);
void doc_perf(FILE *f, const struct summary *s);
void doc_coverage(FILE *f, const struct summary *s);
void doc_savings(FILE *f, const struct summary *s);
void doc_health(FILE *f, const struct summary *s);
void doc_na(FILE *f, const struct summary *s);
void doc_legend(FILE *f, const struct summary *s);

#endif
