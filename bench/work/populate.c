// SPDX-License-Identifier: GPL-2.0-only
/* populate.c - a range is populated in one call: no fault for each page */
#include <errno.h>
#include <sys/mman.h>

#include "bench/process.h"

#ifndef MADV_POPULATE_WRITE	/* Linux 5.14 */
#define MADV_POPULATE_WRITE	23
#endif

static int populate_op(struct process *p, uint64_t i)
{
	return madvise(process_range(p, i), p->len, MADV_POPULATE_WRITE) ?
	       -errno : 0;
}

static const struct process_ops ops = {
	.begin = process_map_all,
	.op = populate_op,
	.end = process_unmap_all,
};

const struct work_ops populate_work =
	PROCESS_WORK("populate", "madvise(MADV_POPULATE_WRITE) of size bytes",
		     &ops);
