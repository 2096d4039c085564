// SPDX-License-Identifier: GPL-2.0-only
/* cover.c - blocks that were entered, and their file */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "profile/cover.h"

static size_t hash(uint64_t start, uint64_t end)
{
	return (size_t)((start ^ end << 32) * 0x9e3779b97f4a7c15ull >> 20);
}

static int grow(struct cover *c)
{
	size_t nr = c->slot ? 2 * (c->mask + 1) : 1 << 16, i, h;
	struct cover_block **slot = calloc(nr, sizeof(*slot));

	if (!slot)
		return -ENOMEM;
	for (i = 0; c->slot && i <= c->mask; i++) {
		struct cover_block *b = c->slot[i];

		if (!b)
			continue;
		h = hash(b->start, b->end) & (nr - 1);
		while (slot[h])
			h = (h + 1) & (nr - 1);
		slot[h] = b;
	}
	free(c->slot);
	c->slot = slot;
	c->mask = nr - 1;
	return 0;
}

struct cover_block *cover_block(struct cover *c, uint64_t start, uint64_t end)
{
	struct cover_block *b;
	size_t h;

	if (2 * c->nr >= c->mask && grow(c))
		return NULL;
	for (h = hash(start, end) & c->mask; c->slot[h]; h = (h + 1) & c->mask)
		if (c->slot[h]->start == start && c->slot[h]->end == end)
			return c->slot[h];
	b = calloc(1, sizeof(*b));
	if (!b)
		return NULL;
	b->start = start;
	b->end = end;
	c->slot[h] = b;
	c->nr++;
	return b;
}

static int by_start(const void *a, const void *b)
{
	const struct cover_block *x = *(struct cover_block *const *)a;
	const struct cover_block *y = *(struct cover_block *const *)b;

	return (x->start > y->start) - (x->start < y->start);
}

/* Blocks overlap, and most follow another: ranges are fewer. */
static void write_ranges(FILE *f, struct cover_block **v, size_t nr)
{
	uint64_t start = 0, end = 0;
	size_t i;

	for (i = 0; i < nr; i++) {
		if (end && v[i]->start <= end) {
			end = v[i]->end > end ? v[i]->end : end;
			continue;
		}
		if (end)
			fprintf(f, "%" PRIx64 " %" PRIx64 "\n", start, end);
		start = v[i]->start;
		end = v[i]->end;
	}
	if (end)
		fprintf(f, "%" PRIx64 " %" PRIx64 "\n", start, end);
}

static int write_file(const struct cover *c, const char *path,
		      const char *target)
{
	struct cover_block **v = calloc(c->nr + 1, sizeof(*v));
	size_t i, nr = 0;
	int ret = 0;
	FILE *f;

	if (!v)
		return -ENOMEM;
	for (i = 0; c->slot && i <= c->mask; i++)
		if (c->slot[i] && c->slot[i]->when == c->now)
			v[nr++] = c->slot[i];
	qsort(v, nr, sizeof(*v), by_start);
	f = fopen(path, "we");
	if (f) {
		fprintf(f, COVER_MAGIC "\ntarget %s\n", target);
		write_ranges(f, v, nr);
		fprintf(f, "end\n");
		ret = ferror(f) ? -EIO : 0;
	}
	if (!f || fclose(f))
		ret = -errno;
	free(v);
	return ret;
}

int cover_next(struct cover *c, long scenario, const char *target)
{
	char path[sizeof(c->out) + 32];
	int ret;

	if (!c->out[0])
		return 0;
	if (scenario < 0)
		snprintf(path, sizeof(path), "%s-boot", c->out);
	else
		snprintf(path, sizeof(path), "%s-%ld", c->out, scenario);
	ret = write_file(c, path, target);
	c->now++;
	return ret;
}

void cover_free(struct cover *c)
{
	size_t i;

	for (i = 0; c->slot && i <= c->mask; i++)
		free(c->slot[i]);
	free(c->slot);
	memset(c, 0, sizeof(*c));
}
