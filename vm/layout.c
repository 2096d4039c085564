// SPDX-License-Identifier: GPL-2.0-only
/* layout.c - which boot has which layout, and what that means for it */
#include <stdio.h>

#include "vm/layout.h"

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

/* splitmix64 */
size_t vm_random_below(uint64_t *state, size_t n)
{
	const uint64_t least = -(uint64_t)n % n;
	uint64_t z;

	do {
		z = *state += 0x9e3779b97f4a7c15;
		z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
		z = (z ^ z >> 27) * 0x94d049bb133111eb;
		z ^= z >> 31;
	} while (z < least);
	return z % n;
}

void vm_layout_order(struct kpt_plan *plan, long long layout)
{
	uint64_t state = (uint64_t)layout;
	struct kpt_scenario was;
	size_t i, j;

	for (i = plan->nr_scenarios; layout > 1 && i > 1; i--) {
		j = vm_random_below(&state, i);
		was = plan->scenarios[j];
		plan->scenarios[j] = plan->scenarios[i - 1];
		plan->scenarios[i - 1] = was;
	}
}
