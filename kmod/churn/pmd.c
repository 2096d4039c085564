// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kernel PMD tables: a PMD leaf mapped in an empty block gives birth
 * to one and to nothing else, a PUD leaf mapped over it frees it
 *
 */
#include <linux/mm.h>

#include "../arena.h"
#include "../churn.h"
#include "pmd.h"

static int pmd_drop_at(struct churn *c, unsigned long addr)
{
	arena_unmap_slot(addr);
	return arena_drop_pmd(addr, c->reason);
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
	int err = pmd_fits(c, pmd_churn_zone());
	u32 thread;

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

	/* Pages instead of the leaf would be a PTE table, too. */
	if (!err)
		err = arena_expect(addr, ARENA_PMD_LEAF, c->reason);
	arena_unmap_slot(addr);
	if (!err)
		err = arena_free_pmd(addr);
	return arena_gone(addr, ARENA_EMPTY, c->reason, err);
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
