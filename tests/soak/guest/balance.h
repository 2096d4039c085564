/* SPDX-License-Identifier: GPL-2.0-only */
/* balance.h - what a path may not leave behind */
#ifndef KPT_SOAK_BALANCE_H
#define KPT_SOAK_BALANCE_H

#include "kmod/kptbench_uapi.h"

/**
 * struct balance - tables and memory at one moment
 * @tables:	page tables by region and level, as the module walks them
 * @bytes:	what was allocated by lines of the module and not freed;
 *		-1 where the kernel does not count that
 */
struct balance {
	unsigned long long tables[KPTB_NR_REGIONS][KPTB_NR_LEVELS];
	long long bytes;
};

/** balance_take - what is there now; 0, or 1 after soak_fail() */
int balance_take(int fd, struct balance *b);
/** balance_arena - are the tables of the arena what they were? 0, or 1 */
int balance_arena(int fd, const struct balance *was);
/**
 * balance_check - has nothing been left behind?
 *
 * Tables of vmalloc space may come: the kernel keeps them, and a next area is
 * in them or elsewhere. Nothing else may.
 *
 * Return: 0, or 1 after soak_fail().
 */
int balance_check(int fd, const struct balance *was);

#endif
