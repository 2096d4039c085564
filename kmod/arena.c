// SPDX-License-Identifier: GPL-2.0-only
/*
 * Address space of our own, and what is mapped there
 *
 * A kernel page table dies when a leaf one level up is mapped over it. The
 * leaf of a PMD maps an order-9 page of ours. The leaf of a PUD (1 GiB)
 * cannot: it maps RAM hidden from the kernel. Never other memory: that may be
 * poisoned, uncached or secret, and a processor may read ahead through any
 * mapping. Where no RAM is hidden the kernel's own pud_free_pmd_page() is
 * called, which is what mapping the leaf would have done.
 */
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/moduleparam.h>
#include <linux/sched/signal.h>

#include "arena_local.h"
#include "churn.h"
#include "compat.h"
#include "syms.h"

/* Others may hold init_mm's lock for long, to dump the kernel's tables. */
#define ARENA_GONE_TRIES	100

struct arena arena;

static unsigned int keep_every;
module_param(keep_every, uint, 0400);
MODULE_PARM_DESC(keep_every, "for tests: keep every Nth PTE table that a leaf should replace");

static atomic_t keep_count = ATOMIC_INIT(0);

/* Pages instead of a leaf, as without init_mm's lock. */
static int map_pages(unsigned long addr)
{
	unsigned long end = addr + PMD_SIZE;
	int err = 0;

	for (; addr < end && !err; addr += PAGE_SIZE)
		err = arena_map_page(addr);
	return err;
}

/**
 * arena_map_page - map one page of ours
 * @addr:	where, page aligned; nothing is mapped there
 *
 * Return: 0 or -ENOMEM.
 */
int arena_map_page(unsigned long addr)
{
	return static_call(kptb_vmap_page_range)(addr, addr + PAGE_SIZE,
						 page_to_phys(arena.page),
						 PAGE_KERNEL_RO);
}

/**
 * arena_map_pmd_leaf - map a leaf where a PTE table could be
 * @addr:	a slot; frees its PTE table when it has one
 *
 * Read-only, so that splitting it never meets a writable mapping.
 *
 * Return: 0 or -ENOMEM. The kernel may have chosen pages instead; see
 * arena_expect().
 */
int arena_map_pmd_leaf(unsigned long addr)
{
	if (unlikely(keep_every) && arena_state(addr) == ARENA_PTE_TABLE &&
	    !(atomic_inc_return(&keep_count) % keep_every))
		return map_pages(addr);
	return static_call(kptb_vmap_page_range)(addr, addr + PMD_SIZE,
						 page_to_phys(arena.page),
						 PAGE_KERNEL_RO);
}

/**
 * arena_unmap - unmap; tables stay
 * @addr:	where
 * @size:	bytes
 */
void arena_unmap(unsigned long addr, unsigned long size)
{
	static_call(kptb_vunmap_range)(addr, addr + size);
}

/**
 * arena_unmap_slot - unmap all of a slot; tables stay
 * @addr:	the slot; in the slot behind it, nothing is mapped
 *
 * On arm64, a slot has as many pages as the kernel still flushes one by one,
 * which is half of what mapping and unmapping a leaf costs. One page more,
 * and it flushes all at once.
 */
void arena_unmap_slot(unsigned long addr)
{
	arena_unmap(addr, PMD_SIZE + PAGE_SIZE);
}

/**
 * arena_free_pte - free the PTE table of a slot where nothing is mapped
 * @addr:	the slot
 *
 * Return: 0 or -ENOMEM.
 */
int arena_free_pte(unsigned long addr)
{
	int err = arena_map_pmd_leaf(addr);

	arena_unmap_slot(addr);
	return err;
}

static pud_t *arena_pud(unsigned long addr)
{
	struct mm_struct *mm = kptb_init_mm();
	pgd_t *pgd = pgd_offset(mm, addr);
	p4d_t *p4d;

	if (pgd_none(pgdp_get(pgd)))
		return NULL;
	p4d = kptb_p4d_offset(mm, pgd, addr);
	if (p4d_none(p4dp_get(p4d)))
		return NULL;
	return kptb_pud_offset(mm, p4d, addr);
}

/*
 * As vmap_try_huge_pud() calls it. A second reader must not wait for the lock:
 * where a writer waits in between, both would for good. So not where the
 * function takes it itself.
 */
static int free_pmd_page(pud_t *pud, unsigned long addr)
{
	struct mm_struct *mm = kptb_init_mm();
	int err;

	if (!KPTB_PUD_FREE_LOCKS && !mmap_read_trylock(mm))
		return -EAGAIN;
	err = static_call(kptb_pud_free_pmd_page)(pud, addr) ? 0 : -ENOMEM;
	if (!KPTB_PUD_FREE_LOCKS)
		mmap_read_unlock(mm);
	return err;
}

/**
 * arena_free_pmd - free the PMD table of a block where nothing is mapped
 * @addr:	the block
 *
 * Return: 0, -ENOMEM, -EAGAIN, or -EOPNOTSUPP where arena_probe_pmd() says no.
 */
int arena_free_pmd(unsigned long addr)
{
	pud_t *pud;
	int err;

	if (arena.pud_leaf) {
		err = static_call(kptb_vmap_page_range)(addr, addr + PUD_SIZE,
							arena.pud_phys,
							PAGE_KERNEL_RO);
		arena_unmap(addr, PUD_SIZE);
		return err;
	}
	if (!arena.pud_direct)
		return -EOPNOTSUPP;
	pud = arena_pud(addr);
	if (!pud || !pud_present(pudp_get(pud)))
		return 0;
	return free_pmd_page(pud, addr);
}

/**
 * arena_state - what an address is mapped by
 * @addr:	in the arena
 */
enum arena_state arena_state(unsigned long addr)
{
	pud_t *pud = arena_pud(addr);
	pmd_t *pmd;

	if (!pud || pud_none(pudp_get(pud)))
		return ARENA_EMPTY;
	if (pud_leaf(pudp_get(pud)))
		return ARENA_PUD_LEAF;
	pmd = pmd_offset(pud, addr);
	if (pmd_none(pmdp_get(pmd)))
		return ARENA_PMD_TABLE;
	return pmd_leaf(pmdp_get(pmd)) ? ARENA_PMD_LEAF : ARENA_PTE_TABLE;
}

/**
 * arena_expect - verify what an address is mapped by
 * @addr:	in the arena
 * @want:	what it should be
 * @reason:	(out) what is wrong
 *
 * Return: 0, or -EIO with @reason.
 */
int arena_expect(unsigned long addr, enum arena_state want, char *reason)
{
	static const char *const names[] = {
		[ARENA_EMPTY] = "no PMD table",
		[ARENA_PUD_LEAF] = "a PUD leaf",
		[ARENA_PMD_TABLE] = "a PMD table alone",
		[ARENA_PMD_LEAF] = "a PMD leaf",
		[ARENA_PTE_TABLE] = "a PTE table",
	};
	enum arena_state is = arena_state(addr);

	if (is == want)
		return 0;
	return kptb_fail(reason, -EIO, "the arena has %s where %s should be",
			 names[is], names[want]);
}

/* Frees late what could not be freed at once. */
static int gone_late(unsigned long addr, enum arena_state want)
{
	unsigned int i;

	for (i = 0; i < ARENA_GONE_TRIES; i++) {
		if (want == ARENA_EMPTY)
			arena_free_pmd(addr);
		else
			arena_free_pte(addr);
		if (arena_state(addr) == want)
			return -EAGAIN;
		if (signal_pending(current))
			return -EINTR;
		msleep(20);
	}
	return -EIO;
}

/**
 * arena_gone - the end of an operation: is its table gone?
 * @addr:	in the arena; nothing is mapped there
 * @want:	ARENA_PMD_TABLE or ARENA_EMPTY: what is left without it
 * @reason:	(out) what is wrong
 * @err:	what the operation says so far; -EIO: not what it claims to be
 *
 * Where the kernel does not get init_mm's lock at once, it maps pages instead
 * of the leaf and says nothing: the table stays, and the next operation would
 * find it there and make none.
 *
 * Return: @err, or 0; -EAGAIN where it has to be done again.
 */
int arena_gone(unsigned long addr, enum arena_state want, char *reason, int err)
{
	if (likely(!err))
		err = arena_expect(addr, want, reason);
	return likely(err != -EIO && err != -EAGAIN) ? err :
						       gone_late(addr, want);
}

/**
 * arena_drop_pte - as arena_free_pte(), and wait until it is gone
 * @addr:	the slot
 * @reason:	(out) what is wrong
 *
 * Return: 0 or -errno.
 */
int arena_drop_pte(unsigned long addr, char *reason)
{
	int err = arena_gone(addr, ARENA_PMD_TABLE, reason,
			     arena_free_pte(addr));

	return err == -EAGAIN ? 0 : err;
}

/**
 * arena_drop_pmd - as arena_free_pmd(), and wait until it is gone
 * @addr:	the block
 * @reason:	(out) what is wrong
 *
 * Return: 0 or -errno.
 */
int arena_drop_pmd(unsigned long addr, char *reason)
{
	int err = arena_gone(addr, ARENA_EMPTY, reason, arena_free_pmd(addr));

	return err == -EAGAIN ? 0 : err;
}

/**
 * arena_make_pmds - give blocks a PMD table, and nothing in it
 * @first:	first block
 * @nr:		how many
 *
 * Return: 0 or -errno; then none of them is left.
 */
int arena_make_pmds(u32 first, u32 nr)
{
	int err = 0;
	u32 i;

	for (i = first; i < first + nr && !err; i++) {
		err = arena_map_page(arena_block(i));
		arena_unmap(arena_block(i), PAGE_SIZE);
		if (!err)
			err = arena_free_pte(arena_block(i));
		if (!err && signal_pending(current))
			err = -EINTR;
	}
	if (err)
		arena_free_pmds(first, i - first);
	return err;
}

/**
 * arena_free_pmds - free the PMD tables of blocks where nothing is mapped
 * @first:	first block
 * @nr:		how many
 */
void arena_free_pmds(u32 first, u32 nr)
{
	char reason[KPTB_TEXT_LEN];

	while (nr--)
		arena_drop_pmd(arena_block(first + nr), reason);
}

u64 arena_start(void)
{
	return arena.start;
}

u64 arena_size(void)
{
	return arena.size;
}

u32 arena_slots(void)
{
	return arena.size >> PMD_SHIFT;
}

u32 arena_blocks(void)
{
	return (u64)arena.size >> PUD_SHIFT;
}

unsigned long arena_slot(u32 i)
{
	return arena.start + ((unsigned long)i << PMD_SHIFT);
}

unsigned long arena_block(u32 i)
{
	return arena.start + (unsigned long)((u64)i << PUD_SHIFT);
}

/**
 * arena_probe_pte - can PTE tables be made and freed?
 * @reason:	(out) why not
 *
 * Return: 0, or -EOPNOTSUPP with @reason.
 */
int arena_probe_pte(char *reason)
{
	if (!arena.no_pte[0])
		return 0;
	return kptb_fail(reason, -EOPNOTSUPP, "%s", arena.no_pte);
}

/**
 * arena_probe_pmd - can PMD tables be made and freed?
 * @reason:	(out) why not
 *
 * Return: 0, or -EOPNOTSUPP with @reason.
 */
int arena_probe_pmd(char *reason)
{
	if (!arena.no_pmd[0])
		return 0;
	return kptb_fail(reason, -EOPNOTSUPP, "%s", arena.no_pmd);
}
