// SPDX-License-Identifier: GPL-2.0-only
/* churn.c - what makes, changes and frees tables while a test goes on */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/soak/guest/churn.h"
#include "tests/soak/guest/soak.h"

#define RIVAL	"/test_vmalloc.ko"

static int churn_bpf(const struct soak *s, uint32_t nr)
{
	struct soak_rnd r = { (uint64_t)s->seed ^ nr };
	int err;

	for (;;) {
		err = soak_bpf(2 + soak_below(&r, 4000));
		/* Not every kernel has it. */
		while (err == -ENOSYS)
			pause();
		if (err && err != -ENOMEM && err != -EAGAIN)
			return soak_fail("bpf: %s", strerror(-err));
	}
}

static int churn_user(const struct soak *s, uint32_t nr)
{
	const size_t size = 8 << 20;
	char *at;
	size_t i;
	pid_t pid;

	(void)s;
	(void)nr;
	for (;;) {
		at = mmap(NULL, size, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (at == MAP_FAILED)
			return soak_fail("mmap: %s", strerror(errno));
		for (i = 0; i < size; i += 256 << 10)
			at[i] = 1;
		pid = fork();
		if (!pid)
			_exit(0);
		if (pid > 0)
			waitpid(pid, NULL, 0);
		munmap(at, size);
	}
}

static int churn_modules(const struct soak *s, uint32_t nr)
{
	int err;

	(void)s;
	(void)nr;
	for (;;) {
		/* Not the hidden RAM: another instance may have added it. */
		err = soak_load(CHURN_THIRD, "");
		if (err)
			return soak_fail("load " CHURN_THIRD ": %s",
					 strerror(-err));
		err = soak_unload(CHURN_THIRD);
		if (err)
			return soak_fail("unload " CHURN_THIRD ": %s",
					 strerror(-err));
	}
}

/* Always fails to load, once it has run its test. */
static int churn_vmalloc(const struct soak *s, uint32_t nr)
{
	static const char params[] =
		"run_test_mask=1 nr_threads=1 test_loop_count=20 nr_pages=1024 use_huge=1";
	int fd = open(RIVAL, O_RDONLY | O_CLOEXEC);

	(void)s;
	(void)nr;
	if (fd < 0)
		return soak_fail(RIVAL ": %s", strerror(errno));
	for (;;)
		if (!syscall(SYS_finit_module, fd, params, 0) ||
		    errno != EAGAIN)
			return soak_fail(RIVAL ": %s", strerror(errno));
}

/* One mechanism after the other; the module may be gone at any time. */
static int churn_device(const struct soak *s, uint32_t nr)
{
	struct soak_rnd r = { (uint64_t)s->seed ^ nr };
	const char *device = nr == CHURN_SECOND_DEVICE ?
			     "/dev/" CHURN_SECOND : SOAK_DEVICE;
	struct soak_mechs mechs;
	const struct kptb_mech *m;
	int fd;

	for (;;) {
		/* Long enough that others have it, or take the module away. */
		if (nr == CHURN_DEVICE)
			usleep(soak_below(&r, 20000));
		fd = soak_open(device);
		if (fd < 0)
			continue;
		if (soak_mechs_read(fd, &mechs))
			return 1;
		m = &mechs.v[soak_below(&r, (uint32_t)mechs.n)];
		if (!soak_setup(fd, m->name, soak_size(m->name),
				soak_below(&r, 2))) {
			soak_run(fd, 8);
			soak_hold(fd, 4);
			ioctl(fd, KPTB_IOC_TEARDOWN);
		}
		close(fd);
	}
}

int churn_start(struct churners *c, const struct soak *s, unsigned int what)
{
	static const struct {
		unsigned int bit;
		int (*go)(const struct soak *s, uint32_t nr);
	} all[] = {
		{ CHURN_BPF, churn_bpf },
		{ CHURN_USER, churn_user },
		{ CHURN_MODULES, churn_modules },
		{ CHURN_DEVICE, churn_device },
		{ CHURN_SECOND_DEVICE, churn_device },
		{ CHURN_VMALLOC, churn_vmalloc },
	};
	pid_t pid;
	size_t i;

	c->n = 0;
	for (i = 0; i < ARRAY_SIZE(all); i++) {
		if (!(what & all[i].bit))
			continue;
		pid = soak_child(all[i].go, s, all[i].bit);
		if (pid < 0)
			return soak_fail("fork: %s", strerror(errno));
		c->pid[c->n++] = pid;
	}
	return 0;
}

int churn_stop(struct churners *c)
{
	int failed = 0;
	size_t i;

	for (i = 0; i < c->n; i++)
		if (soak_end(c->pid[i]))
			failed = soak_fail("process %zu had ended before", i);
	return failed;
}
