// SPDX-License-Identifier: GPL-2.0-only
/* mremap.c - a range of touched pages moves to another table, and back */
#include <errno.h>
#include <sys/mman.h>

#include "bench/process.h"

static int move(struct process *p, uint64_t from, uint64_t to)
{
	void *at = mremap(process_range(p, from), p->len, p->len,
			  MREMAP_MAYMOVE | MREMAP_FIXED, process_range(p, to));

	return at == MAP_FAILED ? -errno : 0;
}

static int mremap_op(struct process *p, uint64_t i)
{
	int ret = move(p, 0, 1);

	(void)i;
	return ret ? ret : move(p, 1, 0);
}

static const struct process_ops ops = {
	.begin = process_touch_first,
	.op = mremap_op,
	.end = process_unmap_all,
};

const struct work_ops mremap_work =
	PROCESS_WORK("mremap", "mremap of size touched bytes to another address and back",
		     &ops);
