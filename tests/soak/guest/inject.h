/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * inject.h - allocations of the kernel that fail
 *
 * Of caches of objects and of pages, whether they may wait or not. What the
 * kernel has to watch itself, kmemleak and its count of allocations by line,
 * always gets its memory.
 */
#ifndef KPT_SOAK_INJECT_H
#define KPT_SOAK_INJECT_H

#include <stdbool.h>

/** inject_open - before all others; 0, or 1 after soak_fail() */
int inject_open(void);
/** inject_nth - the @nth allocation of this thread fails; 0: none; 0, or 1 */
int inject_nth(int nth);
/** inject_happened - has it failed since inject_nth(@nth)? */
bool inject_happened(int nth);
/**
 * inject_chance - of all that the module allocates, in any thread, so many of
 *	a hundred fail; 0, or 1
 */
int inject_chance(unsigned int percent);
/** inject_tables - do pages of order 0 fail as well, as tables are? 0, or 1 */
int inject_tables(bool fail);
/** inject_cache - do objects of this cache fail? */
void inject_cache(const char *cache, bool fail);
/** inject_may_be - is this what a call ends with that lacks memory? */
bool inject_may_be(int err);

#endif
