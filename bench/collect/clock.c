// SPDX-License-Identifier: GPL-2.0-only
/* clock.c - time, and instructions where time counts them */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "bench/collect.h"

#define TEST_OPS 4096

/*
 * In mode exact the emulator's clock advances 1 ns an instruction, so time is
 * a count of instructions and is never shown as time.
 */
static const struct metric instructions[] = {
	{ "cost.instructions", "cost", "instructions", "exact", "lower",
	  "clock:icount", true },
};

static const struct metric ns[] = {
	{ "cost.ns", "cost", "ns", "noisy", "lower", "clock:monotonic", true },
};

struct clock {
	bool cycles;	/* the cycle counter is the finer of two clocks */
};

/*
 * A cycle counter that runs at one a nanosecond of virtual time counts
 * instructions one by one; the kernel's clock may be coarser or scaled.
 */
static bool cycles_are_ns(const struct machine *m)
{
	struct kptb_setup setup = { .name = "nop" };
	struct kptb_run run = { .ops = TEST_OPS };
	bool yes = false;

	if (m->fd < 0 || !(m->info.flags & KPTB_INFO_CYCLES) ||
	    !machine_mech(m, "nop") || ioctl(m->fd, KPTB_IOC_SETUP, &setup))
		return false;
	if (!ioctl(m->fd, KPTB_IOC_RUN, &run) && run.ns) {
		double ratio = (double)run.cycles / (double)run.ns;

		yes = fabs(ratio - 1) < 0.01;
	}
	ioctl(m->fd, KPTB_IOC_TEARDOWN);
	return yes;
}

static int probe(struct collect *c, char *why, size_t len)
{
	struct clock *k;

	if (machine_exact(c->set->m)) {
		c->metrics = instructions;
		c->nr_metrics = 1;
		if (collect_has(c->set, "cost.instructions")) {
			c->nr_metrics = 0;
			snprintf(why, len, "not needed: perf counts instructions");
			return -EALREADY;
		}
	}
	k = calloc(1, sizeof(*k));
	if (!k) {
		snprintf(why, len, "out of memory");
		return -ENOMEM;
	}
	k->cycles = machine_exact(c->set->m) && cycles_are_ns(c->set->m);
	c->priv = k;
	return 0;
}

static void stop(struct collect *c, const struct kptb_run *run,
		 struct value *out)
{
	const struct clock *k = c->priv;

	value_set(out, (double)(k->cycles && run->cycles ? run->cycles :
				run->ns));
}

static void do_close(struct collect *c)
{
	free(c->priv);
	c->priv = NULL;
}

const struct collector clock_collector = {
	.name = "clock",
	.summary = "time of a window; in mode exact, its instructions",
	.cost = true,
	.order = 10,	/* after perf: it must know what perf counts */
	.metrics = ns,
	.nr_metrics = 1,
	.probe = probe,
	.stop = stop,
	.close = do_close,
};
