// SPDX-License-Identifier: GPL-2.0-only
/* fault.c - the first write to every page of a range, and its PTE table */
#include "bench/process.h"

static int fault_begin(struct process *p)
{
	return process_map_all(p, false);
}

static int fault_op(struct process *p, uint64_t i)
{
	process_touch(p, i);
	return 0;
}

static const struct process_ops ops = {
	.begin = fault_begin,
	.op = fault_op,
	.end = process_unmap_all,
};

const struct work_ops fault_work =
	PROCESS_WORK("fault", "first write to every page of size bytes, anonymous; one PTE table",
		     &ops);
