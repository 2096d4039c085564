/* SPDX-License-Identifier: GPL-2.0-only */
/* counts.h - what is counted, instruction by instruction */
#ifndef KPT_PROFILE_COUNTS_H
#define KPT_PROFILE_COUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct count - one guest instruction and its counts since counts_clear()
 * @addr:	virtual address
 * @mark:	KPTB_MARK_*, 0 for any other instruction
 * @clears:	it stores, though QEMU says nothing of it
 * @exec:	times executed; translated code adds to it by itself
 * @loads:	memory reads
 * @stores:	memory writes
 * @lines:	64-byte lines it was the first of its operation to touch
 * @pages:	4 KiB pages, likewise
 */
struct count {
	uint64_t addr;
	unsigned int mark;
	bool clears;
	uint64_t exec, loads, stores, lines, pages;
};

#define COUNTS_CHUNK	4096

/**
 * struct counts - all of them; an entry never moves
 * @nr:		entries
 * @chunk:	COUNTS_CHUNK entries each
 * @index:	hash of addresses: number of the entry, plus 1
 */
struct counts {
	size_t nr;
	struct count **chunk;
	size_t nr_chunks;
	uint32_t *index;
	size_t mask;
};

/** counts_at - the entry of an address, made when new; NULL: no memory */
struct count *counts_at(struct counts *c, uint64_t addr);
/** counts_get - entry @i, in the order they were made */
struct count *counts_get(const struct counts *c, size_t i);
/** counts_clear - everything to 0 */
void counts_clear(struct counts *c);
void counts_free(struct counts *c);

#endif
