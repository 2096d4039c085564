// SPDX-License-Identifier: GPL-2.0-only
/* fork-exec.c - the copy of a process becomes another program, which ends */
#include <errno.h>
#include <unistd.h>

#include "bench/process.h"

static int fork_exec_op(struct process *p, uint64_t i)
{
	pid_t pid = fork();

	(void)p;
	(void)i;
	if (!pid)
		process_exec();
	return pid < 0 ? -ENOMEM : process_wait(pid);
}

static const struct process_ops ops = {
	.begin = process_touch_first,
	.op = fork_exec_op,
	.end = process_unmap_all,
};

const struct work_ops fork_exec_work =
	PROCESS_WORK("fork-exec", "fork of a process with size bytes touched, exec of this program, which ends",
		     &ops);
