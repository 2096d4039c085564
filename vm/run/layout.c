// SPDX-License-Identifier: GPL-2.0-only
/* layout.c - which boot has which layout, and what that means for it */
#include <stdio.h>

#include "vm/run/layout.h"
#include "vm/run/shuffle.h"

long long vm_layout_of(const struct vm_run *r, long long boot)
{
	if (!r->exact)
		return 0;
	return r->alike || boot < 2 ? 1 : boot - 1;
}

void vm_layout_words(long long layout, char *buf, size_t len)
{
	buf[0] = '\0';
	if (layout > 1)
		snprintf(buf, len, " kptbench.layout=%lld", layout);
}

void vm_layout_order(struct kpt_plan *plan, const struct kpt_plan *group,
		     long long layout)
{
	size_t order[KPT_PLAN_MAX_SCENARIOS], i;
	uint64_t state = (uint64_t)layout;

	for (i = 0; i < group->nr_scenarios; i++)
		order[i] = i;
	if (layout > 1)
		vm_shuffle(&state, order, group->nr_scenarios);
	for (i = 0; i < group->nr_scenarios; i++)
		plan->scenarios[i] = group->scenarios[order[i]];
}
