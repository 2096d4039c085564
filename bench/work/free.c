// SPDX-License-Identifier: GPL-2.0-only
/* free.c - the pages of a range may be taken, and its mapping stays */
#include <errno.h>
#include <sys/mman.h>

#include "bench/process.h"

static int free_op(struct process *p, uint64_t i)
{
	return madvise(process_range(p, i), p->len, MADV_FREE) ? -errno : 0;
}

static const struct process_ops ops = {
	.begin = process_touch_all,
	.op = free_op,
	.end = process_unmap_all,
};

const struct work_ops free_work =
	PROCESS_WORK("free", "madvise(MADV_FREE) of size touched bytes",
		     &ops);
