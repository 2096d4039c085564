// SPDX-License-Identifier: GPL-2.0-only
/*
 * test-vmalloc.c - vmalloc and vfree of one page by the kernel's test module
 *
 * For `make bench`: what people use instead of our own loop.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/work.h"

/* kptvm puts it there where the kernel was built with CONFIG_TEST_VMALLOC=m. */
#define TEST_VMALLOC "/test_vmalloc.ko"

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

static int test_setup(struct work *w, const struct kpt_scenario *sc,
		      const char *mechanism, char *why, size_t len)
{
	(void)sc;
	return work_needs(w, mechanism, !access(TEST_VMALLOC, R_OK),
			  "no " TEST_VMALLOC ": CONFIG_TEST_VMALLOC=m", why,
			  len);
}

const struct work_ops test_vmalloc_work = {
	.name = "test-vmalloc",
	.summary = "vmalloc and vfree of a page by lib/test_vmalloc",
	.setup = test_setup,
	.run = test_run,
	.hold = work_no_hold,
	.quiesce = work_quiesce,
	.teardown = work_nothing,
};
