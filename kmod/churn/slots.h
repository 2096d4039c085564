/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For mechanisms whose object is the PTE table of an arena slot
 *
 * Objects are held in the first slots; each thread churns in slots of its own
 * among the last. While such a mechanism is set up, the PMD tables above stay,
 * so that nothing but PTE tables comes and goes.
 *
 * A control holds nothing; each of its threads has a table that stays among
 * the first slots. The slot behind any of these is empty, arena_unmap_slot()
 * needs it.
 */
#ifndef KPTB_SLOTS_H
#define KPTB_SLOTS_H

#include <linux/mm.h>

#include "../arena.h"
#include "../churn.h"

#define SLOTS_HOLD	4096U

/* Slots a thread takes: the one it churns in, and the empty one. */
#define SLOTS_THREAD	2U

static inline u32 slots_churn_zone(void)
{
	return min_t(u32, SLOTS_THREAD * PTRS_PER_PMD, arena_slots() / 2);
}

static inline u32 slots_max_threads(void)
{
	return slots_churn_zone() / SLOTS_THREAD;
}

static inline u32 slots_max_hold(void)
{
	return min(SLOTS_HOLD, arena_slots() - slots_churn_zone());
}

static inline unsigned long slots_churn(unsigned int thread)
{
	return arena_slot(arena_slots() - SLOTS_THREAD * (thread + 1));
}

/* Where a control has a PTE table that stays. */
static inline unsigned long slots_kept(unsigned int thread)
{
	return arena_slot(SLOTS_THREAD * thread);
}

/* Blocks that hold the held objects; without whole blocks, none to keep. */
static inline u32 slots_blocks(void)
{
	return min_t(u32, DIV_ROUND_UP(slots_max_hold(), PTRS_PER_PMD),
		     arena_blocks());
}

/* Blocks that the threads churn in, at the end. */
static inline u32 slots_churn_blocks(const struct churn *c)
{
	return min_t(u32, DIV_ROUND_UP(SLOTS_THREAD * c->threads, PTRS_PER_PMD),
		     arena_blocks() - slots_blocks());
}

static inline void slots_teardown(struct churn *c)
{
	u32 churn = slots_churn_blocks(c);

	arena_free_pmds(arena_blocks() - churn, churn);
	arena_free_pmds(0, slots_blocks());
}

static inline int slots_setup(struct churn *c,
			      int (*op_checked)(struct churn *c,
						unsigned long addr))
{
	u32 thread, churn;
	int err;

	if (c->size && c->size != PMD_SIZE)
		return kptb_fail(c->reason, -EINVAL,
				 "size must be 0: one table maps %lu bytes",
				 PMD_SIZE);
	if (c->threads > slots_max_threads())
		return kptb_fail(c->reason, -EINVAL,
				 "the arena has room for %u threads",
				 slots_max_threads());
	err = arena_make_pmds(0, slots_blocks());
	if (err)
		return err;
	churn = slots_churn_blocks(c);
	err = arena_make_pmds(arena_blocks() - churn, churn);
	if (err) {
		arena_free_pmds(0, slots_blocks());
		return err;
	}
	for (thread = 0; thread < c->threads && !err; thread++)
		err = op_checked(c, slots_churn(thread));
	if (err)
		slots_teardown(c);
	return err;
}

static inline int slots_verify(struct churn *c, unsigned int thread)
{
	return arena_expect(slots_churn(thread), ARENA_PMD_TABLE, c->reason);
}

static inline int slots_drop(struct churn *c, u32 i)
{
	unsigned long addr = arena_slot(i);

	arena_unmap_slot(addr);
	return arena_drop_pte(addr, c->reason);
}

static inline void slots_control_teardown(struct churn *c)
{
	u32 thread;

	for (thread = 0; thread < c->threads; thread++)
		arena_free_pte(slots_kept(thread));
	slots_teardown(c);
}

/* Where a control maps its leaf. */
static inline int slots_control_op(struct churn *c, unsigned long addr)
{
	int err = arena_free_pte(addr);

	return err ? err : arena_expect(addr, ARENA_PMD_TABLE, c->reason);
}

static inline int slots_control_setup(struct churn *c)
{
	int err = slots_setup(c, slots_control_op);
	u32 thread;

	if (err)
		return err;
	for (thread = 0; thread < c->threads && !err; thread++) {
		err = arena_map_page(slots_kept(thread));
		arena_unmap(slots_kept(thread), PAGE_SIZE);
		if (!err)
			err = arena_expect(slots_kept(thread),
					   ARENA_PTE_TABLE, c->reason);
	}
	if (err)
		slots_control_teardown(c);
	return err;
}

static inline int slots_control_verify(struct churn *c, unsigned int thread)
{
	int err = arena_expect(slots_kept(thread), ARENA_PTE_TABLE, c->reason);

	return err ? err : slots_verify(c, thread);
}

#endif /* KPTB_SLOTS_H */
