// SPDX-License-Identifier: GPL-2.0-only
/* dontneed.c - the pages of a range are given back, and its mapping stays */
#include <errno.h>
#include <sys/mman.h>

#include "bench/process.h"

static int dontneed_op(struct process *p, uint64_t i)
{
	return madvise(process_range(p, i), p->len, MADV_DONTNEED) ? -errno : 0;
}

static const struct process_ops ops = {
	.begin = process_touch_all,
	.op = dontneed_op,
	.end = process_unmap_all,
};

const struct work_ops dontneed_work =
	PROCESS_WORK("dontneed", "madvise(MADV_DONTNEED) of size touched bytes",
		     &ops);
