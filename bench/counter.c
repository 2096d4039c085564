// SPDX-License-Identifier: GPL-2.0-only
/* counter.c - perf_event_open() for one event */
#include <ctype.h>
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/counter.h"
#include "bench/parse.h"
#include "common/util.h"

struct reading {
	uint64_t value, enabled, running;
};

void counter_close(struct counter *c)
{
	size_t i;

	for (i = 0; i < c->nr_fds; i++)
		close(c->fds[i]);
	free(c->fds);
	c->fds = NULL;
	c->nr_fds = 0;
}

static int open_one(struct counter *c, pid_t pid, int cpu)
{
	long fd = syscall(SYS_perf_event_open, &c->attr, pid, cpu, -1,
			  PERF_FLAG_FD_CLOEXEC);

	if (fd < 0)
		return -errno;
	c->fds[c->nr_fds++] = (int)fd;
	return 0;
}

int counter_open(struct counter *c, int cpus, const char *online)
{
	int nr = cpus && online ? parse_cpulist(online) : 1;
	int cpu = -1, ret = 0;

	if (cpus > 0 && nr > cpus)
		nr = cpus;
	if (nr <= 0)
		return -EBADMSG;
	c->fds = calloc((size_t)nr, sizeof(*c->fds));
	if (!c->fds)
		return -ENOMEM;
	if (!cpus)
		return open_one(c, 0, -1);
	if (cpus == COLLECT_HERE)
		return open_one(c, -1, sched_getcpu());
	/* Numbers may be left out, and the highest is not how many there are. */
	while (!ret && online && (int)c->nr_fds < nr &&
	       (cpu = parse_next_cpu(online, cpu)) >= 0)
		ret = open_one(c, -1, cpu);
	return ret;
}

void counter_request(struct counter *c, unsigned long request)
{
	size_t i;

	for (i = 0; i < c->nr_fds; i++)
		ioctl(c->fds[i], request, 0);
}

void counter_request_one(struct counter *c, size_t nth, unsigned long request)
{
	if (nth < c->nr_fds)
		ioctl(c->fds[nth], request, 0);
}

void counter_read(const struct counter *c, struct value *out)
{
	uint64_t sum = 0;
	size_t i;

	if (!c->nr_fds) {
		value_na(out, "%s", c->why);
		return;
	}
	for (i = 0; i < c->nr_fds; i++) {
		struct reading r;

		/* A pinned event that lost its counter reads as end of file. */
		if (read(c->fds[i], &r, sizeof(r)) != sizeof(r) ||
		    r.running < r.enabled || !r.enabled) {
			value_na(out, "%s: the PMU had no counter free all the time (multiplexed)",
				 c->source);
			return;
		}
		sum += r.value;
	}
	value_set(out, (double)sum);
}

/* Counts a few system calls. */
static int try(struct counter *c)
{
	struct value v;
	int i, ret = counter_open(c, 0, NULL);

	if (ret) {
		kpt_join(c->why, sizeof(c->why), "%s: %s", c->source,
			 ret == -ENOENT || ret == -EOPNOTSUPP ?
			 "this machine's PMU does not have it" :
			 ret == -EACCES || ret == -EPERM ?
			 "not permitted: run as root (kernel.perf_event_paranoid)" :
			 strerror(-ret));
		return ret;
	}
	counter_request(c, PERF_EVENT_IOC_RESET);
	counter_request(c, PERF_EVENT_IOC_ENABLE);
	for (i = 0; i < 100; i++)
		syscall(SYS_getppid);
	counter_request(c, PERF_EVENT_IOC_DISABLE);
	counter_read(c, &v);
	if (!v.ok)
		kpt_copy(c->why, sizeof(c->why), v.why);
	else if (v.v == 0 && c->attr.type == PERF_TYPE_HARDWARE &&
		 c->attr.config == PERF_COUNT_HW_INSTRUCTIONS)
		kpt_join(c->why, sizeof(c->why),
			 "%s: counts nothing in %s mode", c->source,
			 c->attr.exclude_user ? "kernel" : "user");
	else
		return 0;
	return -ENODATA;
}

void counter_try(struct counter *c)
{
	if (try(c))
		counter_set_absent(c);
	counter_close(c);
}

void counter_set_absent(struct counter *c)
{
	counter_close(c);
	c->attr.size = 0;
}

/* "perf::CYCLES" to "perf:cycles:k" */
static void name_source(struct counter *c, const char *event)
{
	const char *colon = strstr(event, "::");
	size_t i;

	snprintf(c->source, sizeof(c->source), "perf:%s:k",
		 colon ? colon + 2 : event);
	for (i = 0; c->source[i]; i++)
		c->source[i] = (char)tolower((unsigned char)c->source[i]);
}

void counter_init(struct counter *c, const char *event)
{
	name_source(c, event);
	c->attr.size = sizeof(c->attr);
	c->attr.disabled = 1;
	c->attr.pinned = 1;
	c->attr.exclude_user = 1;
	c->attr.exclude_kernel = 0;
	c->attr.exclude_hv = 1;
	c->attr.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED |
			      PERF_FORMAT_TOTAL_TIME_RUNNING;
}

void counter_user(struct counter *c)
{
	size_t end = strlen(c->source);

	c->attr.exclude_user = 0;
	c->attr.exclude_kernel = 1;
	if (end)
		c->source[end - 1] = 'u';
}
