// SPDX-License-Identifier: GPL-2.0-only
/* cow.c - a write to every page of a range that a child has as well */
#include "bench/process.h"

static int cow_end(struct process *p)
{
	int ret = process_kill(p->pid[0]);

	p->pid[0] = 0;
	return ret ? ret : process_unmap_all(p);
}

static int cow_begin(struct process *p)
{
	int ret = process_touch_all(p);
	pid_t pid;

	if (ret)
		return ret;
	pid = process_fork();
	if (pid < 0)
		return pid;
	p->pid[0] = pid;
	return 0;
}

static int cow_op(struct process *p, uint64_t i)
{
	process_write(p, i);
	return 0;
}

static const struct process_ops ops = {
	.begin = cow_begin,
	.op = cow_op,
	.end = cow_end,
};

const struct work_ops cow_work =
	PROCESS_WORK("cow", "write to every page of size bytes, copied, for a child has them as well",
		     &ops);
