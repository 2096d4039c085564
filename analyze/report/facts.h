/* SPDX-License-Identifier: GPL-2.0-only */
/* facts.h - memory, accounting and constructors in one or several comparisons */
#ifndef KPT_FACTS_H
#define KPT_FACTS_H

#include "analyze/report/columns.h"
#include "analyze/report/model.h"

/**
 * facts_put - what is held otherwise, each fact once, in a line
 * @most:	lines; what is left out is counted
 */
void facts_put(struct model *m, const struct columns *c, size_t most);

/** facts_table - the same as a table with a column a comparison */
void facts_table(struct model *m, const struct columns *c);

/** health_put - leaks, consoles, missing boots and metrics, in lines */
void health_put(struct model *m, const struct columns *c);

#endif
