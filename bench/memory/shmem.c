// SPDX-License-Identifier: GPL-2.0-only
/* shmem.c - shared anonymous pages, of an object that each range has anew */
#include <sys/mman.h>

#include "bench/memory.h"

static void *shmem_map(struct process *p, uint64_t i)
{
	return memory_map(p, i, MAP_SHARED | MAP_ANONYMOUS, -1);
}

const struct memory_ops shmem_memory = {
	.name = "shmem",
	.summary = "shared anonymous pages",
	.map = shmem_map,
};
