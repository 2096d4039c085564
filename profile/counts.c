// SPDX-License-Identifier: GPL-2.0-only
/* counts.c - instructions by address */
#include <stdlib.h>
#include <string.h>

#include "profile/counts.h"

static size_t hash(uint64_t key)
{
	return (size_t)(key * 0x9e3779b97f4a7c15ull >> 20);
}

struct count *counts_get(const struct counts *c, size_t i)
{
	return &c->chunk[i / COUNTS_CHUNK][i % COUNTS_CHUNK];
}

static int grow_index(struct counts *c)
{
	size_t nr = c->mask ? 2 * (c->mask + 1) : 1 << 16, i, h;
	uint32_t *index = calloc(nr, sizeof(*index));

	if (!index)
		return -1;
	for (i = 0; i < c->nr; i++) {
		h = hash(counts_get(c, i)->addr) & (nr - 1);
		while (index[h])
			h = (h + 1) & (nr - 1);
		index[h] = (uint32_t)i + 1;
	}
	free(c->index);
	c->index = index;
	c->mask = nr - 1;
	return 0;
}

static int grow_chunks(struct counts *c)
{
	struct count **more;

	more = realloc(c->chunk, (c->nr_chunks + 1) * sizeof(*more));
	if (!more)
		return -1;
	c->chunk = more;
	more[c->nr_chunks] = calloc(COUNTS_CHUNK, sizeof(**more));
	if (!more[c->nr_chunks])
		return -1;
	c->nr_chunks++;
	return 0;
}

struct count *counts_at(struct counts *c, uint64_t addr)
{
	struct count *new;
	size_t h;

	if (2 * c->nr >= c->mask && grow_index(c))
		return NULL;
	for (h = hash(addr) & c->mask; c->index[h]; h = (h + 1) & c->mask)
		if (counts_get(c, c->index[h] - 1)->addr == addr)
			return counts_get(c, c->index[h] - 1);
	if (c->nr == c->nr_chunks * COUNTS_CHUNK && grow_chunks(c))
		return NULL;
	new = counts_get(c, c->nr);
	new->addr = addr;
	c->index[h] = (uint32_t)++c->nr;
	return new;
}

void counts_clear(struct counts *c)
{
	size_t i;

	for (i = 0; i < c->nr; i++) {
		struct count *n = counts_get(c, i);

		n->exec = 0;
		n->loads = 0;
		n->stores = 0;
		n->lines = 0;
		n->pages = 0;
	}
}

void counts_free(struct counts *c)
{
	size_t i;

	for (i = 0; i < c->nr_chunks; i++)
		free(c->chunk[i]);
	free(c->chunk);
	free(c->index);
	memset(c, 0, sizeof(*c));
}
