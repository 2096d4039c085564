/* SPDX-License-Identifier: GPL-2.0-only */
/* plan.h - what to do and as whom: the plan, the options, the output file */
#ifndef KPT_PLAN_H
#define KPT_PLAN_H

#include "common/options.h"
#include "common/scenario.h"

/** struct request - the options of `kptbench run`; NULL or 0: not given */
struct request {
	const char *plan, *output, *label, *mode, *root, *perf_dir;
	long long boot, relink;
	struct kpt_list scenarios, events;
	bool again, perf;
};

/**
 * plan_choose - the plan beside the program, where none is given or installed
 */
void plan_choose(struct request *req);

/**
 * plan_load - read the plan, check the scenarios and the mode asked for
 *
 * Return: 0 or -errno, with a message printed.
 */
int plan_load(const struct request *req, struct kpt_plan *plan);

/**
 * plan_complete - fill in what the plan leaves open: label, boot, arch
 * @boot_id: of the running boot, or ""
 *
 * Return: 0 or -errno, with a message printed; -EEXIST when this boot of the
 * machine is in the output file already.
 */
int plan_complete(const struct request *req, struct kpt_plan *plan,
		  const char *boot_id);

/** plan_wants - was this scenario asked for, or does it run unasked? */
bool plan_wants(const struct request *req, const struct kpt_scenario *sc);

/** plan_in_list - is @name a word of @list (blanks or commas between)? */
bool plan_in_list(const char *list, const char *name);

#endif
