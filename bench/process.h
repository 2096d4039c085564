/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * process.h - operations done by a process of its own
 *
 * This program keeps all of its memory locked, so that nothing of it moves
 * between two readings. Faults, copies and unmapping are done by a child,
 * which has no memory locked. It is told what to do, and counts it itself, so
 * that how the two talk is not in the result. What it starts is counted too:
 * counters are those of the CPU, whichever process runs there. On several CPUs
 * at once it is done by workers that the child has (bench/workers.h).
 */
#ifndef KPT_PROCESS_H
#define KPT_PROCESS_H

#include <sys/types.h>

#include "bench/work.h"

#define PROCESS_MAX_OPS	64

struct memory_ops;

/**
 * struct process - what the child has
 * @page:	bytes of a page
 * @len:	bytes of a range
 * @span:	bytes one PTE table maps; ranges begin at multiples of it
 * @nr:		operations a window; there are as many ranges, and one more
 * @area:	where the ranges are; nothing else is mapped there
 * @memory:	what they are made of (bench/memory.h)
 * @fd:		a file that @memory has, or -1
 * @pid:	children of its own, or 0
 */
struct process {
	size_t page, len, span;
	uint64_t nr;
	char *area;
	const struct memory_ops *memory;
	int fd;
	pid_t pid[PROCESS_MAX_OPS];
};

/**
 * struct process_ops - what the child does; each returns 0 or -errno
 * @begin:	before a window, not counted
 * @op:		operation @i of a window
 * @end:	undo both, not counted; where little or nothing was done, too
 * @memory:	what ranges are made of unless a scenario says; NULL: "anon"
 */
struct process_ops {
	int (*begin)(struct process *p);
	int (*op)(struct process *p, uint64_t i);
	int (*end)(struct process *p);
	const char *memory;
};

/** process_range - where range @i is, from 0 to @p->nr */
static inline char *process_range(const struct process *p, uint64_t i)
{
	/* The first table stays, and with it the one above. */
	return p->area + (i + 1) * p->span;
}

/** process_slice - bytes of an area: the ranges, and the tables beside them */
static inline size_t process_slice(const struct process *p)
{
	return (p->nr + 2) * p->span;
}

/** process_place - find a place for an area of so many slices; 0 or -errno */
int process_place(struct process *p, size_t slices);

/**
 * process_ready - map what stays in an area, and try its memory
 *
 * Return: 0, or -ENODEV where there is none of its kind, or another -errno.
 */
int process_ready(struct process *p);

/** process_loop - the timed loop: 0 or what an operation failed with */
int process_loop(const struct work *w, struct process *p, uint64_t ops,
		 struct kptb_run *run);

/** process_map - map range @i, and touch no page */
int process_map(struct process *p, uint64_t i);

/** process_touch - write to every page of range @i, or read of a file */
void process_touch(struct process *p, uint64_t i);

/** process_write - write to every page of range @i, whatever it is */
void process_write(struct process *p, uint64_t i);

/** process_check - is what was touched what it should be? -errno, said */
int process_check(struct process *p);

/* What @begin of many mechanisms is. */

/** process_map_all - map every range */
int process_map_all(struct process *p);

/** process_touch_all - map every range, and touch all of them */
int process_touch_all(struct process *p);

/** process_touch_first - map range 0, and touch it */
int process_touch_first(struct process *p);

/** process_unmap_all - unmap every range, also if it is not mapped */
int process_unmap_all(struct process *p);

/** process_fork - fork() a child that waits for a signal: its pid or -errno */
pid_t process_fork(void);

/** process_kill - end such a child, if @pid is one, and reap it */
int process_kill(pid_t pid);

/** process_wait - reap @pid: 0, or -EIO unless it ended with status 0 */
int process_wait(pid_t pid);

/**
 * process_exec - become this program, which then ends at once
 *
 * Only for a child of the child; it ends also if that fails.
 */
void process_exec(void) __attribute__((noreturn));

/** process_is_exec - is it what process_exec() started? By its argv[0]. */
bool process_is_exec(const char *name);

/* What such a mechanism has in its struct work_ops. */
int process_setup(struct work *w, const struct kpt_scenario *sc,
		  const char *mechanism, char *why, size_t len);
int process_run(struct work *w, uint64_t ops, struct kptb_run *run);
int process_count(struct work *w, struct collect_set *set, uint64_t ops,
		  struct kptb_run *run, struct value *out);
int process_settle(struct work *w);
void process_teardown(struct work *w);

#define PROCESS_WORK(name_, summary_, ops_) {				\
	.name = name_,							\
	.summary = summary_,						\
	.process = ops_,						\
	.setup = process_setup,						\
	.run = process_run,						\
	.count = process_count,						\
	.hold = work_no_hold,						\
	.quiesce = work_quiesce_user,					\
	.settle = process_settle,					\
	.teardown = process_teardown,					\
}

#endif
