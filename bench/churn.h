/* SPDX-License-Identifier: GPL-2.0-only */
/* churn.h - windows of operations, for scenarios of kind churn */
#ifndef KPT_CHURN_H
#define KPT_CHURN_H

#include "bench/scenario_run.h"

/**
 * churn_windows - set a mechanism up, count its windows, tear it down
 * @mechanism:	the scenario's, its control, or "nop"
 * @values:	[slot * iterations + i], of the slots that are costs
 * @done:	(out) operations of a window
 * @late:	count what operations left to be done, instead of them
 *
 * Return: 0 or -errno with @why.
 */
int churn_windows(struct bench *b, struct work *w,
		  const struct kpt_scenario *sc, const char *mechanism,
		  struct value *values, long long *done, bool late, char *why,
		  size_t len);

/** churn_rehearse - the same windows, not counted; 0 or -errno with @why */
int churn_rehearse(const struct bench *b, struct work *w,
		   const struct kpt_scenario *sc, char *why, size_t len);

#endif
