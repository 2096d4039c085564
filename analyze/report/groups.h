/* SPDX-License-Identifier: GPL-2.0-only */
/* groups.h - rows, or entries of a list, that a report tells together */
#ifndef KPT_GROUPS_H
#define KPT_GROUPS_H

#include <jansson.h>

#include "common/util.h"

/**
 * groups_add - put @entry behind those of the same key
 * @groups:	an object: a key, and an array of its entries; groups and
 *		entries keep the order in which they came
 * @fmt:	of the key
 *
 * The work of n entries grows with n, however many groups they make.
 */
void groups_add(json_t *groups, const json_t *entry, const char *fmt, ...)
	KPT_PRINTF(3, 4);

#endif
