// SPDX-License-Identifier: GPL-2.0-only
/*
 * What pte does, without its table: the page is mapped where a PTE table
 * stays, and the leaf where none is
 */
#include <linux/mm.h>

#include "../arena.h"
#include "../churn.h"
#include "slots.h"

static int pte_control_op(struct churn *c, unsigned int thread)
{
	unsigned long addr = slots_churn(thread);
	unsigned long table = slots_kept(thread);
	int err = arena_map_page(table);

	arena_unmap(table, PAGE_SIZE);
	if (!err)
		err = arena_free_pte(addr);
	return arena_gone(addr, ARENA_PMD_TABLE, c->reason, err);
}

const struct churn_ops churn_pte_control = {
	.name = "pte-control",
	.summary = "pte without its table: a page where one stays, a PMD leaf where none is",
	.flags = KPTB_MECH_CHURN,
	.probe = arena_probe_pte,
	.setup = slots_control_setup,
	.op = pte_control_op,
	.verify = slots_control_verify,
	.teardown = slots_control_teardown,
};
