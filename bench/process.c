// SPDX-License-Identifier: GPL-2.0-only
/* process.c - operations done by a process of its own */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/collect.h"
#include "bench/memory.h"
#include "bench/workers.h"
#include "common/util.h"
#include "kmod/kptb_mark.h"

#define EXEC_NAME "kptbench-exec"

/**
 * struct order - what the child is told
 * @begin:	prepare a window, instead of doing it
 * @ops:	operations of the window
 * @set:	counters of it, or NULL
 * @out:	where their values go, here and there
 */
struct order {
	bool begin;
	uint64_t ops;
	struct collect_set *set;
	struct value *out;
};

/* @why: of what it has to say when it begins */
struct answer {
	int ret;
	struct kptb_run run;
	char why[160];
};

/** struct child - what the child works with; @workers: or lets work */
struct child {
	struct process *p;
	struct workers *workers;
};

pid_t process_fork(void)
{
	pid_t parent = getpid(), pid = fork();

	if (pid)
		return pid < 0 ? -errno : pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (getppid() == parent)
		pause();
	_exit(0);
}

int process_kill(pid_t pid)
{
	if (pid <= 0)
		return 0;
	if (kill(pid, SIGKILL))
		return -errno;
	while (waitpid(pid, NULL, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return 0;
}

int process_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return status ? -EIO : 0;
}

void process_exec(void)
{
	char name[] = EXEC_NAME, *argv[] = { name, NULL }, *envp[] = { NULL };

	execve("/proc/self/exe", argv, envp);
	_exit(1);
}

bool process_is_exec(const char *name)
{
	return name && !strcmp(name, EXEC_NAME);
}

/* The timed loop, as that of the module. */
int process_loop(const struct work *w, struct process *p, uint64_t ops,
		 struct kptb_run *run)
{
	int (*op)(struct process *p, uint64_t i) = w->ops->process->op;
	uint64_t i, start = kpt_now_ns();
	int ret = 0;

	run->ops = ops;
	for (i = 0; i < ops && !ret; i++) {
		kptb_mark(KPTB_MARK_OP);
		if (!w->idle)
			ret = op(p, i);
	}
	kptb_mark(KPTB_MARK_CLOSE);
	run->ns = kpt_now_ns() - start;
	run->done = ret ? i - 1 : i;
	return ret;
}

static void do_window(const struct work *w, struct child *child,
		      const struct order *order, struct answer *a)
{
	if (order->set)
		collect_start(order->set);
	a->ret = child->workers ?
		 workers_run(child->workers, order->set, order->ops, &a->run) :
		 process_loop(w, child->p, order->ops, &a->run);
	if (order->set)
		collect_stop(order->set, &a->run, order->out);
}

static int do_begin(const struct work *w, struct child *child)
{
	return child->workers ? workers_begin(child->workers) :
				w->ops->process->begin(child->p);
}

static int do_end(const struct work *w, struct child *child)
{
	return child->workers ? workers_end(child->workers) :
				w->ops->process->end(child->p);
}

/* All of it, however much a pipe takes at once. */
static bool send(int fd, const void *from, size_t len)
{
	const char *p = from;
	ssize_t n;

	for (; len; p += n, len -= (size_t)n) {
		n = write(fd, p, len);
		if (n <= 0)
			return false;
	}
	return true;
}

static bool receive(int fd, void *to, size_t len)
{
	char *p = to;
	ssize_t n;

	for (; len; p += n, len -= (size_t)n) {
		n = read(fd, p, len);
		if (n <= 0)
			return false;
	}
	return true;
}

static size_t values_len(const struct order *order)
{
	return order->set ? order->set->nr_slots * sizeof(*order->out) : 0;
}

static void child_main(struct work *w, struct child *child, int in, int out)
{
	struct order order;
	bool begun = false;

	while (receive(in, &order, sizeof(order))) {
		struct answer a = { 0 };

		if (order.begin) {
			if (begun)
				a.ret = do_end(w, child);
			begun = true;
			if (!a.ret)
				a.ret = do_begin(w, child);
		} else {
			do_window(w, child, &order, &a);
		}
		if (!send(out, &a, sizeof(a)) ||
		    !send(out, order.out, values_len(&order)))
			break;
	}
	if (begun)
		do_end(w, child);
	workers_stop(child->workers);
}

static int ask(struct work *w, const struct order *order, struct answer *a)
{
	if (!send(w->to_child, order, sizeof(*order)) ||
	    !receive(w->from_child, a, sizeof(*a)) ||
	    !receive(w->from_child, order->out, values_len(order)))
		return -EPIPE;
	return a->ret;
}

/* Whether there is as much memory as the ranges have, and one more. */
static int fits_memory(const struct process *p, size_t workers, char *why,
		       size_t len)
{
	size_t want = workers * (p->nr + 1) * p->len;
	long pages = sysconf(_SC_AVPHYS_PAGES);

	if (pages < 0 || want / p->page <= (size_t)pages)
		return 0;
	snprintf(why, len, "wants %zu MiB of memory, and %zu are free",
		 want >> 20, (size_t)pages * p->page >> 20);
	return -ENODEV;
}

/* What only the child can find out about memory. */
static int get_memory(const struct work *w, struct process *p, char *why,
		      size_t len)
{
	const struct memory_ops *memory = p->memory;
	size_t size = p->len, workers = w->workers ? w->workers : 1;
	int ret = 0;

	/* There has to be enough of it for all. */
	p->nr *= workers;
	if (memory->ready)
		ret = memory->ready(p, why, len);
	p->nr /= workers;
	if (memory->whole)
		p->len = p->span;
	if (!ret && memory->whole && size != p->page && size != p->span) {
		snprintf(why, len, "a huge page has %zu KiB here: size = 0 is as much",
			 p->span >> 10);
		ret = -EOPNOTSUPP;
	}
	if (!ret && memory->whole)
		ret = fits_memory(p, workers, why, len);
	return ret;
}

static int get_ready(const struct work *w, struct child *child, char *why,
		     size_t len)
{
	struct process *p = child->p;
	int ret = get_memory(w, p, why, len);

	if (!ret && w->workers)
		ret = workers_start(&child->workers, w, why, len);
	if (!ret)
		ret = process_place(p, w->workers ? workers_slices(w) : 1);
	if (!ret)
		ret = child->workers ? workers_place(child->workers, p) :
				       process_ready(p);
	if (ret == -ENODEV && !why[0])
		snprintf(why, len, "no memory of kind %s was given",
			 p->memory->name);
	return ret;
}

static void child_start(struct work *w, struct process *p, int in, int out)
{
	struct child child = { .p = p };
	struct answer a = { 0 };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* A program starts at the same addresses every time. */
	personality(ADDR_NO_RANDOMIZE);
	a.ret = get_ready(w, &child, a.why, sizeof(a.why));
	if (!send(out, &a, sizeof(a)) || a.ret)
		_exit(1);
	child_main(w, &child, in, out);
	_exit(0);
}

int process_setup(struct work *w, const struct kpt_scenario *sc,
		  const char *mechanism, char *why, size_t len)
{
	static struct process p;
	struct answer a = { .ret = -EPIPE };
	int down[2], up[2], ret;

	p = (struct process){ .page = (size_t)w->m->page_size, .fd = -1,
			      .nr = (uint64_t)sc->ops,
			      .span = work_table_span(w->m) };
	p.memory = memory_find(sc->memory[0] ? sc->memory :
			       w->ops->process->memory ?
			       w->ops->process->memory : "anon", why, len);
	if (!p.memory)
		return -EINVAL;
	p.len = sc->size ? (size_t)sc->size : p.page;
	w->idle = !strcmp(mechanism, "nop");
	w->workers = work_cpus(w->m, sc);
	w->threads = !strcmp(sc->workers, "threads");
	if (p.nr > PROCESS_MAX_OPS || p.len % p.page || p.len > p.span) {
		snprintf(why, len, "wants whole pages in %zu bytes, and at most %d operations a window",
			 p.span, PROCESS_MAX_OPS);
		return -EOPNOTSUPP;
	}
	if (pipe2(down, O_CLOEXEC))
		return -errno;
	if (pipe2(up, O_CLOEXEC)) {
		ret = -errno;
		goto close_down;
	}
	w->child = fork();
	if (w->child < 0) {
		ret = -errno;
		goto close_up;
	}
	if (!w->child) {
		close(down[1]);
		close(up[0]);
		child_start(w, &p, down[0], up[1]);
	}
	close(down[0]);
	close(up[1]);
	w->to_child = down[1];
	w->from_child = up[0];
	if (receive(w->from_child, &a, sizeof(a)) && !a.ret)
		return 0;
	process_teardown(w);
	snprintf(why, len, "the process that does it: %s", a.why[0] ? a.why :
		 strerror(-a.ret));
	return a.ret;
close_up:
	close(up[0]);
	close(up[1]);
close_down:
	close(down[0]);
	close(down[1]);
	return ret;
}

/* What the last window left to be freed is not counted in the next. */
int process_settle(struct work *w)
{
	const struct order order = { .begin = true };
	struct answer a;
	int ret = ask(w, &order, &a);

	return ret ? ret : work_quiesce_user(w);
}

int process_count(struct work *w, struct collect_set *set, uint64_t ops,
		  struct kptb_run *run, struct value *out)
{
	const struct order order = { .ops = ops, .set = set, .out = out };
	struct answer a = { 0 };
	int ret = ask(w, &order, &a);

	*run = a.run;
	return ret;
}

int process_run(struct work *w, uint64_t ops, struct kptb_run *run)
{
	return process_count(w, NULL, ops, run, NULL);
}

void process_teardown(struct work *w)
{
	if (w->child <= 0)
		return;
	close(w->to_child);
	close(w->from_child);
	while (waitpid(w->child, NULL, 0) < 0 && errno == EINTR)
		;
	w->child = -1;
}
