// SPDX-License-Identifier: GPL-2.0-only
/* workers.c - operations done on several CPUs at once */
#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/collect.h"
#include "bench/parse.h"
#include "bench/workers.h"
#include "common/util.h"

/*
 * Workers that wait for the others to begin do so without sleeping, for this
 * long: a worker that has to be woken begins late. One that waits longer has
 * no CPU to itself, as all of them in an emulator that runs one at a time.
 */
#define SPIN_NS		1000000
#define STACK_BYTES	(256 * 1024)

enum task { TASK_PLACE, TASK_BEGIN, TASK_END, TASK_RUN, TASK_QUIT };

/**
 * struct worker - one of them, and what its last task gave
 * @from:	when its operations began; @to: and ended
 */
struct worker {
	struct workers *all;
	size_t nth;
	int cpu, ret;
	pid_t pid;
	pthread_t thread;
	struct process p;
	uint64_t done, from, to;
};

/**
 * struct workers - memory that the child and all workers share
 * @task:	what is to be done
 * @go:		counts tasks; workers wait for it to change
 * @ready:	workers that are about to begin a window
 * @asleep:	workers that sleep until all are
 * @busy:	workers that are not done yet; the child waits for it to be 0
 */
struct workers {
	const struct work *w;
	size_t nr, bytes;
	enum task task;
	struct collect_set *set;
	uint64_t ops;
	atomic_uint go, ready, asleep, busy;
	struct worker v[];
};

/* Between processes, too: no flag says that it is of one alone. */
static void futex_wait(atomic_uint *at, unsigned int is, long seconds)
{
	/* As this call has it, whatever libc's struct timespec is. */
	long ts[2] = { seconds, 0 };

	syscall(SYS_futex, at, FUTEX_WAIT, is, seconds ? ts : NULL, NULL, 0);
}

static void futex_wake(atomic_uint *at)
{
	syscall(SYS_futex, at, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

/* All begin at once: each waits until the last one is here. */
static void meet(struct workers *all)
{
	unsigned int n = atomic_fetch_add(&all->ready, 1) + 1;
	uint64_t since;

	if (n == all->nr) {
		if (atomic_load(&all->asleep))
			futex_wake(&all->ready);
		return;
	}
	since = kpt_now_ns();
	while ((n = atomic_load(&all->ready)) < all->nr) {
		if (kpt_now_ns() - since < SPIN_NS)
			continue;
		atomic_fetch_add(&all->asleep, 1);
		futex_wait(&all->ready, n, 0);
		atomic_fetch_sub(&all->asleep, 1);
	}
}

static void run(struct workers *all, struct worker *me)
{
	struct kptb_run done = { 0 };

	meet(all);
	if (all->set)
		collect_worker(all->set, me->nth, true);
	me->from = kpt_now_ns();
	me->ret = process_loop(all->w, &me->p, all->ops, &done);
	me->to = kpt_now_ns();
	if (all->set)
		collect_worker(all->set, me->nth, false);
	me->done = done.done;
}

static void do_task(struct workers *all, struct worker *me)
{
	const struct process_ops *ops = all->w->ops->process;

	switch (all->task) {
	case TASK_PLACE:
		me->ret = process_ready(&me->p);
		break;
	case TASK_BEGIN:
		me->ret = ops->begin(&me->p);
		break;
	case TASK_END:
		me->ret = ops->end(&me->p);
		break;
	case TASK_RUN:
		run(all, me);
		break;
	case TASK_QUIT:
		break;
	}
}

static int bind_to(int cpu)
{
	cpu_set_t *set = CPU_ALLOC(cpu + 1);
	size_t size = CPU_ALLOC_SIZE(cpu + 1);
	int ret;

	if (!set)
		return -ENOMEM;
	CPU_ZERO_S(size, set);
	CPU_SET_S(cpu, size, set);
	ret = sched_setaffinity(0, size, set) ? -errno : 0;
	CPU_FREE(set);
	return ret;
}

/* The first thing a worker says is whether it is on its CPU. */
static void *work_off(void *data)
{
	struct worker *me = data;
	struct workers *all = me->all;
	unsigned int seen = 0;
	bool quit = false;

	me->ret = bind_to(me->cpu);
	for (;;) {
		/* From here on @all may be of the next task. */
		if (atomic_fetch_sub(&all->busy, 1) == 1)
			futex_wake(&all->busy);
		if (quit)
			return NULL;
		while (atomic_load(&all->go) == seen)
			futex_wait(&all->go, seen, 0);
		seen++;
		quit = all->task == TASK_QUIT;
		do_task(all, me);
	}
}

static bool lives(const struct workers *all)
{
	for (size_t i = 0; i < all->nr; i++)
		if (all->v[i].pid > 0 &&
		    waitpid(all->v[i].pid, NULL, WNOHANG) == all->v[i].pid)
			return false;
	return true;
}

/* A process that was killed never says that it is done. */
static int await(struct workers *all)
{
	unsigned int n;

	while ((n = atomic_load(&all->busy))) {
		futex_wait(&all->busy, n, 1);
		if (atomic_load(&all->busy) && !lives(all))
			return -ECHILD;
	}
	for (size_t i = 0; i < all->nr; i++)
		if (all->v[i].ret)
			return all->v[i].ret;
	return 0;
}

static int let_do(struct workers *all, enum task task)
{
	all->task = task;
	atomic_store(&all->ready, 0);
	atomic_store(&all->busy, (unsigned int)all->nr);
	atomic_fetch_add(&all->go, 1);
	futex_wake(&all->go);
	return await(all);
}

static int start_process(struct worker *me)
{
	pid_t pid = fork();

	if (pid < 0)
		return -errno;
	/* Its own memory is this, too: it must not write its 0 there. */
	if (pid) {
		me->pid = pid;
		return 0;
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	work_off(me);
	_exit(0);
}

static int start_thread(struct worker *me)
{
	pthread_attr_t attr;
	int ret = pthread_attr_init(&attr);

	if (!ret)
		ret = pthread_attr_setstacksize(&attr, STACK_BYTES);
	if (!ret)
		ret = pthread_create(&me->thread, &attr, work_off, me);
	return -ret;
}

int workers_start(struct workers **out, const struct work *w, char *why,
		  size_t len)
{
	size_t nr = w->workers, bytes = sizeof(**out) + nr * sizeof((*out)->v[0]);
	struct workers *all = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int cpu = -1, ret = 0;

	if (all == MAP_FAILED)
		return -errno;
	all->w = w;
	all->nr = nr;
	all->bytes = bytes;
	atomic_store(&all->busy, (unsigned int)nr);
	for (size_t i = 0; i < nr && !ret; i++) {
		cpu = parse_next_cpu(w->m->online, cpu);
		all->v[i] = (struct worker){ .all = all, .nth = i, .cpu = cpu };
		ret = cpu < 0 ? -ENODEV : w->threads ?
		      start_thread(&all->v[i]) : start_process(&all->v[i]);
	}
	/* Those that were begun end with the child, which has nothing to do. */
	if (ret) {
		snprintf(why, len, "%zu %s cannot be begun: %s", nr,
			 w->threads ? "threads" : "processes", strerror(-ret));
		return ret;
	}
	*out = all;
	ret = await(all);
	if (ret)
		snprintf(why, len, "one of %zu CPUs may not be used: %s", nr,
			 strerror(-ret));
	return ret ? -ENODEV : 0;
}

size_t workers_slices(const struct work *w)
{
	return w->threads ? w->workers : 1;
}

int workers_place(struct workers *all, const struct process *p)
{
	for (size_t i = 0; i < all->nr; i++) {
		all->v[i].p = *p;
		if (all->w->threads)
			all->v[i].p.area = p->area + i * process_slice(p);
	}
	return let_do(all, TASK_PLACE);
}

int workers_begin(struct workers *all)
{
	return let_do(all, TASK_BEGIN);
}

int workers_end(struct workers *all)
{
	return let_do(all, TASK_END);
}

int workers_run(struct workers *all, struct collect_set *set, uint64_t ops,
		struct kptb_run *run)
{
	uint64_t from = UINT64_MAX, to = 0;
	int ret;

	all->set = set;
	all->ops = ops;
	ret = let_do(all, TASK_RUN);
	run->ops = ops;
	run->done = 0;
	for (size_t i = 0; i < all->nr; i++) {
		run->done += all->v[i].done;
		from = all->v[i].from < from ? all->v[i].from : from;
		to = all->v[i].to > to ? all->v[i].to : to;
	}
	run->ns = to > from ? to - from : 0;
	return ret;
}

void workers_stop(struct workers *all)
{
	if (!all)
		return;
	let_do(all, TASK_QUIT);
	for (size_t i = 0; i < all->nr; i++)
		if (all->w->threads)
			pthread_join(all->v[i].thread, NULL);
		else
			process_wait(all->v[i].pid);
	munmap(all, all->bytes);
}
