// SPDX-License-Identifier: GPL-2.0-only
/* fault.c - the first write to every page of a range, and its PTE table */
#include "bench/process.h"

static int fault_op(struct process *p, uint64_t i)
{
	process_touch(p, i);
	return 0;
}

static int fault_end(struct process *p)
{
	int ret = process_check(p);

	return ret ? ret : process_unmap_all(p);
}

static const struct process_ops ops = {
	.begin = process_map_all,
	.op = fault_op,
	.end = fault_end,
};

const struct work_ops fault_work =
	PROCESS_WORK("fault", "first touch of every page of size bytes",
		     &ops);
