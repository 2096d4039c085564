// SPDX-License-Identifier: GPL-2.0-only
/*
 * work_rival.c - what people use instead, measured beside what we do
 *
 * For `make bench`: one walk by our module against one read of the kernel's
 * own dump of its page tables, and vmalloc/vfree of one page by the kernel's
 * test module against our own loop.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/work.h"
#include "common/util.h"

/* arm64 and riscv, then x86: where CONFIG_PTDUMP_DEBUGFS puts its file. */
static const char *const dumps[] = {
	"/sys/kernel/debug/kernel_page_tables",
	"/sys/kernel/debug/page_tables/kernel",
};

/* kptvm puts it there where the kernel was built with CONFIG_TEST_VMALLOC=m. */
#define TEST_VMALLOC "/test_vmalloc.ko"

static int one_walk(struct work *w)
{
	static struct kptb_audit audit;

	return ioctl(w->m->fd, KPTB_IOC_AUDIT, &audit) ? -errno : 0;
}

static int one_dump(struct work *w)
{
	static char buf[1 << 16];
	ssize_t n;
	int fd;

	(void)w;
	fd = open(dumps[access(dumps[0], R_OK) ? 1 : 0], O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	do
		n = read(fd, buf, sizeof(buf));
	while (n > 0);
	n = n < 0 ? -errno : 0;
	close(fd);
	return (int)n;
}

static int repeat(struct work *w, uint64_t ops, struct kptb_run *run,
		  int (*one)(struct work *w))
{
	uint64_t i, start = kpt_now_ns();
	int ret = 0;

	memset(run, 0, sizeof(*run));
	run->ops = ops;
	for (i = 0; i < ops && !w->idle && !ret; i++)
		ret = one(w);
	run->ns = kpt_now_ns() - start;
	run->done = ret ? i : ops;
	return ret;
}

static int walk_run(struct work *w, uint64_t ops, struct kptb_run *run)
{
	return repeat(w, ops, run, one_walk);
}

static int dump_run(struct work *w, uint64_t ops, struct kptb_run *run)
{
	return repeat(w, ops, run, one_dump);
}

/* The last "took worker0=N cycles" in the kernel log from @fd's place on. */
static uint64_t worker_cycles(int fd)
{
	static const char mark[] = "took worker0=";
	unsigned long long cycles = 0;
	char line[2048];
	const char *p;
	ssize_t n;

	/* One record a read; EPIPE: records were overwritten, read on. */
	while ((n = read(fd, line, sizeof(line) - 1)) > 0 || errno == EPIPE) {
		if (n <= 0)
			continue;
		line[n] = '\0';
		p = strstr(line, mark);
		if (p)
			sscanf(p + sizeof(mark) - 1, "%llu", &cycles);
	}
	return cycles;
}

/*
 * Loading the module runs the tests in a thread of its own and always ends in
 * EAGAIN; without a test it does all the same but for the operations. It says
 * in the kernel log how many cycles (x86: of the TSC) the thread took; time
 * around the loading has the sleep of its caller in it.
 */
static int test_run(struct work *w, uint64_t ops, struct kptb_run *run)
{
	char params[160];
	int fd, log, ret = 0;

	memset(run, 0, sizeof(*run));
	run->ops = ops;
	snprintf(params, sizeof(params),
		 "nr_threads=1 nr_pages=1 run_test_mask=%d test_loop_count=%llu",
		 w->idle ? 0 : 1, (unsigned long long)ops);
	log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (log < 0)
		return -errno;
	fd = open(TEST_VMALLOC, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || lseek(log, 0, SEEK_END) < 0) {
		ret = -errno;
		goto out;
	}
	if (syscall(SYS_finit_module, fd, params, 0) && errno != EAGAIN) {
		ret = -errno;
		goto out;
	}
	run->cycles = worker_cycles(log);
	run->ns = run->cycles;
	run->done = ops;
	if (!run->cycles)
		ret = -ENODATA;
out:
	if (fd >= 0)
		close(fd);
	close(log);
	return ret;
}

static int setup(struct work *w, const char *mechanism, int missing,
		 const char *what, char *why, size_t len)
{
	w->idle = !strcmp(mechanism, "nop");
	if (!missing)
		return 0;
	snprintf(why, len, "%s", what);
	return -ENODEV;
}

static int walk_setup(struct work *w, const struct kpt_scenario *sc,
		      const char *mechanism, char *why, size_t len)
{
	(void)sc;
	return setup(w, mechanism, w->m->fd < 0, w->m->why, why, len);
}

static int dump_setup(struct work *w, const struct kpt_scenario *sc,
		      const char *mechanism, char *why, size_t len)
{
	(void)sc;
	return setup(w, mechanism, access(dumps[0], R_OK) &&
		     access(dumps[1], R_OK),
		     "no dump of kernel page tables: CONFIG_PTDUMP_DEBUGFS",
		     why, len);
}

static int test_setup(struct work *w, const struct kpt_scenario *sc,
		      const char *mechanism, char *why, size_t len)
{
	(void)sc;
	return setup(w, mechanism, access(TEST_VMALLOC, R_OK),
		     "no " TEST_VMALLOC ": CONFIG_TEST_VMALLOC=m", why, len);
}

static int no_hold(struct work *w, uint64_t count, uint64_t *held)
{
	(void)w;
	*held = 0;
	return count ? -EOPNOTSUPP : 0;
}

static int quiesce(struct work *w)
{
	if (w->m->fd < 0)
		return 0;
	return ioctl(w->m->fd, KPTB_IOC_QUIESCE) ? -errno : 0;
}

static void teardown(struct work *w)
{
	(void)w;
}

#define RIVAL(name) {							\
	.setup = name##_setup,						\
	.run = name##_run,						\
	.hold = no_hold,						\
	.quiesce = quiesce,						\
	.teardown = teardown,						\
}

const struct work_ops walk_work = RIVAL(walk);
const struct work_ops dump_work = RIVAL(dump);
const struct work_ops test_work = RIVAL(test);
