// SPDX-License-Identifier: GPL-2.0-only
/*
 * What split does, without its table: the page that is made executable is
 * mapped by a PTE table that stays, so that there is nothing to split
 */
#include <linux/mm.h>

#include "../arena.h"
#include "../churn.h"
#include "../syms.h"
#include "slots.h"
#include "split.h"

static int split_control_op(struct churn *c, unsigned int thread)
{
	unsigned long addr = slots_churn(thread);
	unsigned long table = slots_kept(thread);
	int err = arena_map_page(table);

	if (!err)
		err = arena_expect(table, ARENA_PTE_TABLE, c->reason);
	if (!err)
		err = static_call(kptb_set_memory_x)(table, 1);
	if (!err)
		err = arena_expect(table, ARENA_PTE_TABLE, c->reason);
	arena_unmap_slot(table);
	if (!err)
		err = arena_free_pte(addr);
	return arena_gone(addr, ARENA_PMD_TABLE, c->reason, err);
}

const struct churn_ops churn_split_control = {
	.name = "split-control",
	.summary = "split without its table: a page of a table that stays made executable",
	.flags = KPTB_MECH_CHURN,
	.probe = split_probe,
	.setup = slots_control_setup,
	.op = split_control_op,
	.verify = slots_control_verify,
	.teardown = slots_control_teardown,
};
