/* SPDX-License-Identifier: GPL-2.0-only */
/* pool.h - memory that is freed at once, with the summary it belongs to */
#ifndef KPT_POOL_H
#define KPT_POOL_H

#include <stdbool.h>
#include <stddef.h>

struct pool_chunk;

/**
 * struct pool - what was allocated, and whether anything could not be
 * @failed:	memory ran out: what was read is not whole
 */
struct pool {
	struct pool_chunk *last;
	bool failed;
};

/**
 * pool_alloc - room for @nr elements of @size bytes, all zero
 *
 * Return: a pointer, also for none of them; NULL with @failed set when memory
 * ran out.
 */
void *pool_alloc(struct pool *p, size_t nr, size_t size);

void pool_free(struct pool *p);

#endif
