// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reserves the arena, and finds out what works in it
 */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/log2.h>
#include <linux/math.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/vmalloc.h>

#include "arena_local.h"
#include "churn.h"
#include "compat.h"
#include "kptb.h"
#include "syms.h"

/* With KASAN every reserved byte costs shadow memory at once. */
#define ARENA_MAX_SHIFT	(IS_ENABLED(CONFIG_KASAN_VMALLOC) ? 31 : 40)
#define ARENA_MIN_SHIFT	24

/* Leave others some, and ask for no more, which is a kernel warning. */
#define ARENA_ROOM_SHIFT	ilog2(VMALLOC_END - VMALLOC_START - SZ_128M)

/* A range of hidden RAM that a leaf can map. */
static bool find_pud_phys(phys_addr_t *phys)
{
	char reason[KPTB_TEXT_LEN];
	u64 start, size, first;

	if (kptb_hidden_range(&start, &size, reason))
		return false;
	first = round_up(start, (u64)PUD_SIZE);
	*phys = first;
	return first >= start && first - start < size &&
	       size - (first - start) >= PUD_SIZE;
}

static struct vm_struct *get_area(unsigned long size)
{
	return static_call(kptb_get_vm_area)(size, KPTB_VM_HOLE, VMALLOC_START,
					     VMALLOC_END,
					     __builtin_return_address(0));
}

static int reserve(char *reason)
{
	unsigned long align;
	int shift;

	for (shift = min_t(int, ARENA_MAX_SHIFT, ARENA_ROOM_SHIFT);
	     shift >= max(ARENA_MIN_SHIFT, PMD_SHIFT + 2); shift--) {
		arena.size = 1UL << shift;
		align = shift >= PUD_SHIFT ? PUD_SIZE : PMD_SIZE;
		arena.area = get_area(arena.size + align);
		if (!arena.area)
			continue;
		arena.start = ALIGN((unsigned long)arena.area->addr, align);
		return 0;
	}
	arena.size = 0;
	return kptb_fail(reason, -ENOMEM, "no room for an arena in vmalloc space");
}

/* Tries on the first slot whether a PTE table comes and goes. */
static int try_pte(char *reason)
{
	unsigned long addr = arena.start;
	int err;

	err = arena_map_page(addr);
	if (!err)
		err = arena_expect(addr, ARENA_PTE_TABLE, reason);
	arena_unmap(addr, PAGE_SIZE);
	if (err)
		return err;
	if (!IS_ENABLED(CONFIG_HAVE_ARCH_HUGE_VMAP))
		return kptb_fail(reason, -EOPNOTSUPP,
				 "no huge kernel mappings on this architecture (no HAVE_ARCH_HUGE_VMAP): no PTE table is ever freed");
	/* Its page directories are copies: none is freed below them. */
	if (IS_ENABLED(CONFIG_X86_PAE))
		return kptb_fail(reason, -EOPNOTSUPP,
				 "x86 with PAE puts no huge mapping where a PTE table is (CONFIG_X86_PAE): none is ever freed");
	err = arena_map_pmd_leaf(addr);
	if (!err && arena_state(addr) != ARENA_PMD_LEAF)
		err = kptb_fail(reason, -EOPNOTSUPP,
				"no huge kernel mappings here (PTDUMP_DEBUGFS or nohugeiomap)");
	arena_unmap_slot(addr);
	return err;
}

/* Tries on the first block whether its PMD table goes. */
static int try_pmd(char *reason)
{
	unsigned long addr = arena.start;
	int err;

	if (!arena_blocks())
		return kptb_fail(reason, -EOPNOTSUPP,
				 "the arena is smaller than one PMD table maps");
	if (PTRS_PER_PMD == 1)
		return kptb_fail(reason, -EOPNOTSUPP, "no PMD level here");
	arena.pud_leaf = find_pud_phys(&arena.pud_phys);
	if (arena.pud_leaf) {
		err = arena_free_pmd(addr);
		if (!err && arena_state(addr) == ARENA_EMPTY)
			return 0;
		arena.pud_leaf = false;
		err = arena_make_pmds(0, 1);
		if (err)
			return err;
	}
	err = kptb_sym_missing(KPTB_SYM_PUD_FREE_PMD_PAGE, reason);
	if (err)
		return err;
	arena.pud_direct = true;
	err = arena_drop_pmd(addr, reason);
	arena.pud_direct = !err;
	return err;
}

/* PUD tables stay for good: make them now, so that they never count again. */
static int make_puds(void)
{
	unsigned long addr = arena.start;
	unsigned long last = arena.start + arena.size - 1;
	unsigned long next;
	int err;

	while (addr < last) {
		err = arena_map_page(addr);
		arena_unmap(addr, PAGE_SIZE);
		if (err)
			return err;
		if (arena.no_pte[0])
			break;
		arena_free_pte(addr);
		if (!arena.no_pmd[0])
			arena_free_pmd(addr);
		next = p4d_addr_end(addr, last);
		if (next <= addr)
			break;
		addr = next;
	}
	return 0;
}

/**
 * arena_init - reserve the arena and find out what works in it
 *
 * Return: 0 or -ENOMEM. What cannot be done here is no error, but the answer
 * of arena_probe_pte() and arena_probe_pmd().
 */
int arena_init(void)
{
	static const enum kptb_sym needs[] = {
		KPTB_SYM_INIT_MM, KPTB_SYM_VMAP_PAGE_RANGE,
		KPTB_SYM_VUNMAP_RANGE, KPTB_SYM_GET_VM_AREA,
	};
	unsigned int i;
	int err = 0;

	for (i = 0; i < ARRAY_SIZE(needs) && !err; i++)
		err = kptb_sym_missing(needs[i], arena.no_pte);
	if (!err) {
		arena.page = alloc_pages(GFP_KERNEL | __GFP_ZERO | __GFP_NOWARN,
					 ARENA_ORDER);
		if (!arena.page)
			err = kptb_fail(arena.no_pte, -ENOMEM,
					"no free page of order %d", ARENA_ORDER);
	}
	if (!err)
		err = reserve(arena.no_pte);
	if (!err)
		err = try_pte(arena.no_pte);
	if (err && !arena.no_pte[0])
		kptb_fail(arena.no_pte, err, "cannot map a page: error %d", err);

	if (arena.no_pte[0]) {
		strscpy(arena.no_pmd, arena.no_pte, sizeof(arena.no_pmd));
	} else {
		err = try_pmd(arena.no_pmd);
		if (err && !arena.no_pmd[0])
			kptb_fail(arena.no_pmd, err,
				  "cannot free a PMD table: error %d", err);
	}
	if (!arena.size)
		return 0;
	err = make_puds();
	if (err)
		arena_exit();
	return err;
}

/**
 * arena_exit - give everything back
 */
void arena_exit(void)
{
	if (arena.area)
		free_vm_area(arena.area);
	if (arena.page)
		__free_pages(arena.page, ARENA_ORDER);
	arena.area = NULL;
	arena.page = NULL;
	arena.size = 0;
}
