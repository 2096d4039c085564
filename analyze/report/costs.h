/* SPDX-License-Identifier: GPL-2.0-only */
/* costs.h - what an operation costs, in one or several comparisons */
#ifndef KPT_COSTS_H
#define KPT_COSTS_H

#include "analyze/report/columns.h"
#include "analyze/report/model.h"

/**
 * costs_put - tables of what costs more or fewer, a table a unit, largest
 * change first; then, in a line each, what does not change, what is too small
 * to matter and what is not resolved
 *
 * @rows: most rows of a table; what is left out is counted
 */
void costs_put(struct model *m, const struct columns *c, size_t rows);

#endif
