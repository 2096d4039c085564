// SPDX-License-Identifier: GPL-2.0-only
/* exit.c - a process ends; other processes share the pages that it has */
#include "bench/process.h"

static int exit_end(struct process *p)
{
	uint64_t i;
	int ret = 0;

	for (i = 0; i < p->nr && !ret; i++) {
		ret = process_kill(p->pid[i]);
		p->pid[i] = 0;
	}
	return ret ? ret : process_unmap_all(p);
}

/* As copies of one process they have tables of their own, and its pages. */
static int exit_begin(struct process *p)
{
	int ret = process_touch_first(p);
	uint64_t i;

	if (ret)
		return ret;
	for (i = 0; i < p->nr && !ret; i++) {
		pid_t pid = process_fork();

		ret = pid < 0 ? pid : 0;
		p->pid[i] = ret ? 0 : pid;
	}
	return ret;
}

static int exit_op(struct process *p, uint64_t i)
{
	int ret = process_kill(p->pid[i]);

	p->pid[i] = 0;
	return ret;
}

static const struct process_ops ops = {
	.begin = exit_begin,
	.op = exit_op,
	.end = exit_end,
};

const struct work_ops exit_work =
	PROCESS_WORK("exit", "end of a process with size bytes mapped, by a signal; it is waited for",
		     &ops);
