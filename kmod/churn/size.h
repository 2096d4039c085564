/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For mechanisms that map struct kptb_setup.size bytes, and hold
 * pointers to what they mapped
 */
#ifndef KPTB_SIZE_H
#define KPTB_SIZE_H

#include <linux/mm.h>
#include <linux/sizes.h>

#include "../churn.h"

#define SIZE_HOLD	1024U

static inline u32 size_max_hold(void)
{
	return SIZE_HOLD;
}

/* Checks c->size, and makes 0 one page. */
static inline int size_check(struct churn *c, u64 max)
{
	if (!c->size)
		c->size = PAGE_SIZE;
	/* Whole pages elsewhere, where they are smaller. */
	if (!PAGE_ALIGNED(c->size) && IS_ALIGNED(c->size, SZ_4K))
		return kptb_fail(c->reason, -EOPNOTSUPP,
				 "pages have %lu bytes here, and %llu are no multiple",
				 PAGE_SIZE, c->size);
	if (!PAGE_ALIGNED(c->size) || c->size > max)
		return kptb_fail(c->reason, -EINVAL,
				 "size %llu is not a multiple of %lu up to %llu",
				 c->size, PAGE_SIZE, max);
	return 0;
}

/* Refuses to hold what takes @bytes, rather than have processes killed. */
static inline int size_room(struct churn *c, u64 bytes)
{
	if (bytes <= ((u64)totalram_pages() << PAGE_SHIFT) / 2)
		return 0;
	return kptb_fail(c->reason, -ENOMEM,
			 "holding that many takes more than half of the memory");
}

/* The same for mappings that take nothing but tables. */
static inline int size_room_tables(struct churn *c, u64 count)
{
	return size_room(c, count * (c->size >> (PMD_SHIFT - PAGE_SHIFT)));
}

#endif /* KPTB_SIZE_H */
