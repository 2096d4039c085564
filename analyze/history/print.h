/* SPDX-License-Identifier: GPL-2.0-only */
/* print.h - a history as a report, or as JSON */
#ifndef KPT_HISTORY_PRINT_H
#define KPT_HISTORY_PRINT_H

#include <stdio.h>

#include "analyze/history/history.h"

/** hs_machine - how many lines from @at on are of one machine */
size_t hs_machine(const struct hs_lines *l, size_t at);

/** hs_level - mean of the kernels around @at, from one change to the next */
double hs_level(const struct hs_line *l, size_t at);

/** hs_step - by how much a line lies elsewhere from point @at on; 0: it does not */
double hs_step(const struct hs_line *l, size_t at);

/**
 * hs_print - as text or Markdown
 * @all:	lines without a change as well
 *
 * Return: 0 or -errno.
 */
int hs_print(FILE *f, const struct hs_lines *lines, bool all, bool md);

/** hs_print_table - as Markdown, a row a kernel; 0 or -errno, after a message */
int hs_print_table(FILE *f, const struct hs_lines *lines);

/** hs_print_json - every line (docs/schema.md); 0 or -EIO */
int hs_print_json(FILE *f, const struct hs_lines *lines);

/**
 * hs_plot - a picture for each line that changes, in @dir
 * @all:	of the others, too
 *
 * Return: 0, or -errno after a message.
 */
int hs_plot(const struct hs_lines *lines, const char *dir, bool all);

#endif
