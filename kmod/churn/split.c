// SPDX-License-Identifier: GPL-2.0-only
/*
 * PTE tables born by splitting a leaf, as x86 does when one page
 * of it gets other attributes
 *
 * The leaf is one of ours in the arena, read-only, and the attribute is
 * no-execute: the one change that leaves the linear map's alias of the page
 * alone. A leaf mapped over the table frees it; the kernel itself never
 * merges what it split, before 6.16.
 */
#include <linux/mm.h>

#include "../arena.h"
#include "../churn.h"
#include "../syms.h"
#include "slots.h"
#include "split.h"

/* Leaves something mapped in the slot, whatever happens. */
static int split(struct churn *c, unsigned long addr)
{
	int err = arena_map_pmd_leaf(addr);

	if (!err)
		err = arena_expect(addr, ARENA_PMD_LEAF, c->reason);
	if (!err)
		err = static_call(kptb_set_memory_x)(addr, 1);
	return err ? err : arena_expect(addr, ARENA_PTE_TABLE, c->reason);
}

static int split_hold(struct churn *c, u32 i)
{
	unsigned long addr = arena_slot(i);
	int err = split(c, addr);

	if (err)
		arena_unmap_slot(addr);
	return err;
}

static int split_op_checked(struct churn *c, unsigned long addr)
{
	int err = split(c, addr);

	arena_unmap_slot(addr);
	if (err)
		return err;
	err = arena_free_pte(addr);
	return err ? err : arena_expect(addr, ARENA_PMD_TABLE, c->reason);
}

static int split_setup(struct churn *c)
{
	return slots_setup(c, split_op_checked);
}

static int split_op(struct churn *c, unsigned int thread)
{
	unsigned long addr = slots_churn(thread);
	int err = split(c, addr);

	arena_unmap_slot(addr);
	if (!err)
		err = arena_free_pte(addr);
	return arena_gone(addr, ARENA_PMD_TABLE, c->reason, err);
}

const struct churn_ops churn_split = {
	.name = "split",
	.summary = "one leaf split into a PTE table (a page made executable), the table freed",
	.flags = KPTB_MECH_CHURN | KPTB_MECH_HOLD,
	.probe = split_probe,
	.max_hold = slots_max_hold,
	.setup = split_setup,
	.op = split_op,
	.verify = slots_verify,
	.hold = split_hold,
	.drop = slots_drop,
	.teardown = slots_teardown,
};
