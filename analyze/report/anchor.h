/* SPDX-License-Identifier: GPL-2.0-only */
/* anchor.h - names of rows and sections, by which a page links to them */
#ifndef KPT_ANCHOR_H
#define KPT_ANCHOR_H

#include "analyze/summary/summary.h"

#define ANCHOR_LEN 512

/**
 * anchor_row - the name of what tells where a row comes from
 *
 * Letters, digits, '.', '_' and '-' alone, whatever a record says. Return: @buf.
 */
const char *anchor_row(const struct summary *summary, const struct row *row,
		       char buf[ANCHOR_LEN]);

/** anchor_section - the name of a section: one page may have several runs */
const char *anchor_section(const struct summary *summary, const char *section,
			   char buf[ANCHOR_LEN]);

#endif
