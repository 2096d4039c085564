// SPDX-License-Identifier: GPL-2.0-only
/*
 * fork.c - a process with ranges of touched pages is copied; the copy ends
 *
 * The copy has tables for all that its parent has mapped, which is this
 * program and one range; fewer pages show what of it is the range.
 */
#include <errno.h>
#include <unistd.h>

#include "bench/process.h"

static int fork_op(struct process *p, uint64_t i)
{
	pid_t pid = fork();

	(void)p;
	(void)i;
	if (!pid)
		_exit(0);
	return pid < 0 ? -ENOMEM : process_wait(pid);
}

static const struct process_ops ops = {
	.begin = process_touch_first,
	.op = fork_op,
	.end = process_unmap_all,
};

const struct work_ops fork_work =
	PROCESS_WORK("fork", "fork of a process with size bytes touched; the child ends, and is waited for",
		     &ops);
