// SPDX-License-Identifier: GPL-2.0-only
/* thp-split.c - a huge page is mapped by a PTE table, as a part of it is protected */
#include <errno.h>
#include <sys/mman.h>

#include "bench/process.h"

static int thp_split_op(struct process *p, uint64_t i)
{
	return mprotect(process_range(p, i), p->page, PROT_READ) ? -errno : 0;
}

static const struct process_ops ops = {
	.begin = process_touch_all,
	.op = thp_split_op,
	.end = process_unmap_all,
	.memory = "thp",
};

const struct work_ops thp_split_work =
	PROCESS_WORK("thp-split", "mprotect of the first page of a huge page, which is then mapped by a PTE table",
		     &ops);
