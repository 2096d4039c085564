// SPDX-License-Identifier: GPL-2.0-only
/*
 * hugetlb.c - hugetlb pages as large as what a PMD maps, one a range
 *
 * They come from a pool that whoever runs this fills: a setting of the machine
 * that nothing here changes. Guests have hugepages=N in their scenario's boot.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>

#include "bench/memory.h"

/* As <linux/mman.h> has it: log2 of the size of a page. */
#define HUGE_SHIFT	26

static int hugetlb_ready(struct process *p, char *why, size_t len)
{
	unsigned long long free = 0;
	char path[80];
	FILE *f;

	snprintf(path, sizeof(path),
		 "/sys/kernel/mm/hugepages/hugepages-%zukB/free_hugepages",
		 p->span >> 10);
	f = fopen(path, "re");
	if (!f || fscanf(f, "%llu", &free) != 1) {
		snprintf(why, len, "this kernel has no hugetlb pages of %zu KiB (CONFIG_HUGETLBFS)",
			 p->span >> 10);
		if (f)
			fclose(f);
		return -ENODEV;
	}
	fclose(f);
	/* A copy of each that is mapped, when a child writes to them. */
	if (free >= 2 * p->nr)
		return 0;
	snprintf(why, len, "wants %llu free hugetlb pages of %zu KiB, and %llu are free: boot with hugepages=%llu",
		 2 * (unsigned long long)p->nr, p->span >> 10, free,
		 2 * (unsigned long long)p->nr);
	return -ENODEV;
}

static void *hugetlb_map(struct process *p, uint64_t i)
{
	int shift = __builtin_ctzl(p->span);

	return memory_map(p, i, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB |
			  shift << HUGE_SHIFT, -1);
}

const struct memory_ops hugetlb_memory = {
	.name = "hugetlb",
	.summary = "hugetlb pages, one a range",
	.whole = true,
	.ready = hugetlb_ready,
	.map = hugetlb_map,
};
