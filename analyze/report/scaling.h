/* SPDX-License-Identifier: GPL-2.0-only */
/* scaling.h - what several CPUs at once gain, in a table */
#ifndef KPT_REPORT_SCALING_H
#define KPT_REPORT_SCALING_H

#include <stdio.h>

#include "analyze/report/model.h"
#include "analyze/summary/summary.h"

/**
 * scaling_put - every curve, by a back end; nothing where there is none
 *
 * Return: 0 or -errno.
 */
int scaling_put(FILE *f, const struct summary *s,
		int (*print)(FILE *f, const struct model *m));

#endif
