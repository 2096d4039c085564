// SPDX-License-Identifier: GPL-2.0-only
/* progress.c - which scenario runs, and how long the others take */
#include "bench/progress.h"
#include "common/util.h"

void progress_next(struct progress *p, const char *name, const char *title)
{
	char left[64], more[96] = "";
	uint64_t now;
	double spent;

	if (!p->clock) {
		kpt_info("%s: %s", name, title);
		return;
	}
	now = kpt_now_ns();
	if (!p->nr)
		p->begun = now;
	spent = (double)(now - p->begun) / 1e9;
	if (p->nr) {
		kpt_about(left, sizeof(left),
			  spent * (double)(p->of - p->nr) / (double)p->nr);
		kpt_join(more, sizeof(more), ", %s left", left);
	}
	kpt_info("%s: %s (%zu of %zu%s)", name, title, ++p->nr, p->of, more);
}
