/* SPDX-License-Identifier: GPL-2.0-only */
/* memory.h - what the ranges of a process are made of */
#ifndef KPT_MEMORY_H
#define KPT_MEMORY_H

#include "bench/process.h"

/**
 * struct memory_ops - a kind of memory that a process can have mapped
 * @name:	as scenarios name it: memory = NAME
 * @summary:	what it is, in a few words
 * @whole:	a range is one huge page: as much as a PMD maps, or n/a
 * @ready:	look whether there is such memory here, and get what @map wants;
 *		-errno with @why (optional)
 * @map:	map range @i, touch no page; as mmap()
 * @read:	touching a page is reading it, else writing to it
 * @check:	is all that was touched of this kind? -errno, with a message
 *		(optional)
 *
 * One kind a file memory/NAME.c, ending in its descriptor NAME_memory; the
 * file name registers it. All of it is done by the child (bench/process.h).
 */
struct memory_ops {
	const char *name, *summary;
	bool whole, read;
	int (*ready)(struct process *p, char *why, size_t len);
	void *(*map)(struct process *p, uint64_t i);
	int (*check)(struct process *p);
};

/** memory_at - the i-th kind; NULL past the last */
const struct memory_ops *memory_at(size_t i);

/** memory_find - by its name, or NULL with @why, which has all names */
const struct memory_ops *memory_find(const char *name, char *why, size_t len);

/** memory_map - mmap() of range @i of @p with these flags, at its address */
void *memory_map(struct process *p, uint64_t i, int flags, int fd);

#endif
