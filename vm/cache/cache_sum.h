/* SPDX-License-Identifier: GPL-2.0-only */
/* cache_sum.h - what a finished entry of the cache consists of */
#ifndef KPT_VM_CACHE_SUM_H
#define KPT_VM_CACHE_SUM_H

#include <stdbool.h>

/**
 * vm_sum_write - note size and digest of what matters in an entry
 * @dir:	the entry
 * @sum:	file to write them to
 *
 * Return: 0 or -errno.
 */
int vm_sum_write(const char *dir, const char *sum);

/**
 * vm_sum_holds - has everything in it still the size it had?
 *
 * Return: false, after a message that tells what has not (unless @quiet); true
 * also where no sum is kept.
 */
bool vm_sum_holds(const char *dir, const char *sum, bool quiet);

/**
 * vm_sum_verify - is everything in it what it was, by its digest?
 *
 * Return: how many files are not, each told; -ENOENT where no sum is kept.
 */
int vm_sum_verify(const char *dir, const char *sum);

/** vm_sync_dir - a folder onto the disk; @all: and all of its file system */
int vm_sync_dir(const char *dir, bool all);

#endif
