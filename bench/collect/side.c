// SPDX-License-Identifier: GPL-2.0-only
/*
 * side.c - what else the machine did in a window: interrupts between CPUs,
 * page faults, pages allocated and freed
 *
 * Counts of the whole machine, whoever caused them, so only a difference from
 * kernel to kernel over many boots means something. In mode exact one CPU
 * runs, and nobody else: what these could tell there, instructions tell.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/collect.h"
#include "bench/interrupts.h"

#define VMSTAT "/proc/vmstat"
#define INTERRUPTS "/proc/interrupts"

/*
 * A column a CPU: on a machine of hundreds it takes the kernel longer to write
 * the file than a window lasts, and leaves the caches full of it.
 */
#define LONGEST (256 << 10)

enum { FAULTS, ALLOCATED, FREED, SHOOTDOWNS, IPIS, NR_SIDE };

static const struct metric metrics[NR_SIDE] = {
	[FAULTS] = { "side.page_faults", "cost", "events", "noisy", "lower",
		     VMSTAT ":pgfault", false },
	[ALLOCATED] = { "side.pages_allocated", "cost", "pages", "noisy",
			"lower", VMSTAT ":pgalloc_*", false },
	[FREED] = { "side.pages_freed", "cost", "pages", "noisy", "none",
		    VMSTAT ":pgfree", false },
	[SHOOTDOWNS] = { "side.tlb_shootdowns", "cost", "events", "noisy",
			 "lower", INTERRUPTS ":TLB", false },
	[IPIS] = { "side.ipis", "cost", "events", "noisy", "lower",
		   INTERRUPTS ":TLB, CAL, RES, IPI*", false },
};

struct side {
	struct value before[NR_SIDE];
	bool too_long;
};

static void one(struct value *out, int ret, uint64_t v, const char *what)
{
	if (!ret)
		value_set(out, (double)v);
	else if (ret == -ENOENT)
		value_na(out, "this kernel counts no %s", what);
	else if (ret == -EFBIG)
		value_na(out, "%s: this machine's file is too long to be read around each window",
			 what);
	else
		value_na(out, "%s: %s", what, ret == -EBADMSG ?
			 "cut off or damaged" : strerror(-ret));
}

static void look(struct collect *c, struct value *out)
{
	struct collect_set *set = c->set;
	uint64_t v[NR_SIDE] = { 0 };
	int err[NR_SIDE], got;

	got = ((struct side *)c->priv)->too_long ? -EFBIG :
	      machine_read(set->m, INTERRUPTS, set->buf, set->buf_len);
	err[SHOOTDOWNS] = got < 0 ? got :
		interrupts_sum(set->buf, shootdown_lines, &v[SHOOTDOWNS]);
	err[IPIS] = got < 0 ? got :
		interrupts_sum(set->buf, ipi_lines, &v[IPIS]);
	got = machine_read(set->m, VMSTAT, set->buf, set->buf_len);
	err[FAULTS] = got < 0 ? got :
		vmstat_sum(set->buf, "pgfault", &v[FAULTS]);
	err[ALLOCATED] = got < 0 ? got :
		vmstat_sum(set->buf, "pgalloc_*", &v[ALLOCATED]);
	err[FREED] = got < 0 ? got :
		vmstat_sum(set->buf, "pgfree", &v[FREED]);
	for (size_t i = 0; i < NR_SIDE; i++)
		one(&out[i], err[i], v[i], metrics[i].source);
}

static int probe(struct collect *c, char *why, size_t len)
{
	struct side *s;

	if (machine_exact(c->set->m)) {
		/* Not a row in every report for what is told better there. */
		c->nr_metrics = 0;
		snprintf(why, len, "not needed: one CPU, and nobody else runs");
		return -EALREADY;
	}
	if (c->set->m->root[0]) {
		c->nr_metrics = 0;
		snprintf(why, len, "no windows while replaying recorded files");
		return -ENODEV;
	}
	s = calloc(1, sizeof(*s));
	if (!s) {
		snprintf(why, len, "out of memory");
		return -ENOMEM;
	}
	s->too_long = collect_room(c->set, INTERRUPTS) > LONGEST;
	c->priv = s;
	return 0;
}

static void start(struct collect *c)
{
	struct side *s = c->priv;

	look(c, s->before);
}

static void stop(struct collect *c, const struct kptb_run *run,
		 struct value *out)
{
	const struct side *s = c->priv;

	(void)run;
	look(c, out);
	for (size_t i = 0; i < NR_SIDE; i++) {
		if (!s->before[i].ok)
			out[i] = s->before[i];
		else if (out[i].ok)
			out[i].v -= s->before[i].v;
	}
}

static void do_close(struct collect *c)
{
	free(c->priv);
	c->priv = NULL;
}

const struct collector side_collector = {
	.name = "side",
	.summary = "interrupts between CPUs, page faults, pages allocated",
	.cost = true,
	/* The first to start and the last to stop: it reads long files. */
	.order = 50,
	.metrics = metrics,
	.nr_metrics = NR_SIDE,
	.probe = probe,
	.start = start,
	.stop = stop,
	.close = do_close,
};
