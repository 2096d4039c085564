/* SPDX-License-Identifier: GPL-2.0-only */
/* pool.h - memory that is freed at once, with the summary it belongs to */
#ifndef KPT_POOL_H
#define KPT_POOL_H

#include <jansson.h>
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

/**
 * pool_list - room for what a list of a file has, all zero
 * @list:	an array, or not: then it has nothing
 * @nr:		how many elements there are; 0 as well when memory ran out
 *
 * Return: as pool_alloc().
 */
void *pool_list(struct pool *p, const json_t *list, size_t size, size_t *nr);

void pool_free(struct pool *p);

#endif
