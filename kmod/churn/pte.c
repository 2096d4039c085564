// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kernel PTE tables: one page mapped gives birth to one, a leaf of
 * the level above mapped over it frees it
 */
#include <linux/mm.h>

#include "../arena.h"
#include "../churn.h"
#include "slots.h"

/* One operation whose every step is looked at. */
static int pte_op_checked(struct churn *c, unsigned long addr)
{
	int err = arena_map_page(addr);

	if (!err)
		err = arena_expect(addr, ARENA_PTE_TABLE, c->reason);
	arena_unmap(addr, PAGE_SIZE);
	if (err)
		return err;
	err = arena_map_pmd_leaf(addr);
	if (!err)
		err = arena_expect(addr, ARENA_PMD_LEAF, c->reason);
	arena_unmap_slot(addr);
	return err ? err : arena_expect(addr, ARENA_PMD_TABLE, c->reason);
}

static int pte_setup(struct churn *c)
{
	return slots_setup(c, pte_op_checked);
}

static int pte_op(struct churn *c, unsigned int thread)
{
	unsigned long addr = slots_churn(thread);
	int err = arena_map_page(addr);

	arena_unmap(addr, PAGE_SIZE);
	if (!err)
		err = arena_free_pte(addr);
	return arena_gone(addr, ARENA_PMD_TABLE, c->reason, err);
}

static int pte_hold(struct churn *c, u32 i)
{
	unsigned long addr = arena_slot(i);
	int err = arena_map_page(addr);

	if (!err)
		err = arena_expect(addr, ARENA_PTE_TABLE, c->reason);
	if (err)
		arena_unmap(addr, PAGE_SIZE);
	return err;
}

const struct churn_ops churn_pte = {
	.name = "pte",
	.summary = "one kernel PTE table born (a page mapped), freed (a PMD leaf over it)",
	.flags = KPTB_MECH_CHURN | KPTB_MECH_HOLD,
	.probe = arena_probe_pte,
	.max_hold = slots_max_hold,
	.setup = pte_setup,
	.op = pte_op,
	.verify = slots_verify,
	.hold = pte_hold,
	.drop = slots_drop,
	.teardown = slots_teardown,
};
