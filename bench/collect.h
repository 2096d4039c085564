/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * collect.h - where numbers come from
 *
 * A collector is one source of metrics, one file in bench/collect/. The file
 * name is the registration: collect/slab.c defines slab_collector, and the
 * build lists it. docs/schema.md tells what kind, unit, class and better say.
 */
#ifndef KPT_COLLECT_H
#define KPT_COLLECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/machine.h"

#define KPT_MAX_SLOTS	192	/* metrics, all collectors together */
#define KPT_MAX_COLLECTORS 32

/**
 * struct metric - one number a collector gives
 * @name:	stable and dotted
 * @kind:	memory, accounting, tables, cost, check
 * @unit:	pages, objects, bytes, instructions, cycles, ns, events
 * @class:	exact, count, noisy; what it is at best. Outside mode exact
 *		other programs run too, and an exact state is but a count.
 * @better:	lower, higher, zero, none
 * @source:	file or event it comes from
 * @primary:	told as n/a where a scenario cannot run at all
 * @process:	only of scenarios whose operations a process of its own does
 */
struct metric {
	const char *name, *kind, *unit, *class, *better, *source;
	bool primary, process;
};

/** struct value - one reading; @why tells in words when it is not @ok */
struct value {
	double v;
	bool ok;
	char why[KPT_WHY_LEN];
};

void value_set(struct value *val, double v);
void value_na(struct value *val, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

struct collect;
struct collect_set;

/**
 * struct collector - one source
 * @name:	as its file
 * @summary:	what it reads, in words
 * @cost:	measures a window (start, stop), not a state (read)
 * @order:	probes and prepare hooks run by ascending @order, then name
 * @metrics:	what it gives, also where it is not available; a probe may
 *		put another table into the instance
 * @nr_metrics:	entries of @metrics
 * @probe:	0, or -errno with the reason in @why
 * @prepare:	brings the source up to date, before anyone reads
 * @read:	fills one value per metric
 * @scope:	cost: count on @cpus CPUs (0: the calling thread alone;
 *		COLLECT_ALL: every CPU, whoever runs there; COLLECT_HERE: the
 *		calling thread's CPU, whoever runs there)
 * @start:	cost: begin a window
 * @stop:	cost: end it and fill one value per metric; @run is what the
 *		work said about itself
 * @worker:	cost: with collect_set.workers: the @nth of them, on its CPU,
 *		begins its operations or ends them; count between these alone
 *		(optional)
 * @close:	frees what probe and scope took
 */
struct collector {
	const char *name;
	const char *summary;
	bool cost;
	int order;
	const struct metric *metrics;
	size_t nr_metrics;
	int (*probe)(struct collect *c, char *why, size_t len);
	void (*prepare)(struct collect *c);
	void (*read)(struct collect *c, struct value *out);
	int (*scope)(struct collect *c, int cpus);
	void (*start)(struct collect *c);
	void (*stop)(struct collect *c, const struct kptb_run *run,
		     struct value *out);
	void (*worker)(struct collect *c, size_t nth, bool on);
	void (*close)(struct collect *c);
};

/**
 * struct collect - a collector at work
 * @absent:	bit I: metrics[I] is n/a in every window
 * @first:	slot of metrics[0]
 */
struct collect {
	const struct collector *ops;
	struct collect_set *set;
	bool avail;
	uint64_t absent;
	char why[KPT_WHY_LEN];
	const struct metric *metrics;
	size_t nr_metrics;
	size_t first;
	void *priv;
};

/**
 * struct collect_set - every collector, and where its metrics are
 * @lag:	why counts of pages may lag behind, in words: the differences
 *		that CPUs keep could not be folded before this reading; or ""
 */
struct collect_set {
	const struct machine *m;
	char lag[KPT_WHY_LEN];
	struct collect c[KPT_MAX_COLLECTORS];
	size_t nr;
	const struct metric *slots[KPT_MAX_SLOTS];
	const struct collect *owner[KPT_MAX_SLOTS];
	size_t nr_slots;
	size_t workers;		/* of ours, that do the operations; 0: none */
	bool process;		/* a process of its own does them */
	const char *const *events;	/* more perf events, ends with NULL */
	char *buf;		/* for reading files, so that none is allocated */
	size_t buf_len;
};

/**
 * collect_open - probe every collector
 * @events: perf events beside the standard ones, ends with NULL, or NULL
 *
 * Return: 0 or -ENOMEM, -E2BIG (too many metrics for the table).
 */
int collect_open(struct collect_set *set, const struct machine *m,
		 const char *const *events);
void collect_close(struct collect_set *set);

/**
 * collect_room - make @set->buf hold a file, and what it may grow by
 *
 * For probes: nothing is allocated between two readings.
 *
 * Return: bytes of the file now, or -errno.
 */
long collect_room(struct collect_set *set, const char *path);

/* Folds the differences that CPUs keep of the kernel's counts, when written. */
#define KPT_REFRESH	"/proc/sys/vm/stat_refresh"

/**
 * value_count - a count the kernel keeps in per-CPU differences
 *
 * Read before they are folded it is wrong by what a CPU keeps, which is more
 * than what a leak is told by: it is n/a then, with the reason.
 */
void value_count(const struct collect_set *set, struct value *val, double v);

/** collect_has - does an available collector give this metric? */
bool collect_has(const struct collect_set *set, const char *metric);

/** collect_is_cost - is the metric of this slot a cost? */
bool collect_is_cost(const struct collect_set *set, size_t slot);

/**
 * collect_state - bring sources up to date, then read every state
 * @out: one value a slot; those of costs are left alone
 */
void collect_state(struct collect_set *set, struct value *out);

#define COLLECT_ALL	(-1)
#define COLLECT_HERE	(-2)

/**
 * collect_scope - set up counters for a scenario
 * @cpus: see struct collector
 *
 * Return: 0 or -errno.
 */
int collect_scope(struct collect_set *set, int cpus);
/** collect_has_scope - does the collector of this slot heed it? */
bool collect_has_scope(const struct collect_set *set, size_t slot);
/** collect_worker - the @nth worker begins, or ends, its part of a window */
void collect_worker(struct collect_set *set, size_t nth, bool on);
/** collect_start, collect_stop - around a window; fills slots of costs */
void collect_start(struct collect_set *set);
void collect_stop(struct collect_set *set, const struct kptb_run *run,
		  struct value *out);

#endif
