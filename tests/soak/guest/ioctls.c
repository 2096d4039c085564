// SPDX-License-Identifier: GPL-2.0-only
/*
 * ioctls.c - random ioctls on the device, by root and by who is not
 *
 * soak.amount of them, in rounds. In a round two processes share one open
 * device: one is root, the other got it from root and is not. Arguments lie in
 * memory whose other bytes are looked at after every call, or where there is
 * no memory, or none to write to. Calls are interrupted by signals, and a
 * round ends with whatever is set up then.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/soak/guest/soak.h"

#define ROUND		20000
#define NOBODY		65534
#define CANARY		0xa5
#define OTHERS		(4 << 20)	/* bytes of memory that nobody writes to */
#define ERRNOS		134

/* Where an argument is. */
enum place { GOOD, AT_END, NO_MEMORY, READ_ONLY, KERNEL, NO_ARGUMENT, PLACES };

/**
 * struct caller - a process that calls
 * @page:	a page that can be written, one that cannot, and no memory
 * @arg:	where the argument is in it
 * @used:	bytes at @arg that a call may write
 * @seen:	how often each errno came, 0 is success; shared with the parent
 */
struct caller {
	struct soak_rnd rnd;
	struct soak_mechs mechs;
	int fd;
	size_t page_size;
	unsigned char *page;
	unsigned char *arg;
	size_t used;
	long long *seen;
};

static unsigned char *others;

static void on_alarm(int sig)
{
	(void)sig;
}

/* Errors that a call may end with; -EIO: a mechanism that did something else. */
static bool may_be(int err)
{
	static const int errs[] = {
		0, EPERM, ENOENT, EINTR, EAGAIN, ENOMEM, EFAULT, EBUSY, ENODEV,
		EINVAL, ENOTTY, EOPNOTSUPP,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(errs); i++)
		if (err == errs[i])
			return true;
	return false;
}

static int make_pages(struct caller *c)
{
	c->page_size = (size_t)sysconf(_SC_PAGESIZE);
	c->page = mmap(NULL, 3 * c->page_size, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (c->page == MAP_FAILED)
		return soak_fail("mmap: %s", strerror(errno));
	memset(c->page, CANARY, 2 * c->page_size);
	if (mprotect(c->page + c->page_size, c->page_size, PROT_READ) ||
	    munmap(c->page + 2 * c->page_size, c->page_size))
		return soak_fail("mprotect: %s", strerror(errno));
	return 0;
}

static uint64_t odd_size(struct caller *c)
{
	uint64_t page = c->page_size;

	switch (soak_below(&c->rnd, 12)) {
	case 0:
		return soak_rnd(&c->rnd);
	case 1:
		return soak_below(&c->rnd, 100000);
	case 2:
		return page << soak_below(&c->rnd, soak_one_in(&c->rnd, 20) ?
					  52 : 8);
	case 3:
	case 4:
	case 5:
		return page * soak_below(&c->rnd, 20);
	default:
		return 0;
	}
}

static void fill_setup(struct caller *c, struct kptb_setup *s)
{
	const struct kptb_mech *m;

	m = &c->mechs.v[soak_below(&c->rnd, (uint32_t)c->mechs.n)];
	/* A block of memory takes as long as thousands of other calls. */
	if ((m->flags & KPTB_MECH_HOTPLUG) && !soak_one_in(&c->rnd, 50))
		m = &c->mechs.v[0];
	memcpy(s->name, m->name, sizeof(s->name));
	if (soak_one_in(&c->rnd, 20))
		s->name[soak_below(&c->rnd, sizeof(s->name))] =
			(char)soak_rnd(&c->rnd);
	s->size = odd_size(c);
	s->flags = soak_one_in(&c->rnd, 20) ? (uint32_t)soak_rnd(&c->rnd) :
					      soak_below(&c->rnd, 2);
	s->cpus = soak_one_in(&c->rnd, 4) ? soak_below(&c->rnd, 4) : 0;
	if (soak_one_in(&c->rnd, 50))
		s->cpus = (uint32_t)soak_rnd(&c->rnd);
}

/* Signals to come, from now on for some milliseconds: calls end early. */
static void set_alarm(struct caller *c)
{
	struct itimerval t = {
		.it_value.tv_usec = 200 + (long)soak_below(&c->rnd, 20000),
		.it_interval.tv_usec = 5000,
	};

	setitimer(ITIMER_REAL, &t, NULL);
}

static void clear_alarm(void)
{
	static const struct itimerval none;

	setitimer(ITIMER_REAL, &none, NULL);
}

static void fill_run(struct caller *c, struct kptb_run *run)
{
	run->ops = soak_below(&c->rnd, 5);
	if (soak_one_in(&c->rnd, 20))
		run->reserved = soak_rnd(&c->rnd);
	if (soak_one_in(&c->rnd, 20))
		run->ops = KPTB_MAX_OPS + 1 + (soak_rnd(&c->rnd) >> 1);
	/* More than it ever ends by itself. */
	if (soak_one_in(&c->rnd, 2000)) {
		run->ops = KPTB_MAX_OPS;
		run->reserved = 0;
		set_alarm(c);
	}
}

static void fill_hold(struct caller *c, struct kptb_hold *hold)
{
	hold->count = soak_below(&c->rnd, 6);
	if (soak_one_in(&c->rnd, 20))
		hold->count = soak_rnd(&c->rnd);
	else if (soak_one_in(&c->rnd, 500))
		hold->count = soak_below(&c->rnd, 200);
}

/* What is called, and its argument. */
static unsigned int choose(struct caller *c, void *arg)
{
	unsigned int at = soak_below(&c->rnd, 20000), cmd;
	size_t i;

	memset(arg, 0, sizeof(struct kptb_audit));
	if (at < 2)
		return KPTB_IOC_QUIESCE;
	if (at < 12)
		return KPTB_IOC_AUDIT;
	if (at < 5000)
		return KPTB_IOC_INFO;
	if (at < 11500) {
		*(uint32_t *)arg = soak_one_in(&c->rnd, 10) ?
			(uint32_t)soak_rnd(&c->rnd) :
			soak_below(&c->rnd, (uint32_t)c->mechs.n + 1);
		return KPTB_IOC_MECH;
	}
	if (at < 12500) {
		fill_setup(c, arg);
		return KPTB_IOC_SETUP;
	}
	if (at < 14000) {
		fill_run(c, arg);
		return KPTB_IOC_RUN;
	}
	if (at < 15000) {
		fill_hold(c, arg);
		return KPTB_IOC_HOLD;
	}
	if (at < 16000)
		return KPTB_IOC_TEARDOWN;
	/* None of the module's: any, or one of its own of another size. */
	for (i = 0; i < sizeof(struct kptb_run); i++)
		((unsigned char *)arg)[i] = (unsigned char)soak_rnd(&c->rnd);
	cmd = (unsigned int)soak_rnd(&c->rnd);
	if (soak_one_in(&c->rnd, 2))
		cmd = (cmd & 0xffff0000) | 'K' << 8 |
		      (0xb0 + soak_below(&c->rnd, 12));
	return cmd;
}

static enum place choose_place(struct caller *c, unsigned int cmd)
{
	enum place p = soak_one_in(&c->rnd, 12) ?
		       (enum place)soak_below(&c->rnd, PLACES) : GOOD;

	/* A command that has no size may be anything's: it gets none. */
	return _IOC_SIZE(cmd) ? p : GOOD;
}

/* Puts the argument there; the address that is called with. */
static unsigned long put(struct caller *c, enum place p, unsigned int cmd,
			 const void *arg)
{
	size_t size = _IOC_SIZE(cmd);

	if (size > sizeof(struct kptb_audit))
		size = sizeof(struct kptb_audit);
	switch (p) {
	case GOOD:
		c->arg = c->page + soak_below(&c->rnd,
			(uint32_t)(c->page_size - size));
		break;
	case AT_END:
		c->arg = c->page + c->page_size - size;
		break;
	case READ_ONLY:
		return (unsigned long)c->page + c->page_size;
	case NO_MEMORY:
		/* Its end, or all of it. */
		return (unsigned long)c->page + 2 * c->page_size -
		       (size > 1 ? soak_below(&c->rnd, (uint32_t)size) : 0);
	case KERNEL:
		return ~(soak_rnd(&c->rnd) >> 17);
	default:
		return soak_below(&c->rnd, 4096);
	}
	c->used = size;
	memcpy(c->arg, arg, size);
	return (unsigned long)c->arg;
}

/* All that the call had no business with is as it was. */
static int check_page(struct caller *c, unsigned int cmd)
{
	size_t before = (size_t)(c->arg - c->page), i;

	memset(c->arg, CANARY, c->used);
	for (i = 0; i < c->page_size; i++)
		if (c->page[i] != CANARY)
			return soak_fail("cmd %#x wrote %zd bytes off its argument",
					 cmd, (ssize_t)(i - before));
	return 0;
}

static int one_call(struct caller *c)
{
	static uint64_t arg[(sizeof(struct kptb_audit) + 7) / 8];
	unsigned int cmd = choose(c, arg);
	enum place p = choose_place(c, cmd);
	unsigned long address;
	int ret, err;

	c->arg = c->page;
	c->used = 0;
	address = put(c, p, cmd, arg);
	ret = ioctl(c->fd, cmd, address);
	err = ret < 0 ? errno : 0;
	clear_alarm();
	if (ret > 0 || !may_be(err))
		return soak_fail("cmd %#x at %d: %d, %s", cmd, p, ret,
				 strerror(err));
	if (p != GOOD && p != AT_END && !err)
		return soak_fail("cmd %#x: no error, and there is no such memory (%d)",
				 cmd, p);
	__atomic_fetch_add(&c->seen[err], 1, __ATOMIC_RELAXED);
	return check_page(c, cmd);
}

static int become_nobody(void)
{
	int fd;

	if (setgid(NOBODY) || setuid(NOBODY))
		return soak_fail("setuid: %s", strerror(errno));
	fd = soak_open(SOAK_DEVICE);
	if (fd >= 0 || (fd != -EACCES && fd != -EPERM))
		return soak_fail("the device, opened by somebody: %d", fd);
	return 0;
}

/* A process's share of a round. */
static int calls(struct caller *c, bool root, long long n)
{
	struct sigaction sa = { .sa_handler = on_alarm };

	sigaction(SIGALRM, &sa, NULL);
	if (make_pages(c) || (!root && become_nobody()))
		return 1;
	while (n--) {
		if (soak_one_in(&c->rnd, 100))
			set_alarm(c);
		if (one_call(c))
			return 1;
	}
	return 0;
}

static pid_t start(struct caller *c, bool root, long long n)
{
	pid_t pid = soak_fork();

	if (!pid)
		_exit(calls(c, root, n));
	return pid;
}

static int one_round(struct caller *c, long long n)
{
	pid_t pid[2];
	int i, status, failed = 0;

	c->fd = soak_open(SOAK_DEVICE);
	if (c->fd < 0)
		return soak_fail(SOAK_DEVICE ": %s", strerror(-c->fd));
	/* Seen once a round, by any other than the one opener. */
	i = soak_open(SOAK_DEVICE);
	if (i != -EBUSY)
		failed = soak_fail("opened twice: %d", i);
	for (i = 0; i < 2; i++) {
		c->rnd.s ^= soak_rnd(&c->rnd);
		pid[i] = start(c, i, i ? n - n / 2 : n / 2);
	}
	for (i = 0; i < 2; i++)
		if (pid[i] < 0 || waitpid(pid[i], &status, 0) < 0 || status)
			failed = soak_fail("caller %d: status %#x", i, status);
	close(c->fd);
	return failed;
}

static int others_are_well(void)
{
	size_t i;

	for (i = 0; i < OTHERS; i++)
		if (others[i] != (unsigned char)(i * 7))
			return soak_fail("memory of another was changed");
	return 0;
}

static void tell(const struct caller *c, long long done)
{
	int i;

	for (i = 0; i < ERRNOS; i++)
		if (c->seen[i])
			soak_say("ioctls: %lld ended with %d (%s)", c->seen[i],
				 i, i ? strerror(i) : "success");
	soak_say("ioctls: done=%lld", done);
}

static int run(const struct soak *s)
{
	struct caller c = { .rnd.s = (uint64_t)s->seed };
	const int prot = PROT_READ | PROT_WRITE;
	long long done = 0, n;
	int failed = 0;
	size_t i;

	c.seen = mmap(NULL, ERRNOS * sizeof(*c.seen), prot,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	others = mmap(NULL, OTHERS, prot, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (c.seen == MAP_FAILED || others == MAP_FAILED)
		return soak_fail("mmap: %s", strerror(errno));
	for (i = 0; i < OTHERS; i++)
		others[i] = (unsigned char)(i * 7);
	/* Anybody may try: it is the module that says no. */
	chmod(SOAK_DEVICE, 0666);
	c.fd = soak_open(SOAK_DEVICE);
	if (c.fd < 0 || soak_mechs_read(c.fd, &c.mechs))
		return soak_fail(SOAK_DEVICE " does not answer");
	close(c.fd);
	/* Objects that cannot be had are told in the kernel's log. */
	soak_quiet(true);
	while (done < s->amount && !failed) {
		n = s->amount - done < ROUND ? s->amount - done : ROUND;
		failed = one_round(&c, n) || others_are_well() ||
			 soak_health();
		done += failed ? 0 : n;
		if (done % (50 * ROUND) == 0)
			soak_say("ioctls: %lld of %lld", done, s->amount);
	}
	soak_quiet(false);
	tell(&c, done);
	return failed;
}

const struct soak_test soak_ioctls = { "ioctls", run };
