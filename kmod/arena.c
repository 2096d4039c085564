// SPDX-License-Identifier: GPL-2.0-only
/*
 * Address space of our own, and what is mapped there
 *
 * A kernel page table dies when a leaf one level up is mapped over it. The
 * leaf of a PMD maps an order-9 page of ours. The leaf of a PUD (1 GiB)
 * cannot: it maps an aligned range that is System RAM to the last page,
 * read-only, and nothing ever reads through it. Where there is no such range
 * the kernel's own pud_free_pmd_page() is called, which is what mapping the
 * leaf would have done.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>
#include <linux/vmalloc.h>

#include "arena.h"
#include "churn.h"
#include "compat.h"
#include "syms.h"

#define ARENA_ORDER	(PMD_SHIFT - PAGE_SHIFT)

/* With KASAN every reserved byte costs shadow memory at once. */
#define ARENA_MAX_SHIFT	(IS_ENABLED(CONFIG_KASAN_VMALLOC) ? 31 : 38)
#define ARENA_MIN_SHIFT	24

/* Leave others some, and ask for no more, which is a kernel warning. */
#define ARENA_ROOM_SHIFT	ilog2(VMALLOC_END - VMALLOC_START - SZ_128M)

static struct {
	struct vm_struct *area;
	unsigned long start;
	unsigned long size;
	struct page *page;	/* order ARENA_ORDER, behind leaf and page */
	phys_addr_t pud_phys;	/* behind the leaf of a PUD */
	bool pud_leaf;		/* pud_phys is valid, such leaves work */
	bool pud_direct;	/* pud_free_pmd_page() instead */
	char no_pte[KPTB_TEXT_LEN];	/* why PTE tables cannot be freed */
	char no_pmd[KPTB_TEXT_LEN];	/* why PMD tables cannot be freed */
} arena;

/* Is every page of the range RAM that the kernel manages? */
static bool all_ram(phys_addr_t phys, unsigned long size)
{
	unsigned long pfn = PHYS_PFN(phys);
	unsigned long end = pfn + PHYS_PFN(size);

	if (region_intersects(phys, size, IORESOURCE_SYSTEM_RAM,
			      IORES_DESC_NONE) != REGION_INTERSECTS)
		return false;
	for (; pfn < end; pfn++)
		if (!pfn_valid(pfn))
			return false;
	return true;
}

static bool find_pud_phys(phys_addr_t *phys)
{
	unsigned long end = 0;
	unsigned long pfn;
	int nid;

	for_each_online_node(nid)
		end = max(end, pgdat_end_pfn(NODE_DATA(nid)));
	for (pfn = 0; pfn < end; pfn += PHYS_PFN(PUD_SIZE)) {
		if (end - pfn < PHYS_PFN(PUD_SIZE))
			break;
		if (all_ram(PFN_PHYS(pfn), PUD_SIZE)) {
			*phys = PFN_PHYS(pfn);
			return true;
		}
	}
	return false;
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
						 PAGE_KERNEL);
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
 * arena_free_pte - free the PTE table of a slot where nothing is mapped
 * @addr:	the slot
 *
 * Return: 0 or -ENOMEM.
 */
int arena_free_pte(unsigned long addr)
{
	int err = arena_map_pmd_leaf(addr);

	arena_unmap(addr, PMD_SIZE);
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

/**
 * arena_free_pmd - free the PMD table of a block where nothing is mapped
 * @addr:	the block
 *
 * Return: 0, -ENOMEM, or -EOPNOTSUPP where arena_probe_pmd() says no.
 */
int arena_free_pmd(unsigned long addr)
{
	struct mm_struct *mm = kptb_init_mm();
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
	mmap_read_lock(mm);
	err = static_call(kptb_pud_free_pmd_page)(pud, addr) ? 0 : -ENOMEM;
	mmap_read_unlock(mm);
	return err;
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
	while (nr--)
		arena_free_pmd(arena_block(first + nr));
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

static struct vm_struct *get_area(unsigned long size)
{
	return static_call(kptb_get_vm_area)(size, VM_MAP, VMALLOC_START,
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
	arena_unmap(addr, PMD_SIZE);
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
	err = arena_free_pmd(addr);
	if (!err)
		err = arena_expect(addr, ARENA_EMPTY, reason);
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
