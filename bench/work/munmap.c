// SPDX-License-Identifier: GPL-2.0-only
/* munmap.c - a range of touched pages is unmapped, and its PTE table goes */
#include <errno.h>
#include <sys/mman.h>

#include "bench/process.h"

static int munmap_op(struct process *p, uint64_t i)
{
	return munmap(process_range(p, i), p->len) ? -errno : 0;
}

static const struct process_ops ops = {
	.begin = process_touch_all,
	.op = munmap_op,
	.end = process_unmap_all,
};

const struct work_ops munmap_work =
	PROCESS_WORK("munmap", "munmap of size touched bytes; their PTE table is freed",
		     &ops);
