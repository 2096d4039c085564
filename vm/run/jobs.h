/* SPDX-License-Identifier: GPL-2.0-only */
/* jobs.h - the boots of a run, in their order, and what became of each */
#ifndef KPT_VM_JOBS_H
#define KPT_VM_JOBS_H

#include <stdbool.h>
#include <stddef.h>

#include "vm/run/run.h"

enum vm_job_state { VM_JOB_WAITING, VM_JOB_RUNNING, VM_JOB_ENDED };

struct vm_job {
	const struct vm_side *side;
	const struct kpt_plan *plan;
	long long boot;
	char name[128];		/* LABEL-BOOT[-SLUG] */
	char kept[VM_PATH];	/* its records, once it has ended */
	enum vm_job_state state;
	bool ok, again;		/* again: after a crash that was not its own */
	bool lost;		/* it may be done once more: see lost.h */
	struct vm_guest guest;
};

struct vm_jobs {
	struct vm_job *v;
	size_t n, ended, running, failed, lost, resumed;
	double started;
};

/**
 * vm_jobs_make - all boots that are this run's to do, and which are there
 *
 * base 1, patched 1, base 2, patched 2, ...: what drifts, drifts for both. Where
 * a number depends on the time it is taken, chance has each round's order, so
 * that none of them is always the first. Return: 0 or KPT_FAIL with a message.
 */
int vm_jobs_make(struct vm_run *r, struct vm_jobs *jobs);

/**
 * vm_jobs_look - is a boot in the folder? Then it is done
 * @any: also one that failed; without, only one that ended well
 */
void vm_jobs_look(const struct vm_run *r, struct vm_jobs *jobs,
		  struct vm_job *j, bool any);

/** vm_jobs_join - the finished boots as records.jsonl; 0 or KPT_FAIL */
int vm_jobs_join(const struct vm_run *r, const struct vm_jobs *jobs);

/** vm_jobs_failed - tell how many, and return KPT_LOST or KPT_FAIL */
int vm_jobs_failed(const struct vm_jobs *jobs);

#endif
