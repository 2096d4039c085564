/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Copies of page tables that may be freed while we look at them
 */
#ifndef KPTB_COPY_H
#define KPTB_COPY_H

#include <linux/types.h>

#include "kptbench_uapi.h"

#define KPTB_ENTRY_MAX	16	/* bytes of an entry, at most */

/**
 * struct kptb_step - an entry that the walk went down by
 * @live:	where it is
 * @size:	bytes it has
 * @was:	what it said when its table was copied
 */
struct kptb_step {
	const void *live;
	size_t size;
	u8 was[KPTB_ENTRY_MAX];
};

/**
 * struct kptb_copy - a table of each level, as it was when it was reached
 * @live:	where they are
 * @copy:	what was in them, aligned as they are
 * @order:	log2 of the pages they have
 * @step:	entries from the top table down
 * @depth:	how many
 */
struct kptb_copy {
	const void *live[KPTB_NR_LEVELS];
	void *copy[KPTB_NR_LEVELS];
	unsigned int order[KPTB_NR_LEVELS];
	struct kptb_step step[KPTB_NR_LEVELS];
	unsigned int depth;
};

int kptb_copy_init(struct kptb_copy *c);
void kptb_copy_exit(struct kptb_copy *c);
int kptb_copy_top(struct kptb_copy *c, const void **top);
int kptb_copy_enter(struct kptb_copy *c, enum kptb_level level,
		    const void *entry, size_t size, const void **table);
void kptb_copy_leave(struct kptb_copy *c);

#endif /* KPTB_COPY_H */
