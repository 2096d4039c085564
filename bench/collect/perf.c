// SPDX-License-Identifier: GPL-2.0-only
/* perf.c - kernel-mode events of a window, counted by the PMU */
#include <ctype.h>
#include <errno.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/collect.h"
#include "bench/events.h"
#include "common/util.h"
#include "kmod/kptb_mark.h"

#define MAX_EVENTS	16
#define CACHE_MISS(cache) ((PERF_COUNT_HW_CACHE_##cache) | \
			   (PERF_COUNT_HW_CACHE_OP_READ << 8) | \
			   (PERF_COUNT_HW_CACHE_RESULT_MISS << 16))

/* What is tried, most wanted first: a PMU has few counters. */
static const struct wanted {
	const char *metric, *unit;
	const char *event;	/* libpfm4's name of it; NULL: event_stalls() */
	uint32_t type;
	uint64_t config;
	bool exact;		/* asked for in mode exact too */
} wanted[] = {
	{ "cost.instructions", "instructions", "perf::INSTRUCTIONS",
	  PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS, true },
	/* An emulator's cycles are its instructions: not asked for there. */
	{ "cost.cycles", "cycles", "perf::CYCLES",
	  PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, false },
	{ "cost.dtlb_misses", "events", "perf::PERF_COUNT_HW_CACHE_DTLB:READ:MISS",
	  PERF_TYPE_HW_CACHE, CACHE_MISS(DTLB), false },
	{ "cost.cache_misses", "events", "perf::CACHE-MISSES",
	  PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_MISSES, false },
	{ "cost.l1d_misses", "events", "perf::PERF_COUNT_HW_CACHE_L1D:READ:MISS",
	  PERF_TYPE_HW_CACHE, CACHE_MISS(L1D), false },
	{ "cost.stalls", "cycles", NULL, 0, 0, false },
};

bool perf_standard(size_t i, const char **metric, const char **event)
{
	if (i >= sizeof(wanted) / sizeof(wanted[0]))
		return false;
	*metric = wanted[i].metric;
	*event = wanted[i].event ? wanted[i].event : event_stalls();
	return true;
}

struct event {
	struct perf_event_attr attr;
	char why[KPT_WHY_LEN];	/* why it does not count here, or "" */
	int *fds;		/* one a CPU, or a single one for the thread */
	size_t nr_fds;
	char name[48], source[96];
};

struct perf {
	struct event events[MAX_EVENTS];
	struct metric metrics[MAX_EVENTS];
	size_t nr;
	bool by_clock;
};

struct reading {
	uint64_t value, enabled, running;
};

static void close_event(struct event *ev)
{
	size_t i;

	for (i = 0; i < ev->nr_fds; i++)
		close(ev->fds[i]);
	free(ev->fds);
	ev->fds = NULL;
	ev->nr_fds = 0;
}

static int open_one(struct event *ev, pid_t pid, int cpu)
{
	long fd = syscall(SYS_perf_event_open, &ev->attr, pid, cpu, -1,
			  PERF_FLAG_FD_CLOEXEC);

	if (fd < 0)
		return -errno;
	ev->fds[ev->nr_fds++] = (int)fd;
	return 0;
}

static int open_event(struct event *ev, int cpus, int online)
{
	long last = sysconf(_SC_NPROCESSORS_CONF);
	int cpu, ret = 0;

	ev->fds = calloc(cpus ? (size_t)last : 1, sizeof(*ev->fds));
	if (!ev->fds)
		return -ENOMEM;
	if (!cpus)
		return open_one(ev, 0, -1);
	for (cpu = 0; cpu < last && !ret; cpu++) {
		ret = open_one(ev, -1, cpu);
		if (ret == -ENODEV)	/* that CPU is offline */
			ret = 0;
	}
	if (!ret && ev->nr_fds != (size_t)online)
		ret = -ENODEV;
	return ret;
}

static void each(struct event *ev, unsigned long request)
{
	size_t i;

	for (i = 0; i < ev->nr_fds; i++)
		ioctl(ev->fds[i], request, 0);
}

static void read_event(const struct event *ev, struct value *out)
{
	uint64_t sum = 0;
	size_t i;

	if (!ev->nr_fds) {
		value_na(out, "%s", ev->why);
		return;
	}
	for (i = 0; i < ev->nr_fds; i++) {
		struct reading r;

		/* A pinned event that lost its counter reads as end of file. */
		if (read(ev->fds[i], &r, sizeof(r)) != sizeof(r) ||
		    r.running < r.enabled || !r.enabled) {
			value_na(out, "%s: the PMU had no counter free all the time (multiplexed)",
				 ev->source);
			return;
		}
		sum += r.value;
	}
	value_set(out, (double)sum);
}

/* Opens, counts a few system calls: does this event count at all? */
static int try_event(struct event *ev, char *why, size_t len)
{
	struct value v;
	int i, ret = open_event(ev, 0, 1);

	if (ret) {
		snprintf(why, len, "%s: %s", ev->source,
			 ret == -ENOENT || ret == -EOPNOTSUPP ?
			 "this machine's PMU does not have it" :
			 ret == -EACCES || ret == -EPERM ?
			 "not permitted: run as root (kernel.perf_event_paranoid)" :
			 strerror(-ret));
		return ret;
	}
	each(ev, PERF_EVENT_IOC_RESET);
	each(ev, PERF_EVENT_IOC_ENABLE);
	for (i = 0; i < 100; i++)
		syscall(SYS_getppid);
	each(ev, PERF_EVENT_IOC_DISABLE);
	read_event(ev, &v);
	if (!v.ok)
		snprintf(why, len, "%s", v.why);
	else if (v.v == 0 && ev->attr.type == PERF_TYPE_HARDWARE &&
		 ev->attr.config == PERF_COUNT_HW_INSTRUCTIONS)
		snprintf(why, len, "%s: counts nothing in kernel mode",
			 ev->source);
	else
		return 0;
	return -ENODATA;
}

/* attr.type and config are set; the rest is the same for all. */
static void complete(struct event *ev)
{
	ev->attr.size = sizeof(ev->attr);
	ev->attr.disabled = 1;
	ev->attr.pinned = 1;	/* never share a counter silently */
	ev->attr.exclude_user = 1;
	ev->attr.exclude_kernel = 0;
	ev->attr.exclude_hv = 1;
	ev->attr.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED |
			       PERF_FORMAT_TOTAL_TIME_RUNNING;
}

/* "perf::CYCLES" to "perf:cycles:k" */
static void name_source(struct event *ev, const char *event)
{
	const char *colon = strstr(event, "::");
	size_t i;

	snprintf(ev->source, sizeof(ev->source), "perf:%s:k",
		 colon ? colon + 2 : event);
	for (i = 0; ev->source[i]; i++)
		ev->source[i] = (char)tolower((unsigned char)ev->source[i]);
}

/* One that does not count is told as n/a; there is nothing to open for it. */
static void set_absent(struct event *ev)
{
	close_event(ev);
	ev->attr.size = 0;
}

static struct metric describe(const struct collect *c, const struct event *ev,
			      const char *unit)
{
	bool exact = machine_exact(c->set->m);

	return (struct metric){ ev->name, "cost", unit,
		exact ? "exact" : "noisy", "lower", ev->source, true };
}

static void add_wanted(struct collect *c, struct perf *p)
{
	bool exact = machine_exact(c->set->m);
	size_t i;

	for (i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		struct event *ev = &p->events[p->nr];
		const char *metric, *name;

		perf_standard(i, &metric, &name);
		if (!name || (exact && !wanted[i].exact))
			continue;
		memset(ev, 0, sizeof(*ev));
		if (event_encode(name, &ev->attr)) {
			ev->attr.type = wanted[i].type;
			ev->attr.config = wanted[i].config;
		}
		snprintf(ev->name, sizeof(ev->name), "%s", metric);
		name_source(ev, name);
		complete(ev);
		if (try_event(ev, ev->why, sizeof(ev->why)))
			set_absent(ev);
		close_event(ev);
		p->metrics[p->nr++] = describe(c, ev, wanted[i].unit);
	}
}

static bool all_count(struct perf *p)
{
	struct value v = { .ok = true };
	size_t i;

	for (i = 0; i < p->nr && v.ok; i++)
		if (p->events[i].attr.size)
			v.ok = !open_event(&p->events[i], 0, 1);
	for (i = 0; i < p->nr; i++)
		each(&p->events[i], PERF_EVENT_IOC_ENABLE);
	syscall(SYS_getppid);
	for (i = 0; i < p->nr && v.ok; i++)
		if (p->events[i].attr.size)
			read_event(&p->events[i], &v);
	for (i = 0; i < p->nr; i++)
		close_event(&p->events[i]);
	return v.ok;
}

/*
 * Each counts alone, and there may be too few counters for all at once: they
 * are never shared, so the least wanted ones are told as n/a.
 *
 * Return: how many count.
 */
static size_t fit(struct perf *p)
{
	struct event *last;
	size_t i, n;

	for (;;) {
		for (i = n = 0, last = NULL; i < p->nr; i++)
			if (p->events[i].attr.size) {
				last = &p->events[i];
				n++;
			}
		if (n < 2 || all_count(p))
			return n;
		kpt_join(last->why, sizeof(last->why),
			 "%s: this machine's PMU has too few counters to count it beside the others",
			 last->source);
		set_absent(last);
	}
}

/* Events the user named: asked for, so a missing one is told, not dropped. */
static void add_named(struct collect *c, struct perf *p)
{
	const char *const *name;
	size_t i;

	for (name = c->set->events; name && *name; name++) {
		struct event *ev = &p->events[p->nr];

		if (p->nr == MAX_EVENTS)
			break;
		memset(ev, 0, sizeof(*ev));
		snprintf(ev->name, sizeof(ev->name), "cost.%s", *name);
		for (i = 5; ev->name[i]; i++)
			ev->name[i] = isalnum((unsigned char)ev->name[i]) ?
				(char)tolower((unsigned char)ev->name[i]) : '_';
		name_source(ev, *name);
		if (event_encode(*name, &ev->attr)) {
			snprintf(ev->why, sizeof(ev->why),
				 "event %s: not known to libpfm4 (or built without it)",
				 *name);
		} else {
			complete(ev);
			if (try_event(ev, ev->why, sizeof(ev->why)))
				set_absent(ev);
		}
		p->metrics[p->nr++] = describe(c, ev, "events");
	}
}

static const struct metric missing[] = {
	{ "cost.instructions", "cost", "instructions", "exact", "lower",
	  "perf:instructions:k", true },
};

static int probe(struct collect *c, char *why, size_t len)
{
	struct perf *p;
	size_t i;

	if (c->set->m->root[0]) {
		snprintf(why, len, "no counters while replaying recorded files");
		return -ENODEV;
	}
	p = calloc(1, sizeof(*p));
	if (!p) {
		snprintf(why, len, "out of memory");
		return -ENOMEM;
	}
	add_wanted(c, p);
	/* A machine without a PMU has one reason, not one for each event. */
	if (!fit(p)) {
		snprintf(why, len, "%s", p->events[0].why);
		p->nr = 0;
	}
	add_named(c, p);
	if (!p->nr) {
		free(p);
		return -ENODEV;
	}
	c->metrics = p->metrics;
	c->nr_metrics = p->nr;
	c->priv = p;
	for (i = 0; i < p->nr; i++)
		if (!p->events[i].attr.size)
			c->absent |= (uint64_t)1 << i;
	return 0;
}

/*
 * Threads on several emulated CPUs wait for one another, for as long as the
 * emulator lets one CPU run, and a count of whole CPUs is mostly that. The
 * clock over the threads' own loops counts the instructions of all CPUs, and
 * no waiting: there it is the better source, and is named as such.
 */
static void choose_source(struct collect *c, int cpus)
{
	struct perf *p = c->priv;

	p->by_clock = cpus && machine_exact(c->set->m) &&
		      !strcmp(p->events[0].name, "cost.instructions");
	p->metrics[0].source = p->by_clock ? "clock:icount" :
			       p->events[0].source;
}

static int scope(struct collect *c, int cpus)
{
	struct perf *p = c->priv;
	size_t i;

	choose_source(c, cpus);
	for (i = 0; i < p->nr; i++) {
		struct event *ev = &p->events[i];

		close_event(ev);
		/* One that cannot be opened reads as n/a; the others count. */
		if (ev->attr.size && open_event(ev, cpus, c->set->m->cpus)) {
			close_event(ev);
			snprintf(ev->why, sizeof(ev->why),
				 "%s: could not be opened on every CPU",
				 ev->source);
		}
	}
	return 0;
}

static void start(struct collect *c)
{
	struct perf *p = c->priv;
	size_t i;

	for (i = 0; i < p->nr; i++)
		each(&p->events[i], PERF_EVENT_IOC_RESET);
	/* The first event, instructions, sees the least of the others. */
	for (i = p->nr; i-- > 0;)
		each(&p->events[i], PERF_EVENT_IOC_ENABLE);
	if (!p->by_clock)
		kptb_mark(KPTB_MARK_ENTER);
}

static void stop(struct collect *c, const struct kptb_run *run,
		 struct value *out)
{
	struct perf *p = c->priv;
	size_t i;

	if (!p->by_clock)
		kptb_mark(KPTB_MARK_LEAVE);
	for (i = 0; i < p->nr; i++)
		each(&p->events[i], PERF_EVENT_IOC_DISABLE);
	for (i = 0; i < p->nr; i++)
		read_event(&p->events[i], &out[i]);
	if (p->by_clock)
		value_set(&out[0], (double)run->ns);
}

static void do_close(struct collect *c)
{
	struct perf *p = c->priv;
	size_t i;

	for (i = 0; p && i < p->nr; i++)
		close_event(&p->events[i]);
	free(p);
	c->priv = NULL;
}

const struct collector perf_collector = {
	.name = "perf",
	.summary = "kernel-mode events of the PMU, by perf_event_open",
	.cost = true,
	.metrics = missing,
	.nr_metrics = sizeof(missing) / sizeof(missing[0]),
	.probe = probe,
	.scope = scope,
	.start = start,
	.stop = stop,
	.close = do_close,
};
