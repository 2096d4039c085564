// SPDX-License-Identifier: GPL-2.0-only
/* counts.c - instructions by address, and what they touch */
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

/* A slot of an older generation is free, so that no one has to sweep. */
bool touched_begin(struct touched *t)
{
	if (!t->slot) {
		t->mask = (1 << 12) - 1;
		t->slot = calloc(t->mask + 1, sizeof(*t->slot));
	}
	t->now++;
	t->used = 0;
	return t->slot;
}

static bool put(struct touched_slot *slot, size_t mask, uint64_t now,
		uint64_t key)
{
	size_t h = hash(key) & mask;

	for (; slot[h].when == now; h = (h + 1) & mask)
		if (slot[h].key == key)
			return false;
	slot[h] = (struct touched_slot){ key, now };
	return true;
}

static void grow(struct touched *t)
{
	size_t mask = 2 * t->mask + 1, i;
	struct touched_slot *slot = calloc(mask + 1, sizeof(*slot));

	/* Without memory the table only gets slower, until it is full. */
	if (!slot)
		return;
	for (i = 0; i <= t->mask; i++)
		if (t->slot[i].when == t->now)
			put(slot, mask, t->now, t->slot[i].key);
	free(t->slot);
	t->slot = slot;
	t->mask = mask;
}

bool touched_add(struct touched *t, uint64_t key)
{
	if (2 * t->used > t->mask)
		grow(t);
	if (t->used >= t->mask || !put(t->slot, t->mask, t->now, key))
		return false;
	t->used++;
	return true;
}

void touched_free(struct touched *t)
{
	free(t->slot);
	memset(t, 0, sizeof(*t));
}
