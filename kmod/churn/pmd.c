// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kernel PMD tables: a PMD leaf mapped in an empty block gives birth
 * to one and to nothing else, a PUD leaf mapped over it frees it
 *
 * Objects are held in the first blocks; each thread churns in one of the last.
 */
#include <linux/mm.h>

#include "../arena.h"
#include "../churn.h"

static u32 pmd_churn_zone(void)
{
	return DIV_ROUND_UP(arena_blocks(), 4);
}

static u32 pmd_max_hold(void)
{
	return arena_blocks() - pmd_churn_zone();
}

static unsigned long pmd_churn(unsigned int thread)
{
	return arena_block(arena_blocks() - 1 - thread);
}

static int pmd_drop_at(struct churn *c, unsigned long addr)
{
	int err;

	arena_unmap_slot(addr);
	err = arena_free_pmd(addr);
	return err ? err : arena_expect(addr, ARENA_EMPTY, c->reason);
}

static int pmd_hold_at(struct churn *c, unsigned long addr)
{
	int err = arena_map_pmd_leaf(addr);

	if (!err)
		err = arena_expect(addr, ARENA_PMD_LEAF, c->reason);
	if (err) {
		arena_unmap_slot(addr);
		arena_free_pmd(addr);
	}
	return err;
}

static int pmd_setup(struct churn *c)
{
	u32 thread;
	int err = 0;

	if (c->size && c->size != PUD_SIZE)
		return kptb_fail(c->reason, -EINVAL,
				 "size must be 0: one table maps %lu bytes",
				 PUD_SIZE);
	if (c->threads > pmd_churn_zone())
		return kptb_fail(c->reason, -EINVAL,
				 "the arena has room for %u threads",
				 pmd_churn_zone());
	for (thread = 0; thread < c->threads && !err; thread++) {
		err = pmd_hold_at(c, pmd_churn(thread));
		if (!err)
			err = pmd_drop_at(c, pmd_churn(thread));
	}
	return err;
}

static int pmd_op(struct churn *c, unsigned int thread)
{
	unsigned long addr = pmd_churn(thread);
	int err = arena_map_pmd_leaf(addr);

	arena_unmap_slot(addr);
	return err ? err : arena_free_pmd(addr);
}

static int pmd_verify(struct churn *c, unsigned int thread)
{
	return arena_expect(pmd_churn(thread), ARENA_EMPTY, c->reason);
}

static int pmd_hold(struct churn *c, u32 i)
{
	return pmd_hold_at(c, arena_block(i));
}

static int pmd_drop(struct churn *c, u32 i)
{
	return pmd_drop_at(c, arena_block(i));
}

const struct churn_ops churn_pmd = {
	.name = "pmd",
	.summary = "one kernel PMD table born (a PMD leaf mapped), freed (a PUD leaf over it)",
	.flags = KPTB_MECH_CHURN | KPTB_MECH_HOLD,
	.probe = arena_probe_pmd,
	.max_hold = pmd_max_hold,
	.setup = pmd_setup,
	.op = pmd_op,
	.verify = pmd_verify,
	.hold = pmd_hold,
	.drop = pmd_drop,
};
