/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * workers.h - operations done on several CPUs at once
 *
 * The child of process.h has workers, each bound to a CPU: processes, which
 * share nothing, or threads, which share one address space and so wait for one
 * another at its locks. The child prepares a window, waits while the workers
 * do it, and adds up what they did. It does no operation itself.
 */
#ifndef KPT_WORKERS_H
#define KPT_WORKERS_H

#include "bench/process.h"

struct workers;

/**
 * workers_start - begin workers that wait, one on each of the first CPUs
 * @w:		how many (@w->workers), and what they are (@w->threads)
 *
 * Where they have their ranges is told later, for a stack of a thread must not
 * be put there.
 *
 * Return: 0 or -errno with @why.
 */
int workers_start(struct workers **all, const struct work *w, char *why,
		  size_t len);

/** workers_slices - of how many slices of an area they make use */
size_t workers_slices(const struct work *w);

/** workers_place - tell each its ranges: @p's, or a slice of its own of them */
int workers_place(struct workers *all, const struct process *p);

/** workers_begin, workers_end - process_ops.begin and .end by every worker */
int workers_begin(struct workers *all);
int workers_end(struct workers *all);

/**
 * workers_run - a window: every worker does @ops operations
 * @set:	counters of it, or NULL; each worker switches those of its CPU
 * @run:	the sum of what was done; time from the first that began to the
 *		last that ended
 *
 * Return: 0 or what the first operation failed with.
 */
int workers_run(struct workers *all, struct collect_set *set, uint64_t ops,
		struct kptb_run *run);

/** workers_stop - end them; may be NULL */
void workers_stop(struct workers *all);

#endif
