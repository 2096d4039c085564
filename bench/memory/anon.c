// SPDX-License-Identifier: GPL-2.0-only
/* anon.c - private anonymous pages: a heap, a stack */
#include <sys/mman.h>

#include "bench/memory.h"

static void *anon_map(struct process *p, uint64_t i)
{
	return memory_map(p, i, MAP_PRIVATE | MAP_ANONYMOUS, -1);
}

const struct memory_ops anon_memory = {
	.name = "anon",
	.summary = "private anonymous pages",
	.map = anon_map,
};
