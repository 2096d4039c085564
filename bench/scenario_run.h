/* SPDX-License-Identifier: GPL-2.0-only */
/* scenario_run.h - a plan is run; the two kinds of scenario, and what they share */
#ifndef KPT_SCENARIO_RUN_H
#define KPT_SCENARIO_RUN_H

#include "bench/emit.h"
#include "bench/plan.h"
#include "bench/sites.h"
#include "bench/work.h"

/**
 * struct bench - what a scenario needs; all memory is taken beforehand, so
 * that measuring moves nothing of its own
 * @pool:	values, @pool_len of them
 * @before:	one value a slot
 * @after:	likewise
 * @audits:	with the most held, and drained
 * @sites:	calls whose memory changed, likewise; churn: drained alone
 * @aligned:	windows begin right after a tick of the clock
 */
struct bench {
	const struct machine *m;
	struct collect_set set;
	struct emit emit;
	struct value *pool;
	size_t pool_len;
	struct value *before, *after;
	struct kptb_audit audits[2];
	struct site_changes sites[2];
	bool aligned;
};

/**
 * run_plan - measure the scenarios of @plan that @req asks for
 * @boot_id:	of the running boot, or ""
 * @out:	where records go
 *
 * Return: 0 or -errno, with a message printed.
 */
int run_plan(const struct request *req, struct kpt_plan *plan,
	     const struct machine *m, const char *boot_id, FILE *out);

/**
 * run_dry - check events, and print every scenario that would be measured, or
 * why this boot cannot
 *
 * Return: 0 or -errno, with a message printed.
 */
int run_dry(const struct request *req, const struct kpt_plan *plan,
	    const struct machine *m);

/** bench_pool - values a scenario needs of the pool */
size_t bench_pool(const struct collect_set *set,
		  const struct kpt_scenario *sc);

/**
 * run_churn, run_hold - do one scenario and write its records
 * @why: filled on error
 *
 * A scenario that cannot run here is not an error: its records say n/a.
 *
 * Return: 0 or -errno.
 */
int run_churn(struct bench *b, const struct kpt_scenario *sc, char *why,
	      size_t len);
int run_hold(struct bench *b, const struct kpt_scenario *sc, char *why,
	     size_t len);

/** state_change - after minus before, slot by slot, into a strided vector */
void state_change(const struct bench *b, struct value *out, size_t stride);

/** can_skip - does this error of a setup mean "not on this machine"? */
bool can_skip(int err);

#endif
