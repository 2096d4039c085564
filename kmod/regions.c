// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the parts of the kernel's address space are
 *
 * All that the audit knows about architectures. An address that no range
 * names is KPTB_OTHER, so an architecture that is not here is still counted.
 */
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/vmalloc.h>
#ifdef __has_include	/* sparse knows no such thing */
#if __has_include("asm/fixmap.h")
#include <asm/fixmap.h>
#endif
#endif

#include "arena.h"
#include "compat.h"
#include "kptb.h"
#include "syms.h"

static void add(struct kptb_ranges *r, unsigned long start, unsigned long last,
		enum kptb_region region)
{
	if (start > last || r->nr == KPTB_MAX_RANGES)
		return;
	r->range[r->nr++] = (struct kptb_range){ start, last, region };
}

/* Makes [start, last] something else than the ranges say so far. */
static void carve(struct kptb_ranges *r, unsigned long start,
		  unsigned long last, enum kptb_region region)
{
	struct kptb_ranges was = *r;
	unsigned int i;

	r->nr = 0;
	for (i = 0; i < was.nr; i++) {
		const struct kptb_range *o = &was.range[i];

		if (o->last < start || o->start > last) {
			add(r, o->start, o->last, o->region);
			continue;
		}
		if (o->start < start)
			add(r, o->start, start - 1, o->region);
		if (o->last > last)
			add(r, last + 1, o->last, o->region);
	}
	add(r, start, last, region);
}

#if defined(CONFIG_ARM64)
static void arch_ranges(struct kptb_ranges *r)
{
	/* With 52 bits configured and 48 there, the rest is an alias. */
	r->first = _PAGE_OFFSET(vabits_actual);
	add(r, r->first, PAGE_END - 1, KPTB_LINEAR);
	add(r, MODULES_VADDR, MODULES_END - 1, KPTB_MODULES);
	add(r, VMALLOC_START, VMALLOC_END - 1, KPTB_VMALLOC);
	add(r, VMEMMAP_START, VMEMMAP_END - 1, KPTB_VMEMMAP);
	add(r, VMEMMAP_END, ULONG_MAX, KPTB_FIXMAP);
}
#elif defined(CONFIG_X86_64)
static void arch_ranges(struct kptb_ranges *r)
{
	bool l5 = pgtable_l5_enabled();

	r->first = ULONG_MAX << (l5 ? 56 : 47);
	add(r, PAGE_OFFSET, VMALLOC_START - 1, KPTB_LINEAR);
	add(r, VMALLOC_START, VMALLOC_END, KPTB_VMALLOC);
	add(r, VMEMMAP_START, VMEMMAP_START + (1UL << (l5 ? 49 : 40)) - 1,
	    KPTB_VMEMMAP);
	add(r, __START_KERNEL_map, MODULES_END - 1, KPTB_MODULES);
	add(r, MODULES_END, ULONG_MAX, KPTB_FIXMAP);
}
#elif defined(CONFIG_RISCV) && defined(CONFIG_64BIT)
static void arch_ranges(struct kptb_ranges *r)
{
	/* MODULES_VADDR is said in terms of _end, which no module may use. */
	unsigned long image = kernel_map.virt_addr;

	r->first = ULONG_MAX << (VA_BITS - 1);
	add(r, PAGE_OFFSET, image - 1, KPTB_LINEAR);
	carve(r, ULONG_MAX - SZ_2G + 1, ULONG_MAX, KPTB_MODULES);
	add(r, VMALLOC_START, VMALLOC_END - 1, KPTB_VMALLOC);
	add(r, VMEMMAP_START, VMEMMAP_END - 1, KPTB_VMEMMAP);
	add(r, r->first, VMEMMAP_START - 1, KPTB_FIXMAP);
}
#elif defined(CONFIG_S390)
static void arch_ranges(struct kptb_ranges *r)
{
	unsigned long start = (unsigned long)vmemmap;

	/* A space of its own, as large as its top table maps. */
	r->last = (1UL << (kptb_top_type(kptb_init_mm()) / 4 * 11 + 31)) - 1;
	add(r, PAGE_OFFSET, start - 1, KPTB_LINEAR);
	add(r, start, VMALLOC_START - 1, KPTB_VMEMMAP);
	add(r, VMALLOC_START, VMALLOC_END - 1, KPTB_VMALLOC);
	/* Modules, and the image above them; their limits are not exported. */
	add(r, VMALLOC_END, r->last, KPTB_MODULES);
}
#else
static void arch_ranges(struct kptb_ranges *r)
{
	/* What the top table maps; 0 where that is every address. */
	unsigned long span = (unsigned long)PTRS_PER_PGD << PGDIR_SHIFT;
	unsigned int i;

	add(r, PAGE_OFFSET, (unsigned long)high_memory - 1, KPTB_LINEAR);
#if defined(CONFIG_SPARSEMEM_VMEMMAP)
	carve(r, (unsigned long)vmemmap, (unsigned long)vmemmap +
	      (sizeof(struct page) << (MAX_PHYSMEM_BITS - PAGE_SHIFT)) - 1,
	      KPTB_VMEMMAP);
#endif
	carve(r, VMALLOC_START, VMALLOC_END - 1, KPTB_VMALLOC);
#ifdef MODULES_VADDR
	if (MODULES_VADDR != VMALLOC_START)
		carve(r, MODULES_VADDR, MODULES_END - 1, KPTB_MODULES);
#endif
	/* 64-bit PowerPC says it in terms of a variable no module may use. */
#if defined(FIXADDR_START) && defined(FIXADDR_TOP) && !defined(CONFIG_PPC64)
	carve(r, FIXADDR_START, FIXADDR_TOP + PAGE_SIZE - 1, KPTB_FIXMAP);
#endif
	r->first = ULONG_MAX;
	for (i = 0; i < r->nr; i++)
		r->first = min(r->first, r->range[i].start);
	if (!span)
		return;
	/* Addresses are signed where the kernel has both ends of them. */
	if (r->first < span)
		r->first = -(span / 2);
	r->last = r->first + span - 1;
}
#endif

/**
 * kptb_ranges_get - the kernel's address space as it is now
 * @ranges:	(out)
 */
void kptb_ranges_get(struct kptb_ranges *ranges)
{
	unsigned long text = kptb_sym(KPTB_SYM_TEXT);
	unsigned long end = kptb_sym(KPTB_SYM_END);

	*ranges = (struct kptb_ranges){ .last = ULONG_MAX };
	arch_ranges(ranges);
	/* Where the image has a mapping of its own, it counts as modules. */
	if (text && end && is_vmalloc_addr((void *)text))
		carve(ranges, text, end - 1, KPTB_MODULES);
	if (arena_size())
		carve(ranges, arena_start(), arena_start() + arena_size() - 1,
		      KPTB_ARENA);
}

/**
 * kptb_ranges_find - the region of an address range
 * @ranges:	the kernel's address space
 * @start:	first byte
 * @last:	last byte
 *
 * Return: the region; KPTB_SHARED when it touches more than one, KPTB_OTHER
 * when it touches none.
 */
enum kptb_region kptb_ranges_find(const struct kptb_ranges *ranges,
				  unsigned long start, unsigned long last)
{
	enum kptb_region found = KPTB_OTHER;
	unsigned int i;

	for (i = 0; i < ranges->nr; i++) {
		const struct kptb_range *r = &ranges->range[i];

		if (r->last < start || r->start > last)
			continue;
		if (found != KPTB_OTHER && found != r->region)
			return KPTB_SHARED;
		found = r->region;
	}
	return found;
}
