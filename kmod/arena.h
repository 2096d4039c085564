/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Address space of our own, to make page tables in
 *
 * Reserved once, when the module loads, and aligned so that every PMD table
 * and PTE table below it maps nothing else. It is used in slots (what one
 * PTE table maps, PMD_SIZE) and blocks (what one PMD table maps, PUD_SIZE).
 */
#ifndef KPTB_ARENA_H
#define KPTB_ARENA_H

#include <linux/types.h>

/* What an address of the arena is mapped by. */
enum arena_state {
	ARENA_EMPTY,		/* no PMD table */
	ARENA_PUD_LEAF,		/* a leaf instead of a PMD table */
	ARENA_PMD_TABLE,	/* a PMD table, and no PTE table */
	ARENA_PMD_LEAF,		/* a leaf instead of a PTE table */
	ARENA_PTE_TABLE,	/* a PTE table */
};

int arena_init(void);
void arena_exit(void);

u64 arena_start(void);
u64 arena_size(void);
u32 arena_slots(void);
u32 arena_blocks(void);
unsigned long arena_slot(u32 i);
unsigned long arena_block(u32 i);

int arena_probe_pte(char *reason);
int arena_probe_pmd(char *reason);

int arena_map_page(unsigned long addr);
int arena_map_pmd_leaf(unsigned long addr);
void arena_unmap(unsigned long addr, unsigned long size);
void arena_unmap_slot(unsigned long addr);
int arena_free_pte(unsigned long addr);
int arena_free_pmd(unsigned long addr);

int arena_make_pmds(u32 first, u32 nr);
void arena_free_pmds(u32 first, u32 nr);

enum arena_state arena_state(unsigned long addr);
int arena_expect(unsigned long addr, enum arena_state want, char *reason);
int arena_drop_pte(unsigned long addr, char *reason);
int arena_drop_pmd(unsigned long addr, char *reason);
int arena_gone(unsigned long addr, enum arena_state want, char *reason,
	       int err);

#endif /* KPTB_ARENA_H */
