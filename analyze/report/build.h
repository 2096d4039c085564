/* SPDX-License-Identifier: GPL-2.0-only */
/* build.h - symbols and options that differ between the kernels */
#ifndef KPT_REPORT_BUILD_H
#define KPT_REPORT_BUILD_H

#include <stdio.h>

#include "analyze/report/model.h"
#include "analyze/summary/summary.h"

/**
 * build_say - how many differ, in words; "" where the records do not tell
 * @brief: one of several: options alone, and only if they differ
 */
void build_say(const struct summary *s, bool brief, char *buf, size_t len);

/**
 * build_put - tables of them, by a back end; nothing where none differs
 *
 * Return: 0 or -errno.
 */
int build_put(FILE *f, const struct summary *s,
	      int (*print)(FILE *f, const struct model *m));

#endif
