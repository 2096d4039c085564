// SPDX-License-Identifier: GPL-2.0-only
/* collapse.c - the small pages that a PTE table maps become a huge one */
#include <errno.h>
#include <sys/mman.h>

#include "bench/process.h"

/* <sys/mman.h> of 2022 does not have it; Linux 6.1 does. */
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE	25
#endif

/* Touched while huge pages are forbidden there, so that none is one yet. */
static int collapse_begin(struct process *p)
{
	uint64_t i;
	int ret = process_map_all(p);

	for (i = 0; i < p->nr && !ret; i++) {
		char *at = process_range(p, i);

		if (madvise(at, p->len, MADV_NOHUGEPAGE))
			return -errno;
		process_write(p, i);
		if (madvise(at, p->len, MADV_HUGEPAGE))
			return -errno;
	}
	return ret;
}

static int collapse_op(struct process *p, uint64_t i)
{
	return madvise(process_range(p, i), p->len, MADV_COLLAPSE) ? -errno : 0;
}

static const struct process_ops ops = {
	.begin = collapse_begin,
	.op = collapse_op,
	.end = process_unmap_all,
	.memory = "thp",
};

const struct work_ops collapse_work =
	PROCESS_WORK("collapse", "madvise(MADV_COLLAPSE): the pages of one PTE table become a huge page",
		     &ops);
