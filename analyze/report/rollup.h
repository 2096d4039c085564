/* SPDX-License-Identifier: GPL-2.0-only */
/* rollup.h - many costs in a line */
#ifndef KPT_REPORT_ROLLUP_H
#define KPT_REPORT_ROLLUP_H

#include "analyze/report/columns.h"
#include "analyze/report/model.h"

/**
 * rollup_put - the geometric mean of the costs that count one thing, with its
 * interval where boots differ, and what the signs of small changes are
 * @each:	of each mechanism, too
 *
 * Nothing where there are fewer than ROLLUP_LEAST of them.
 */
void rollup_put(struct model *m, const struct columns *c, bool each);

#endif
