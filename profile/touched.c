// SPDX-License-Identifier: GPL-2.0-only
/* touched.c - which lines and pages an operation has touched */
#include <errno.h>
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

static int grow(struct touched *t)
{
	size_t mask = 2 * t->mask + 1, i;
	struct touched_slot *slot = calloc(mask + 1, sizeof(*slot));

	if (!slot)
		return -ENOMEM;
	for (i = 0; i <= t->mask; i++)
		if (t->slot[i].when == t->now)
			put(slot, mask, t->now, t->slot[i].key);
	free(t->slot);
	t->slot = slot;
	t->mask = mask;
	return 0;
}

int touched_add(struct touched *t, uint64_t key)
{
	if (2 * t->used > t->mask && grow(t))
		return -ENOMEM;
	if (!put(t->slot, t->mask, t->now, key))
		return 0;
	t->used++;
	return 1;
}

void touched_free(struct touched *t)
{
	free(t->slot);
	memset(t, 0, sizeof(*t));
}

bool footprint_begin(struct footprint *f)
{
	f->last = UINT64_MAX;
	return touched_begin(&f->lines) && touched_begin(&f->pages);
}

/* The page of a line that is there is there, too. */
static void add_line(struct footprint *f, uint64_t line, struct touch *new)
{
	int fresh, page = 0;

	if (line == f->last)
		return;
	f->last = line;
	fresh = touched_add(&f->lines, line);
	if (fresh > 0)
		page = touched_add(&f->pages,
				   line >> (PAGE_SHIFT - LINE_SHIFT));
	f->full |= fresh < 0 || page < 0;
	new->lines += fresh > 0;
	new->pages += page > 0;
}

struct touch footprint_add(struct footprint *f, uint64_t addr,
			   unsigned int len)
{
	uint64_t first = addr >> LINE_SHIFT;
	uint64_t last = (addr + len - 1) >> LINE_SHIFT;
	struct touch new = { 0, 0 };

	add_line(f, first, &new);
	if (last != first)
		add_line(f, last, &new);
	return new;
}

void footprint_free(struct footprint *f)
{
	touched_free(&f->lines);
	touched_free(&f->pages);
}
