// SPDX-License-Identifier: GPL-2.0-only
/* mprotect.c - a range of touched pages is made read-only, and writable again */
#include <errno.h>
#include <sys/mman.h>

#include "bench/process.h"

static int mprotect_op(struct process *p, uint64_t i)
{
	char *at = process_range(p, 0);

	(void)i;
	if (mprotect(at, p->len, PROT_READ) ||
	    mprotect(at, p->len, PROT_READ | PROT_WRITE))
		return -errno;
	return 0;
}

static const struct process_ops ops = {
	.begin = process_touch_first,
	.op = mprotect_op,
	.end = process_unmap_all,
};

const struct work_ops mprotect_work =
	PROCESS_WORK("mprotect", "mprotect of size touched bytes to read-only and back",
		     &ops);
