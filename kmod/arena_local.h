/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The arena, as the files that are it share it
 */
#ifndef KPTB_ARENA_LOCAL_H
#define KPTB_ARENA_LOCAL_H

#include "arena.h"
#include "kptbench_uapi.h"

struct page;
struct vm_struct;

#define ARENA_ORDER	(PMD_SHIFT - PAGE_SHIFT)

struct arena {
	struct vm_struct *area;
	unsigned long start;
	unsigned long size;
	struct page *page;	/* order ARENA_ORDER, behind leaf and page */
	phys_addr_t pud_phys;	/* behind the leaf of a PUD */
	bool pud_leaf;		/* pud_phys is valid, such leaves work */
	bool pud_direct;	/* pud_free_pmd_page() instead */
	char no_pte[KPTB_TEXT_LEN];	/* why PTE tables cannot be freed */
	char no_pmd[KPTB_TEXT_LEN];	/* why PMD tables cannot be freed */
};

extern struct arena arena;

#endif /* KPTB_ARENA_LOCAL_H */
