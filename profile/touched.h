/* SPDX-License-Identifier: GPL-2.0-only */
/* touched.h - which lines and pages an operation has touched */
#ifndef KPT_PROFILE_TOUCHED_H
#define KPT_PROFILE_TOUCHED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct touched - a set of lines or pages that empties in no time
 * @slot:	key and the generation it was put in
 */
struct touched {
	struct touched_slot { uint64_t key, when; } *slot;
	size_t mask, used;
	uint64_t now;
};

/** touched_begin - empty it; false: no memory */
bool touched_begin(struct touched *t);
/**
 * touched_add - was it not yet there?
 *
 * Return: 1, 0, or -ENOMEM: there is no room to note it.
 */
int touched_add(struct touched *t, uint64_t key);
void touched_free(struct touched *t);

#define LINE_SHIFT	6	/* 64 bytes */
#define PAGE_SHIFT	12	/* 4 KiB, whatever the guest's pages are */

/**
 * struct footprint - the data of an operation, by virtual address
 * @last:	line that was touched last: it is there
 * @full:	there was no memory for one: counts are too low
 */
struct footprint {
	struct touched lines, pages;
	uint64_t last;
	bool full;
};

/** struct touch - what an access is the first of its operation to touch */
struct touch {
	unsigned int lines, pages;
};

/** footprint_begin - an operation begins; false: no memory */
bool footprint_begin(struct footprint *f);
/** footprint_add - an access of @len bytes, no longer than a line */
struct touch footprint_add(struct footprint *f, uint64_t addr,
			   unsigned int len);
void footprint_free(struct footprint *f);

#endif
