/* SPDX-License-Identifier: GPL-2.0-only */
/* boot.h - how many instructions a machine has executed where a function begins */
#ifndef KPT_PROFILE_BOOT_H
#define KPT_PROFILE_BOOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BOOT_MAGIC	"kptprof.boot/1"
#define BOOT_MARKS	16

/**
 * struct boot_mark - the first time a function is called
 * @addr:	of its first instruction
 * @at:	instructions executed before it
 * @boot:	what it is a mark of
 */
struct boot_mark {
	struct boot *boot;
	char name[24];
	uint64_t addr;
	bool seen;
	uint64_t at;
};

/**
 * struct boot - the marks of a kernel
 * @out:	file they are written to when the last has been seen, or ""
 */
struct boot {
	char out[256];
	struct boot_mark mark[BOOT_MARKS];
	size_t nr, seen;
};

/** boot_add - take "NAME@ADDRESS", in hexadecimal; false: it is none */
bool boot_add(struct boot *b, const char *word);

/** boot_counts - is there still something to see? */
static inline bool boot_counts(const struct boot *b)
{
	return b->seen < b->nr;
}

/** boot_mark_at - the mark at an address, or NULL */
struct boot_mark *boot_mark_at(struct boot *b, uint64_t addr);

/**
 * boot_reached - a mark's function is called
 * @executed: instructions before it
 *
 * The file is written when the last mark has been reached. Return: 0 or -errno.
 */
int boot_reached(struct boot_mark *m, uint64_t executed);

#endif
