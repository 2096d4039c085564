// SPDX-License-Identifier: GPL-2.0-only
/* beside.c - kernel page tables come and go while something else is measured */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench/beside.h"
#include "bench/parse.h"
#include "common/util.h"

#define OPS_AT_ONCE	16

/** struct beside_shared - what both processes have */
struct beside_shared {
	atomic_bool stop;
	atomic_ulong done;
	atomic_int err;
};

const char *beside_cannot(const struct machine *m,
			  const struct kpt_scenario *sc)
{
	const struct kptb_mech *mech = machine_mech(m, sc->beside);

	if (!sc->beside[0])
		return NULL;
	if (m->fd < 0)
		return m->why;
	if (!mech)
		return "the module has no such mechanism to do beside";
	if (mech->avail)
		return mech->reason[0] ? mech->reason : strerror(-mech->avail);
	return m->cpus > 1 ? NULL : "wants another CPU, and 1 is online";
}

/* The first CPU that is not the one that measures. */
static int other_cpu(const struct machine *m)
{
	int cpu = parse_next_cpu(m->online, -1);

	return cpu == sched_getcpu() ? parse_next_cpu(m->online, cpu) : cpu;
}

static int bind_to(int cpu)
{
	cpu_set_t set;

	if (cpu < 0 || cpu >= CPU_SETSIZE)
		return -ENODEV;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	return sched_setaffinity(0, sizeof(set), &set) ? -errno : 0;
}

static void go_on(const struct machine *m, struct beside_shared *s, int cpu)
{
	int ret = bind_to(cpu);

	while (!ret && !atomic_load(&s->stop)) {
		struct kptb_run run = { .ops = OPS_AT_ONCE };

		ret = ioctl(m->fd, KPTB_IOC_RUN, &run) ? -errno : 0;
		/* Others kept a table for a moment: the next one goes. */
		ret = ret == -EAGAIN ? 0 : ret;
		atomic_fetch_add(&s->done, run.done);
	}
	atomic_store(&s->err, ret);
}

static int begin(struct beside *b, const struct kpt_scenario *sc, char *why,
		 size_t len)
{
	struct kptb_setup setup = { 0 };
	int cpu = other_cpu(b->m), ret;

	ret = kpt_copy(setup.name, sizeof(setup.name), sc->beside);
	if (!ret && ioctl(b->m->fd, KPTB_IOC_SETUP, &setup))
		ret = -errno;
	if (ret) {
		setup.reason[KPTB_TEXT_LEN - 1] = '\0';
		snprintf(why, len, "%s: %s", sc->beside, setup.reason[0] ?
			 setup.reason : strerror(-ret));
		return ret;
	}
	b->pid = fork();
	if (b->pid < 0)
		return -errno;
	if (b->pid)
		return 0;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	go_on(b->m, b->shared, cpu);
	_exit(0);
}

/* Windows may be short: they begin when it has. */
static int await_first(const struct beside *b)
{
	const struct timespec ms = { .tv_nsec = 1000000 };
	int ret = 0;

	while (!ret && !atomic_load(&b->shared->done)) {
		nanosleep(&ms, NULL);
		ret = atomic_load(&b->shared->err);
		if (!ret && waitpid(b->pid, NULL, WNOHANG) == b->pid)
			ret = -ECHILD;
	}
	return ret;
}

int beside_start(struct beside *b, const struct machine *m,
		 const struct kpt_scenario *sc, char *why, size_t len)
{
	int ret;

	memset(b, 0, sizeof(*b));
	if (!sc->beside[0])
		return 0;
	b->m = m;
	b->shared = mmap(NULL, sizeof(*b->shared), PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (b->shared == MAP_FAILED) {
		b->shared = NULL;
		return -errno;
	}
	ret = begin(b, sc, why, len);
	if (!ret)
		ret = await_first(b);
	/* A page that both have is copied now, not while memory is counted. */
	if (!ret)
		mlockall(MCL_CURRENT | MCL_FUTURE);
	b->before = atomic_load(&b->shared->done);
	if (ret)
		beside_stop(b, false);
	return ret;
}

int beside_stop(struct beside *b, bool meanwhile)
{
	int ret = 0;

	if (!b->shared)
		return 0;
	if (b->pid > 0) {
		atomic_store(&b->shared->stop, true);
		while (waitpid(b->pid, NULL, 0) < 0 && errno == EINTR)
			;
		ret = atomic_load(&b->shared->err);
		if (!ret && meanwhile &&
		    atomic_load(&b->shared->done) == b->before)
			ret = -ENODATA;
	}
	ioctl(b->m->fd, KPTB_IOC_TEARDOWN);
	munmap(b->shared, sizeof(*b->shared));
	memset(b, 0, sizeof(*b));
	return ret;
}
