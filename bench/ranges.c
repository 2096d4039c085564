// SPDX-License-Identifier: GPL-2.0-only
/* ranges.c - the ranges of pages that a process has, and its operations use */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "bench/memory.h"
#include "common/util.h"

#define X(name) extern const struct memory_ops name##_memory;
#include "memories.h"
#undef X

static const struct memory_ops *const kinds[] = {
#define X(name) &name##_memory,
#include "memories.h"
#undef X
};

const struct memory_ops *memory_at(size_t i)
{
	return i < ARRAY_SIZE(kinds) ? kinds[i] : NULL;
}

const struct memory_ops *memory_find(const char *name, char *why, size_t len)
{
	size_t i, n;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(kinds[i]->name, name))
			return kinds[i];
	n = (size_t)snprintf(why, len, "no memory is called '%s'; there are:",
			     name);
	for (i = 0; i < ARRAY_SIZE(kinds) && n < len; i++)
		n += (size_t)snprintf(why + n, len - n, " %s", kinds[i]->name);
	return NULL;
}

/* A hole, for what shares no table with the ranges. */
int process_place(struct process *p, size_t slices)
{
	size_t want = slices * process_slice(p), len = want + p->span;
	char *at = mmap(NULL, len, PROT_NONE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (at == MAP_FAILED)
		return -errno;
	munmap(at, len);
	p->area = at + (p->span - (size_t)at % p->span) % p->span;
	return 0;
}

int process_ready(struct process *p)
{
	int ret = 0;
	/* This page stays, and keeps the table above those of the ranges. */
	char *at = mmap(p->area, p->page, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE,
			-1, 0);

	if (at == MAP_FAILED)
		return -errno;
	*(volatile char *)at = 1;
	/* Where there is a doubt, one is tried. */
	if (p->memory->check) {
		ret = process_touch_first(p) ? -ENODEV : 0;
		process_unmap_all(p);
	}
	return ret;
}

void *memory_map(struct process *p, uint64_t i, int flags, int fd)
{
	/* Pages of a pool are reserved, or a fault might find none. */
	if (!(flags & MAP_HUGETLB))
		flags |= MAP_NORESERVE;
	return mmap(process_range(p, i), p->len, PROT_READ | PROT_WRITE,
		    flags | MAP_FIXED, fd, 0);
}

int process_map(struct process *p, uint64_t i)
{
	return p->memory->map(p, i) == MAP_FAILED ? -errno : 0;
}

void process_write(struct process *p, uint64_t i)
{
	volatile char *at = process_range(p, i);
	size_t off;

	for (off = 0; off < p->len; off += p->page)
		at[off] = 1;
}

void process_touch(struct process *p, uint64_t i)
{
	volatile char *at = process_range(p, i);
	size_t off;

	if (!p->memory->read) {
		process_write(p, i);
		return;
	}
	for (off = 0; off < p->len; off += p->page)
		(void)at[off];
}

int process_check(struct process *p)
{
	return p->memory->check ? p->memory->check(p) : 0;
}

int process_map_all(struct process *p)
{
	uint64_t i;
	int ret = 0;

	for (i = 0; i < p->nr && !ret; i++)
		ret = process_map(p, i);
	return ret;
}

static int touch(struct process *p, uint64_t nr)
{
	uint64_t i;
	int ret = 0;

	for (i = 0; i < nr && !ret; i++) {
		ret = process_map(p, i);
		if (!ret)
			process_touch(p, i);
	}
	return ret ? ret : process_check(p);
}

int process_touch_all(struct process *p)
{
	return touch(p, p->nr);
}

int process_touch_first(struct process *p)
{
	return touch(p, 1);
}

int process_unmap_all(struct process *p)
{
	/* One more: a range that was moved is behind the last. */
	return munmap(process_range(p, 0), (p->nr + 1) * p->span) ? -errno : 0;
}
