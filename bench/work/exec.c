// SPDX-License-Identifier: GPL-2.0-only
/* exec.c - a new process becomes another program; nothing is copied before */
#include <errno.h>
#include <unistd.h>

#include "bench/process.h"

static int exec_begin(struct process *p)
{
	(void)p;
	return 0;
}

static int exec_op(struct process *p, uint64_t i)
{
	pid_t pid = vfork();

	(void)p;
	(void)i;
	if (!pid)
		process_exec();
	return pid < 0 ? -ENOMEM : process_wait(pid);
}

static const struct process_ops ops = {
	.begin = exec_begin,
	.op = exec_op,
	.end = exec_begin,
};

const struct work_ops exec_work =
	PROCESS_WORK("exec", "vfork and exec of this program, which ends", &ops);
