/* SPDX-License-Identifier: GPL-2.0-only */
/* doc_local.h - what the tables of a plain report share */
#ifndef KPT_DOC_LOCAL_H
#define KPT_DOC_LOCAL_H

#include "analyze/report/doc.h"

/** doc_few_boots - is there no verdict because boots are too few? */
bool doc_few_boots(const struct row *row);

/** doc_alike - equal as far as it goes: to be counted, not shown */
bool doc_alike(const struct row *row);

/** doc_verdict - the verdict, where the numbers do not tell it */
const char *doc_verdict(const struct row *row);

/** doc_line - a line of a table, or, where it is too long, the same in words */
void doc_line(FILE *f, const char *line, const char *name,
	      const struct row *row, const char *rest);

#endif
