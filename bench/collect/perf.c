// SPDX-License-Identifier: GPL-2.0-only
/* perf.c - events of a window, of kernel mode but for one, counted by the PMU */
#include <ctype.h>
#include <errno.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/collect.h"
#include "bench/counter.h"
#include "bench/events.h"
#include "common/util.h"
#include "kmod/kptb_mark.h"

#define MAX_EVENTS	16
#define USER		"cost.user_instructions"
#define CACHE_MISS(cache) ((PERF_COUNT_HW_CACHE_##cache) | \
			   (PERF_COUNT_HW_CACHE_OP_READ << 8) | \
			   (PERF_COUNT_HW_CACHE_RESULT_MISS << 16))

/* What is tried, most wanted first: a PMU has few counters. */
static const struct wanted {
	const char *metric, *unit;
	const char *event;	/* libpfm4's name of it; NULL: by core */
	uint32_t type;		/* without libpfm4; where it is by core: 0 */
	uint64_t config;	/* likewise; where it is by core, which event */
	bool exact;		/* asked for in mode exact too */
	bool user;		/* of user mode, where a process does operations */
} wanted[] = {
	{ "cost.instructions", "instructions", "perf::INSTRUCTIONS",
	  PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS, true, false },
	/* An emulator's cycles are its instructions: not asked for there. */
	{ "cost.cycles", "cycles", "perf::CYCLES",
	  PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, false, false },
	{ "cost.dtlb_misses", "events", "perf::PERF_COUNT_HW_CACHE_DTLB:READ:MISS",
	  PERF_TYPE_HW_CACHE, CACHE_MISS(DTLB), false, false },
	{ "cost.cache_misses", "events", "perf::CACHE-MISSES",
	  PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_MISSES, false, false },
	{ "cost.l1d_misses", "events", "perf::PERF_COUNT_HW_CACHE_L1D:READ:MISS",
	  PERF_TYPE_HW_CACHE, CACHE_MISS(L1D), false, false },
	{ USER, "instructions", "perf::INSTRUCTIONS",
	  PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS, true, true },
	{ "cost.stalls", "cycles", NULL, 0, CORE_STALLS, false, false },
	{ "cost.dtlb_walks", "events", NULL, 0, CORE_DTLB_WALKS, false, false },
	{ "cost.walk_cycles", "cycles", NULL, 0, CORE_WALK_CYCLES, false, false },
};

bool perf_standard(size_t i, uint32_t pmu, const char **metric,
		   const char **event)
{
	if (i >= sizeof(wanted) / sizeof(wanted[0]))
		return false;
	*metric = wanted[i].metric;
	*event = wanted[i].event ? wanted[i].event :
		 event_of_core((enum core_event)wanted[i].config, pmu);
	return true;
}

struct perf {
	struct counter events[MAX_EVENTS];
	struct metric metrics[MAX_EVENTS];
	size_t nr;
	bool by_clock;
	bool others;	/* more than the window's operations are counted */
};

static struct metric describe(const struct collect *c, const struct counter *ev,
			      const char *unit)
{
	bool exact = machine_exact(c->set->m), user = !ev->attr.exclude_user;

	return (struct metric){ ev->name, "cost", unit,
		exact ? "exact" : "noisy", "lower", ev->source, !user, user };
}

/* What libpfm4 has no name for on this machine is told, not left out. */
static void set_unknown(struct counter *ev)
{
	counter_init(ev, strchr(ev->name, '.') + 1);
	kpt_copy(ev->why, sizeof(ev->why),
		 "libpfm4 knows no such event of this CPU's PMU (or kptbench was built without it)");
	counter_set_absent(ev);
}

static void add_wanted(struct collect *c, struct perf *p)
{
	bool exact = machine_exact(c->set->m);
	uint32_t pmu = core_pmu_type("", c->set->m->cpu);
	size_t i;

	for (i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		struct counter *ev = &p->events[p->nr];
		const char *metric, *name;

		perf_standard(i, pmu, &metric, &name);
		if (exact && !wanted[i].exact)
			continue;
		memset(ev, 0, sizeof(*ev));
		snprintf(ev->name, sizeof(ev->name), "%s", metric);
		if (!name) {
			set_unknown(ev);
		} else {
			if (event_encode(name, &ev->attr)) {
				ev->attr.type = wanted[i].type;
				ev->attr.config = wanted[i].config;
			}
			event_pin(&ev->attr, pmu);
			counter_init(ev, name);
			if (wanted[i].user)
				counter_user(ev);
			counter_try(ev);
		}
		p->metrics[p->nr++] = describe(c, ev, wanted[i].unit);
	}
}

static bool all_count(struct perf *p)
{
	struct value v = { .ok = true };
	size_t i;

	for (i = 0; i < p->nr && v.ok; i++)
		if (p->events[i].attr.size)
			v.ok = !counter_open(&p->events[i], 0, NULL);
	for (i = 0; i < p->nr; i++)
		counter_request(&p->events[i], PERF_EVENT_IOC_ENABLE);
	syscall(SYS_getppid);
	for (i = 0; i < p->nr && v.ok; i++)
		if (p->events[i].attr.size)
			counter_read(&p->events[i], &v);
	for (i = 0; i < p->nr; i++)
		counter_close(&p->events[i]);
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
	struct counter *last;
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
		counter_set_absent(last);
	}
}

/* Events the user named: asked for, so a missing one is told, not dropped. */
static void add_named(struct collect *c, struct perf *p)
{
	const char *const *name;
	size_t i;
	int ret;

	for (name = c->set->events; name && *name; name++) {
		struct counter *ev = &p->events[p->nr];

		if (p->nr == MAX_EVENTS)
			break;
		memset(ev, 0, sizeof(*ev));
		snprintf(ev->name, sizeof(ev->name), "cost.%s", *name);
		for (i = 5; ev->name[i]; i++)
			ev->name[i] = isalnum((unsigned char)ev->name[i]) ?
				(char)tolower((unsigned char)ev->name[i]) : '_';
		ret = event_encode(*name, &ev->attr);
		event_pin(&ev->attr, core_pmu_type("", c->set->m->cpu));
		counter_init(ev, *name);
		if (ret) {
			snprintf(ev->why, sizeof(ev->why),
				 "event %s: not known to libpfm4 (or built without it)",
				 *name);
			counter_set_absent(ev);
		} else {
			counter_try(ev);
		}
		p->metrics[p->nr++] = describe(c, ev, "events");
	}
}

static const struct metric missing[] = {
	{ "cost.instructions", "cost", "instructions", "exact", "lower",
	  "perf:instructions:k", true, false },
	{ USER, "cost", "instructions", "exact", "lower",
	  "perf:instructions:u", false, true },
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
 * emulator lets one CPU run, and a count of whole CPUs is mostly that. Also,
 * under icount QEMU's PMU reads the one count of instructions that all CPUs
 * share: what others do meanwhile is in it, once for each. The clock over the
 * threads' own loops counts the instructions of all CPUs, each once: there it
 * is the better source, and is named as such.
 */
static void choose_source(struct collect *c, int cpus)
{
	struct perf *p = c->priv;

	p->others = cpus > 0 && !c->set->workers && !machine_exact(c->set->m);
	p->by_clock = cpus > 0 && machine_exact(c->set->m) &&
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
		struct counter *ev = &p->events[i];

		counter_close(ev);
		/* Nobody asks, and a thread that switches would pay for it. */
		if (p->metrics[i].process && !c->set->process)
			continue;
		/* One that cannot be opened reads as n/a; the others count. */
		if (ev->attr.size && counter_open(ev, cpus, c->set->m->online)) {
			counter_close(ev);
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
		counter_request(&p->events[i], PERF_EVENT_IOC_RESET);
	if (c->set->workers)
		return;
	/* The first event, instructions, sees the least of the others. */
	for (i = p->nr; i-- > 0;)
		counter_request(&p->events[i], PERF_EVENT_IOC_ENABLE);
	if (!p->by_clock)
		kptb_mark(KPTB_MARK_ENTER);
}

static void stop(struct collect *c, const struct kptb_run *run,
		 struct value *out)
{
	struct perf *p = c->priv;
	size_t i;

	if (!p->by_clock && !c->set->workers)
		kptb_mark(KPTB_MARK_LEAVE);
	for (i = 0; i < p->nr; i++)
		counter_request(&p->events[i], PERF_EVENT_IOC_DISABLE);
	for (i = 0; i < p->nr; i++)
		counter_read(&p->events[i], &out[i]);
	if (p->by_clock)
		value_set(&out[0], (double)run->ns);
	for (i = 0; p->by_clock && i < p->nr; i++)
		if (p->metrics[i].process)
			value_na(&out[i], "%s: the emulator's PMU has what all CPUs do in each of its counts",
				 p->events[i].source);
	for (i = 0; p->others && i < p->nr; i++)
		value_na(&out[i], "%s: threads of the module go on until all of them are done, and a CPU's counter has those operations, too",
			 p->events[i].source);
}

static void worker(struct collect *c, size_t nth, bool on)
{
	struct perf *p = c->priv;
	size_t i;

	/* As in start(): the first event is switched last, and off first. */
	for (i = p->nr; on && i-- > 0;)
		counter_request_one(&p->events[i], nth, PERF_EVENT_IOC_ENABLE);
	for (i = 0; !on && i < p->nr; i++)
		counter_request_one(&p->events[i], nth, PERF_EVENT_IOC_DISABLE);
}

static void do_close(struct collect *c)
{
	struct perf *p = c->priv;
	size_t i;

	for (i = 0; p && i < p->nr; i++)
		counter_close(&p->events[i]);
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
	.worker = worker,
	.close = do_close,
};
