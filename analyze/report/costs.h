/* SPDX-License-Identifier: GPL-2.0-only */
/* costs.h - what an operation costs, in one or several comparisons */
#ifndef KPT_COSTS_H
#define KPT_COSTS_H

#include "analyze/report/columns.h"
#include "analyze/report/model.h"

/**
 * struct answer_limits - how much of it
 * @facts:	lines about memory and accounting
 * @rows:	rows of a table of costs
 * @tables:	metrics of costs with a table of their own
 * @names:	names in a line
 * @means:	the mean of all costs, too, and of those of each mechanism
 */
struct answer_limits {
	size_t facts, rows, tables, names;
	enum { MEANS_NONE, MEANS_ALL, MEANS_EACH } means;
};

/** answer_all - as much as a report has */
extern const struct answer_limits answer_all;

/**
 * costs_put - tables of what costs more or fewer, a table a metric, largest
 * change first; then, in a line each, what does not change, what is too small
 * to matter and what is not resolved
 *
 * What is left out is counted.
 */
void costs_put(struct model *m, const struct columns *c,
	       const struct answer_limits *limits);

#endif
