// SPDX-License-Identifier: GPL-2.0-only
/* pool.c - memory that is freed at once, with the summary it belongs to */
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>

#include "analyze/summary/pool.h"

#define CHUNK_SIZE	65536

struct pool_chunk {
	struct pool_chunk *before;
	size_t used, room;
	alignas(max_align_t) unsigned char mem[];
};

static struct pool_chunk *chunk_of(struct pool *p, size_t size)
{
	size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;
	struct pool_chunk *c = p->last;

	if (c && c->room - c->used >= size)
		return c;
	c = calloc(1, sizeof(*c) + room);
	if (!c)
		return NULL;
	c->before = p->last;
	c->room = room;
	p->last = c;
	return c;
}

void *pool_alloc(struct pool *p, size_t nr, size_t size)
{
	const size_t unit = alignof(max_align_t);
	struct pool_chunk *c = NULL;
	size_t need;

	if (!nr || !size)
		nr = size = 1;
	if (nr <= (SIZE_MAX / 2 - unit) / size) {
		need = (nr * size + unit - 1) / unit * unit;
		c = chunk_of(p, need);
	}
	if (!c) {
		p->failed = true;
		return NULL;
	}
	c->used += need;
	return c->mem + c->used - need;
}

void *pool_list(struct pool *p, const json_t *list, size_t size, size_t *nr)
{
	void *v = pool_alloc(p, json_array_size(list), size);

	*nr = v ? json_array_size(list) : 0;
	return v;
}

void pool_free(struct pool *p)
{
	while (p->last) {
		struct pool_chunk *c = p->last;

		p->last = c->before;
		free(c);
	}
}
