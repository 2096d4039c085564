/* SPDX-License-Identifier: GPL-2.0-only */
/* read.h - the parts of a summary, each read from its member of the JSON */
#ifndef KPT_SUMMARY_READ_H
#define KPT_SUMMARY_READ_H

#include <jansson.h>

#include "analyze/summary/pool.h"
#include "analyze/summary/row.h"
#include "analyze/summary/summary.h"

/** struct word - a word of the file, and its code; the list ends with NULL */
struct word {
	const char *word;
	int code;
};

enum kind read_kind(const char *word);
enum phase read_phase(const char *word);

/**
 * summary_read_again - rows and other lists, once some were left out of @json
 *
 * Return: 0 or -ENOMEM.
 */
int summary_read_again(struct summary *s);

/** rows_read - the rows of "comparisons", in their order */
struct row *rows_read(struct pool *p, const json_t *list, size_t *nr);

#endif
