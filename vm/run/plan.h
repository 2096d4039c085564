/* SPDX-License-Identifier: GPL-2.0-only */
/* plan.h - scenarios sorted into boots: one group a boot line */
#ifndef KPT_VM_PLAN_H
#define KPT_VM_PLAN_H

#include "common/scenario.h"

#define VM_GROUPS_MAX 16

/**
 * struct vm_groups - the boots one replicate of a kernel takes
 * @slug: of each, for file names; "" for the default boot line
 * @plan: of each; group is its boot line, scenarios those that want it
 */
struct vm_groups {
	size_t n;
	char slug[VM_GROUPS_MAX][48];
	struct kpt_plan *plan[VM_GROUPS_MAX];
};

/**
 * vm_groups_make - group the scenarios of @all by boot line
 *
 * The default boot line comes first. Return: 0 or KPT_FAIL with a message.
 * Free with vm_groups_free().
 */
int vm_groups_make(struct vm_groups *g, const struct kpt_plan *all);
void vm_groups_free(struct vm_groups *g);

/** vm_plan_text - a plan as text, to be freed; NULL with a message */
char *vm_plan_text(const struct kpt_plan *plan);

#endif
