/* SPDX-License-Identifier: GPL-2.0-only */
/* classes.h - instructions that cost more than others, in a report */
#ifndef KPT_CLASSES_H
#define KPT_CLASSES_H

#include <stdio.h>

#include "analyze/report/columns.h"
#include "analyze/report/model.h"

/**
 * classes_put - which operations execute more or fewer of a class, a line a
 * class
 * @most:	lines; what is left out is counted
 */
void classes_put(struct model *m, const struct columns *c, size_t most);

/** doc_classes - how many of each class every operation executes */
void doc_classes(FILE *f, const struct summary *s);
/** html_classes - the same on a page */
void html_classes(FILE *f, const struct summary *s);

#endif
