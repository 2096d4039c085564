// SPDX-License-Identifier: GPL-2.0-only
/*
 * What pmd does, without its table: the PMD leaf is mapped where a PMD table
 * stays, and the PUD leaf where none is
 */
#include <linux/mm.h>

#include "../arena.h"
#include "../churn.h"
#include "pmd.h"

static int pmd_control_op(struct churn *c, unsigned int thread)
{
	unsigned long addr = pmd_churn(thread);
	unsigned long table = pmd_kept(thread);
	int err = arena_map_pmd_leaf(table);

	if (!err)
		err = arena_expect(table, ARENA_PMD_LEAF, c->reason);
	arena_unmap_slot(table);
	if (!err)
		err = arena_free_pmd(addr);
	return arena_gone(addr, ARENA_EMPTY, c->reason, err);
}

static int pmd_control_setup(struct churn *c)
{
	int err = pmd_fits(c, min(pmd_churn_zone(), pmd_max_hold()));

	return err ? err : arena_make_pmds(0, c->threads);
}

static int pmd_control_verify(struct churn *c, unsigned int thread)
{
	int err = arena_expect(pmd_kept(thread), ARENA_PMD_TABLE, c->reason);

	return err ? err : pmd_verify(c, thread);
}

static void pmd_control_teardown(struct churn *c)
{
	arena_free_pmds(0, c->threads);
}

const struct churn_ops churn_pmd_control = {
	.name = "pmd-control",
	.summary = "pmd without its table: a PMD leaf where one stays, a PUD leaf where none is",
	.flags = KPTB_MECH_CHURN,
	.probe = arena_probe_pmd,
	.setup = pmd_control_setup,
	.op = pmd_control_op,
	.verify = pmd_control_verify,
	.teardown = pmd_control_teardown,
};
