// SPDX-License-Identifier: GPL-2.0-only
/* jobs.c - the boots of a run, in their order, and what became of each */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/util.h"
#include "vm/base/files.h"
#include "vm/run/jobs.h"
#include "vm/run/lost.h"
#include "vm/run/merge.h"
#include "vm/run/results.h"
#include "vm/run/shuffle.h"

/*
 * Which kernel comes first, second, ... in one round of boots: another order in
 * each, but where counts are exact.
 */
static void choose_order(const struct vm_run *r, uint64_t *state,
			 size_t *order)
{
	size_t i;

	for (i = 0; i < r->nr_sides; i++)
		order[i] = i;
	if (!r->exact)
		vm_shuffle(state, order, r->nr_sides);
}

void vm_jobs_look(const struct vm_run *r, struct vm_jobs *jobs,
		  struct vm_job *j, bool any)
{
	char status[32];

	j->ok = vm_results_finished(j->kept);
	if (!j->ok && !any)
		return;
	if (!j->ok) {
		vm_results_status(j->kept, status, sizeof(status));
		j->lost = vm_lost_is(r, j->name, status);
		/* Who merges takes what there is. */
		if (!status[0] || (j->lost && !r->merge))
			return;
		jobs->failed++;
		jobs->lost += j->lost;
	}
	j->state = VM_JOB_ENDED;
	jobs->ended++;
	jobs->resumed++;
}

int vm_jobs_make(struct vm_run *r, struct vm_jobs *jobs)
{
	size_t s, g, n = r->nr_sides * (size_t)r->boots * r->groups.n;
	uint64_t chance = (uint64_t)r->seed;
	size_t order[VM_KERNELS_MAX];
	long long boot;

	memset(jobs, 0, sizeof(*jobs));
	jobs->v = calloc(n, sizeof(*jobs->v));
	if (!jobs->v)
		return kpt_error("out of memory");
	for (boot = 1; boot <= r->boots; boot++) {
		choose_order(r, &chance, order);
		for (s = 0; s < r->nr_sides; s++) {
			for (g = 0; g < r->groups.n; g++) {
				struct vm_job *j = &jobs->v[jobs->n++];
				const char *slug = r->groups.slug[g];

				if (!vm_shard_has(r, boot, g)) {
					jobs->n--;
					continue;
				}
				j->side = &r->side[order[s]];
				j->plan = r->groups.plan[g];
				j->boot = boot;
				kpt_join(j->name, sizeof(j->name),
					 "%s-%lld%s%s", j->side->label, boot,
					 slug[0] ? "-" : "", slug);
				if (kpt_join(j->kept, sizeof(j->kept),
					     "%s/.boots/%s.jsonl", r->dir,
					     j->name))
					return kpt_error("%s: name too long",
							 r->dir);
				vm_jobs_look(r, jobs, j, r->keep_failed);
			}
		}
	}
	return 0;
}

int vm_jobs_join(const struct vm_run *r, const struct vm_jobs *jobs)
{
	const char **from = calloc(jobs->n + 1, sizeof(*from));
	char to[VM_PATH + 32];
	size_t s, i, n = 0;
	int ret;

	if (!from)
		return kpt_error("out of memory");
	/* label, boot, group */
	for (s = 0; s < r->nr_sides; s++)
		for (i = 0; i < jobs->n; i++)
			if (jobs->v[i].side == &r->side[s] &&
			    jobs->v[i].state == VM_JOB_ENDED)
				from[n++] = jobs->v[i].kept;
	kpt_join(to, sizeof(to), "%s/records.jsonl", r->dir);
	ret = vm_join_files(to, from, n);
	free(from);
	return ret ? KPT_FAIL : 0;
}

int vm_jobs_failed(const struct vm_jobs *jobs)
{
	kpt_error("%zu of %zu boots did not end well", jobs->failed, jobs->n);
	if (!jobs->lost)
		return KPT_FAIL;
	kpt_error("%zu of them by no fault of the kernel, as far as is known: the same command does %s again",
		  jobs->lost, jobs->lost == 1 ? "it" : "them");
	return KPT_LOST;
}
