// SPDX-License-Identifier: GPL-2.0-only
/*
 * task.c - tasks that wait: kernel stacks in vmalloc space
 *
 * With CONFIG_VMAP_STACK each has an area with tables; the kernel keeps a few
 * stacks for the next task, and the tables of all. Tasks share the memory of
 * this program, so that nothing of a process is counted with them: what they
 * run on in user space was touched before.
 */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/work.h"

#define MAX_TASKS	2048
#define STACK		4096	/* in user space; they only wait */

/* Of the one scenario that runs. */
static pid_t tasks[MAX_TASKS];

static int wait_for_end(void *arg)
{
	(void)arg;
	for (;;)
		pause();
	return 0;
}

static int task_make(struct work *w)
{
	char *top = w->area + (w->held + 1) * STACK;

	tasks[w->held] = clone(wait_for_end, top, CLONE_VM | CLONE_FILES |
			       CLONE_FS | SIGCHLD, NULL);
	if (tasks[w->held] < 0)
		return -errno;
	w->held++;
	return 0;
}

static int task_end(struct work *w)
{
	pid_t pid = tasks[--w->held];

	if (kill(pid, SIGKILL) || waitpid(pid, NULL, 0) != pid)
		return -errno;
	return 0;
}

static int task_hold(struct work *w, uint64_t count, uint64_t *held)
{
	int ret = count > MAX_TASKS ? -ERANGE : 0;

	while (!ret && w->held < count)
		ret = task_make(w);
	while (!ret && w->held > count)
		ret = task_end(w);
	*held = w->held;
	return ret;
}

static int task_setup(struct work *w, const struct kpt_scenario *sc,
		      const char *mechanism, char *why, size_t len)
{
	(void)sc;
	(void)mechanism;
	w->area_len = (size_t)MAX_TASKS * STACK;
	w->area = mmap(NULL, w->area_len, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (w->area == MAP_FAILED) {
		w->area = NULL;
		snprintf(why, len, "no memory for stacks: %s", strerror(errno));
		return -ENOMEM;
	}
	memset(w->area, 1, w->area_len);
	return 0;
}

static void task_teardown(struct work *w)
{
	while (w->held && !task_end(w))
		;
	if (w->area)
		munmap(w->area, w->area_len);
	w->area = NULL;
}

const struct work_ops task_work = {
	.name = "task",
	.summary = "a task that waits, with its kernel stack in vmalloc space",
	.keeps = true,
	.setup = task_setup,
	.hold = task_hold,
	.quiesce = work_quiesce_user,
	.teardown = task_teardown,
};
