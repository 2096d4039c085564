/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For mechanisms whose object is the PMD table of an arena block
 *
 * Objects are held in the first blocks; each thread churns in one of the last.
 * A control holds nothing; each of its threads has a table that stays in one
 * of the first blocks.
 */
#ifndef KPTB_PMD_H
#define KPTB_PMD_H

#include <linux/mm.h>

#include "../arena.h"
#include "../churn.h"

static inline u32 pmd_churn_zone(void)
{
	return DIV_ROUND_UP(arena_blocks(), 4);
}

static inline u32 pmd_max_hold(void)
{
	return arena_blocks() - pmd_churn_zone();
}

static inline unsigned long pmd_churn(unsigned int thread)
{
	return arena_block(arena_blocks() - 1 - thread);
}

/* Where a control has a PMD table that stays. */
static inline unsigned long pmd_kept(unsigned int thread)
{
	return arena_block(thread);
}

static inline int pmd_fits(struct churn *c, u32 most)
{
	if (c->size && c->size != PUD_SIZE)
		return kptb_fail(c->reason, -EINVAL,
				 "size must be 0: one table maps %lu bytes",
				 PUD_SIZE);
	if (c->threads > most)
		return kptb_fail(c->reason, -EINVAL,
				 "the arena has room for %u threads", most);
	return 0;
}

static inline int pmd_verify(struct churn *c, unsigned int thread)
{
	return arena_expect(pmd_churn(thread), ARENA_EMPTY, c->reason);
}

#endif /* KPTB_PMD_H */
