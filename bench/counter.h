/* SPDX-License-Identifier: GPL-2.0-only */
/* counter.h - one event of the PMU: opened, tried, read */
#ifndef KPT_COUNTER_H
#define KPT_COUNTER_H

#include <linux/perf_event.h>
#include <stddef.h>

#include "bench/collect.h"

/**
 * struct counter - an event in one mode, of one thread or of all CPUs
 * @attr:	what perf_event_open() is asked for; size 0: it is absent
 * @why:	why it does not count here, or ""
 * @fds:	one a CPU, or a single one for the thread
 * @nr_fds:	0 while it is closed
 * @name:	of the metric
 * @source:	of the metric: "perf:cycles:k"
 */
struct counter {
	struct perf_event_attr attr;
	char why[KPT_WHY_LEN];
	int *fds;
	size_t nr_fds;
	char name[48], source[96];
};

/**
 * counter_init - @event is libpfm4's name; attr's type and config are set
 *
 * It is pinned: a counter is never shared silently.
 */
void counter_init(struct counter *c, const char *event);

/** counter_user - after counter_init(): count user mode instead of the kernel */
void counter_user(struct counter *c);

/**
 * counter_open - 0 or -errno
 * @cpus:	0: of the calling thread alone; COLLECT_HERE: of its CPU
 * @online:	otherwise these have it, as "0-3,8", of N CPUs the first N; NULL
 *		for a thread or a CPU
 */
int counter_open(struct counter *c, int cpus, const char *online);
void counter_close(struct counter *c);

/** counter_request - PERF_EVENT_IOC_ENABLE, ... to all of it */
void counter_request(struct counter *c, unsigned long request);
/** counter_request_one - the same for its @nth CPU */
void counter_request_one(struct counter *c, size_t nth, unsigned long request);

/** counter_read - its value; n/a, with a reason, where it lost count */
void counter_read(const struct counter *c, struct value *out);

/**
 * counter_try - does it count at all, for this thread?
 *
 * Leaves it closed, and absent with the reason in @why where it does not.
 */
void counter_try(struct counter *c);

/** counter_set_absent - it reads as n/a, with @why, from now on */
void counter_set_absent(struct counter *c);

#endif
