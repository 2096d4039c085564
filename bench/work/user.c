// SPDX-License-Identifier: GPL-2.0-only
/*
 * user.c - user tables, which the series must leave alone
 *
 * Churn: map a page where no table is, touch it, unmap it; a PTE table is
 * born and dies. Hold: a child maps sparsely, one touched page a table, so
 * that this program's own tables stay as they are.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/work.h"
#include "common/util.h"
#include "kmod/kptb_mark.h"

/* Churn works in an aligned block of that many tables. */
#define CHURN_SPANS 8

static int reserve_aligned(struct work *w, size_t align)
{
	size_t len = w->area_len + align, skew;
	char *p = mmap(NULL, len, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS |
		       MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		return -errno;
	skew = align - (size_t)p % align;
	munmap(p, skew);
	w->area = p + skew;
	if (skew < align)
		munmap(w->area + w->area_len, align - skew);
	return 0;
}

static int map_touch(char *at, size_t len)
{
	volatile char *p = mmap(at, len, PROT_READ | PROT_WRITE,
				MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED |
				MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		return -errno;
	*p = 1;
	return 0;
}

static int child_hold(struct work *w, uint64_t count)
{
	int ret = 0;

	/* The whole area goes, so that upper tables go with it. */
	if (munmap(w->area, w->area_len))
		return -errno;
	for (w->held = 0; w->held < count && !ret; w->held++)
		ret = map_touch(w->area + w->held * w->span,
				(size_t)w->m->page_size);
	return ret;
}

struct answer {
	int ret;
	uint64_t held;
};

static void child_main(struct work *w, int in, int out)
{
	struct answer a;
	uint64_t count;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (read(in, &count, sizeof(count)) == sizeof(count)) {
		a.ret = child_hold(w, count);
		a.held = w->held;
		if (write(out, &a, sizeof(a)) != sizeof(a))
			break;
	}
	_exit(0);
}

static int start_child(struct work *w)
{
	int down[2], up[2], ret;

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
		child_main(w, down[0], up[1]);
	}
	/*
	 * A page of ours is shared with the child until we write to it, and
	 * is copied then: now, and not while memory is counted.
	 */
	mlockall(MCL_CURRENT | MCL_FUTURE);
	close(down[0]);
	close(up[1]);
	w->to_child = down[1];
	w->from_child = up[0];
	return 0;
close_up:
	close(up[0]);
	close(up[1]);
close_down:
	close(down[0]);
	close(down[1]);
	return ret;
}

static int user_hold(struct work *w, uint64_t count, uint64_t *held)
{
	struct answer a = { .ret = -EPIPE };

	if (write(w->to_child, &count, sizeof(count)) != sizeof(count) ||
	    read(w->from_child, &a, sizeof(a)) != sizeof(a))
		return -EPIPE;
	*held = a.held;
	return a.ret;
}

static void user_teardown(struct work *w)
{
	if (w->child > 0) {
		close(w->to_child);
		close(w->from_child);
		while (waitpid(w->child, NULL, 0) < 0 && errno == EINTR)
			;
	}
	if (w->area)
		munmap(w->area, w->area_len);
	w->child = -1;
	w->area = NULL;
}

static int user_setup(struct work *w, const struct kpt_scenario *sc,
		      const char *mechanism, char *why, size_t len)
{
	bool hold = !strcmp(sc->kind, "hold");
	uint64_t count = hold ? (uint64_t)sc->ladder[sc->ladder_len - 1] :
				CHURN_SPANS;
	size_t align;
	int ret;

	w->idle = !strcmp(mechanism, "nop");
	w->span = work_table_span(w->m);
	/* Room to align, so that object k is table k of one upper table. */
	align = hold ? w->span : CHURN_SPANS * w->span;
	if (count > (SIZE_MAX / 2 - align) / w->span) {
		snprintf(why, len, "%llu tables do not fit the address space",
			 (unsigned long long)count);
		return -EOPNOTSUPP;
	}
	w->area_len = count * w->span;
	ret = reserve_aligned(w, align);
	if (ret) {
		snprintf(why, len, "reserving %zu MiB of address space: %s",
			 w->area_len >> 20, strerror(-ret));
		return -EOPNOTSUPP;
	}
	if (hold) {
		ret = start_child(w);
	} else {
		/*
		 * Nothing may share the table that churns, not even a
		 * reservation; a neighbour keeps the table above it.
		 */
		munmap(w->area, w->area_len);
		ret = map_touch(w->area, (size_t)w->m->page_size);
	}
	if (ret)
		snprintf(why, len, "user work: %s", strerror(-ret));
	return ret;
}

static int user_run(struct work *w, uint64_t ops, struct kptb_run *run)
{
	size_t page = (size_t)w->m->page_size;
	uint64_t i, start;
	char *at = w->area + 2 * w->span;
	int ret = 0;

	memset(run, 0, sizeof(*run));
	run->ops = ops;
	start = kpt_now_ns();
	for (i = 0; i < ops && !ret; i++) {
		kptb_mark(KPTB_MARK_OP);
		if (w->idle)
			continue;
		ret = map_touch(at, page);
		if (!ret && munmap(at, page))
			ret = -errno;
	}
	kptb_mark(KPTB_MARK_CLOSE);
	run->ns = kpt_now_ns() - start;
	run->done = ret ? i : ops;
	return ret;
}

const struct work_ops user_work = {
	.name = "user",
	.summary = "user page tables, by this program itself",
	.setup = user_setup,
	.run = user_run,
	.hold = user_hold,
	.quiesce = work_quiesce_user,
	.teardown = user_teardown,
};
