// SPDX-License-Identifier: GPL-2.0-only
/* touched.c - which lines and pages an operation has touched */
#include <stdlib.h>
#include <string.h>

#include "profile/touched.h"

static size_t hash(uint64_t key)
{
	return (size_t)(key * 0x9e3779b97f4a7c15ull >> 20);
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
