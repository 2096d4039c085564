// SPDX-License-Identifier: GPL-2.0-only
/* ranges.c - the ranges of pages that a process has, and its operations use */
#include <errno.h>
#include <sys/mman.h>

#include "bench/process.h"

int process_map(struct process *p, uint64_t i)
{
	void *at = mmap(process_range(p, i), p->len, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE,
			-1, 0);

	return at == MAP_FAILED ? -errno : 0;
}

void process_touch(struct process *p, uint64_t i)
{
	volatile char *at = process_range(p, i);
	size_t off;

	for (off = 0; off < p->len; off += p->page)
		at[off] = 1;
}

int process_map_all(struct process *p, bool touch)
{
	uint64_t i;
	int ret = 0;

	for (i = 0; i < p->nr && !ret; i++) {
		ret = process_map(p, i);
		if (!ret && touch)
			process_touch(p, i);
	}
	return ret;
}

int process_unmap_all(struct process *p)
{
	/* One more: a range that was moved is behind the last. */
	return munmap(process_range(p, 0), (p->nr + 1) * p->span) ? -errno : 0;
}
