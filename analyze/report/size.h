/* SPDX-License-Identifier: GPL-2.0-only */
/* size.h - how large the kernels are in one or several comparisons */
#ifndef KPT_REPORT_SIZE_H
#define KPT_REPORT_SIZE_H

#include "analyze/report/columns.h"
#include "analyze/report/model.h"

/** size_put - sizes that differ, in a line; nothing where none was recorded */
void size_put(struct model *m, const struct columns *c);

#endif
