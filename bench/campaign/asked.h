/* SPDX-License-Identifier: GPL-2.0-only */
/* asked.h - the options of `kptbench campaign`, and what they make */
#ifndef KPT_CAMPAIGN_ASKED_H
#define KPT_CAMPAIGN_ASKED_H

#include "bench/campaign/campaign.h"
#include "bench/plan.h"

/**
 * struct campaign_asked - options that are more than a number of the campaign
 * @kernels, @initrds, @entries: "LABEL=VALUE" each
 * @req:	the plan, the scenarios and the events
 * @append:	command line for kexec, NULL: that of the running kernel
 * @noisy:	do not wait for a quiet machine
 * The others as struct campaign and its struct tune_wish have them.
 */
struct campaign_asked {
	struct kpt_list kernels, initrds, entries;
	struct request req;
	const char *append, *command, *method, *governor, *turbo, *smt;
	long long idle_us;
	bool irqs, noisy, perf;
};

/** campaign_take - put it into @c; KPT_PASS or another status, told */
int campaign_take(struct campaign *c, const struct campaign_asked *a);

/** campaign_new - check it all, and make the folder; a status, told */
int campaign_new(struct campaign *c, struct campaign_asked *a);

#endif
