/* SPDX-License-Identifier: GPL-2.0-only */
/* work.h - who does the operations: the module, or this program itself */
#ifndef KPT_WORK_H
#define KPT_WORK_H

#include "bench/machine.h"
#include "common/scenario.h"

struct collect_set;
struct process_ops;
struct value;
struct work;

/**
 * struct work_ops - a way to do operations
 * @name:	the mechanism, as scenarios name it
 * @summary:	what one operation is
 * @process:	what a process of its own does (bench/process.h), else NULL
 * @keeps:	the kernel keeps tables of what is dropped: rungs are held once,
 *		each on top of the one before, and none is rehearsed; iterations = 1
 * @setup:	takes everything a scenario needs; -errno with @why
 * @run:	do operations; fills done, ns, cycles; NULL: it only holds
 * @count:	@run, and fill @out as collect_stop() does: for operations that
 *		another process does (optional)
 * @hold:	hold @count objects in all, 0 drops every one
 * @quiesce:	wait until what was freed is really free
 * @settle:	before a window: make it begin where every other began
 *		(optional)
 * @teardown:	undo @setup; may be called twice
 *
 * One mechanism a file work/NAME.c, ending in its descriptor NAME_work; the
 * file name registers it. "nop" as the mechanism of @setup means: the same
 * motions without the operation.
 */
struct work_ops {
	const char *name, *summary;
	const struct process_ops *process;
	bool keeps;
	int (*setup)(struct work *w, const struct kpt_scenario *sc,
		     const char *mechanism, char *why, size_t len);
	int (*run)(struct work *w, uint64_t ops, struct kptb_run *run);
	int (*count)(struct work *w, struct collect_set *set, uint64_t ops,
		     struct kptb_run *run, struct value *out);
	int (*hold)(struct work *w, uint64_t count, uint64_t *held);
	int (*quiesce)(struct work *w);
	int (*settle)(struct work *w);
	void (*teardown)(struct work *w);
};

struct work {
	const struct work_ops *ops;
	const struct machine *m;
	bool idle;		/* user: go through the motions alone */
	bool waits;		/* an operation does, for a grace period of RCU */
	const char *device;	/* memory the host plugs: by which device */
	/* user work */
	char *area;
	size_t area_len;
	size_t span;
	uint64_t held;
	int child;
	int to_child, from_child;
	size_t workers;		/* of the child, each on a CPU; 0: it works */
	bool threads;		/* they share its memory */
};

extern const struct work_ops module_work;

/** work_init - choose by the scenario's mechanism */
void work_init(struct work *w, const struct machine *m,
	       const struct kpt_scenario *sc);

/**
 * work_fit - leave out what a ladder has above the most that can be held here
 *
 * Two rungs have to remain; else the scenario is left as it is, and says so.
 */
void work_fit(const struct machine *m, struct kpt_scenario *sc);

/** work_own - the i-th mechanism of this program; NULL past the last */
const char *work_own(size_t i, const char **summary);

/** work_available - 0, or -errno and the reason a scenario cannot run */
int work_available(const struct machine *m, const struct kpt_scenario *sc,
		   char *why, size_t len);

/** work_cpus - how many CPUs a scenario runs on at once; 0: no matter which */
size_t work_cpus(const struct machine *m, const struct kpt_scenario *sc);

/* What mechanisms of this program share; bench/work/ has one a file. */

/** work_needs - work_ops.setup: 0, or -ENODEV and why unless @there */
int work_needs(struct work *w, const char *mechanism, bool there,
	       const char *what, char *why, size_t len);

/** work_repeat - work_ops.run: @one operation after the other */
int work_repeat(struct work *w, uint64_t ops, struct kptb_run *run,
		int (*one)(struct work *w));

/** work_read - read all of a file, and keep nothing; 0 or -errno */
int work_read(const char *path);

/** work_no_hold - work_ops.hold of what holds no objects */
int work_no_hold(struct work *w, uint64_t count, uint64_t *held);

/** work_quiesce - work_ops.quiesce: let the module wait, if there is one */
int work_quiesce(struct work *w);

/** work_quiesce_user - the same; without the module, wait a moment */
int work_quiesce_user(struct work *w);

/** work_table_span - what one user PTE table maps: never less, in bytes */
size_t work_table_span(const struct machine *m);

/** work_nothing - work_ops.teardown of what has nothing to undo */
void work_nothing(struct work *w);

#endif
