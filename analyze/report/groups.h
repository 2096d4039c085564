/* SPDX-License-Identifier: GPL-2.0-only */
/* groups.h - rows, or entries of a list, that a report tells together */
#ifndef KPT_GROUPS_H
#define KPT_GROUPS_H

#include <stddef.h>

#include "analyze/summary/names.h"
#include "common/util.h"

/** struct group - entries of one key, in the order in which they came */
struct group {
	const char *key;
	const void **v;
	size_t nr;
};

/** struct groups - all zero to begin with; in the order of their first entry */
struct groups {
	struct names keys;
	struct group *v;
	size_t nr;
};

/**
 * groups_add - put @entry behind those of the same key
 * @fmt:	of the key
 *
 * The work of n entries grows with n, however many groups they make.
 */
void groups_add(struct groups *g, const void *entry, const char *fmt, ...)
	KPT_PRINTF(3, 4);

void groups_free(struct groups *g);

/** groups_each - one group after the other */
#define groups_each(g, it)						\
	for (const struct group *it = (g)->v;				\
	     (g)->nr && it < (g)->v + (g)->nr; it++)

#endif
