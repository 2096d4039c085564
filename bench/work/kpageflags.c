// SPDX-License-Identifier: GPL-2.0-only
/*
 * kpageflags.c - one read of the flags of all pages, page tables among them
 *
 * The kernel looks at every page while others allocate and free them.
 */
#include <unistd.h>

#include "bench/work.h"

#define FLAGS "/proc/kpageflags"

static int one_read(struct work *w)
{
	(void)w;
	return work_read(FLAGS);
}

static int flags_run(struct work *w, uint64_t ops, struct kptb_run *run)
{
	return work_repeat(w, ops, run, one_read);
}

static int flags_setup(struct work *w, const struct kpt_scenario *sc,
		       const char *mechanism, char *why, size_t len)
{
	(void)sc;
	return work_needs(w, mechanism, !access(FLAGS, R_OK),
			  "no " FLAGS ": CONFIG_PROC_PAGE_MONITOR", why, len);
}

const struct work_ops kpageflags_work = {
	.name = "kpageflags",
	.summary = "one read of the flags of all pages",
	.setup = flags_setup,
	.run = flags_run,
	.hold = work_no_hold,
	.quiesce = work_quiesce,
	.teardown = work_nothing,
};
