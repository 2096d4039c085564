// SPDX-License-Identifier: GPL-2.0-only
/* mlock.c - a range of touched pages is locked in memory, and unlocked */
#include <errno.h>
#include <sys/mman.h>

#include "bench/process.h"

static int mlock_op(struct process *p, uint64_t i)
{
	char *at = process_range(p, 0);

	(void)i;
	return mlock(at, p->len) || munlock(at, p->len) ? -errno : 0;
}

static const struct process_ops ops = {
	.begin = process_touch_first,
	.op = mlock_op,
	.end = process_unmap_all,
};

const struct work_ops mlock_work =
	PROCESS_WORK("mlock", "mlock and munlock of size touched bytes",
		     &ops);
