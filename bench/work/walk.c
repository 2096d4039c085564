// SPDX-License-Identifier: GPL-2.0-only
/*
 * walk.c - one walk of the kernel's page tables by our module
 *
 * For `make bench`, and beside what makes and frees tables. Then a walk begins
 * anew where a table moved, and says how often.
 */
#include <errno.h>
#include <sys/ioctl.h>

#include "bench/work.h"
#include "common/util.h"

/* Of the scenario that runs. */
static unsigned long walks, anew;

static int one_walk(struct work *w)
{
	static struct kptb_audit audit;

	walks++;
	if (!ioctl(w->m->fd, KPTB_IOC_AUDIT, &audit)) {
		anew += audit.retries;
		return 0;
	}
	anew += errno == EAGAIN;
	return -errno;
}

static int walk_run(struct work *w, uint64_t ops, struct kptb_run *run)
{
	return work_repeat(w, ops, run, one_walk);
}

static int walk_setup(struct work *w, const struct kpt_scenario *sc,
		      const char *mechanism, char *why, size_t len)
{
	(void)sc;
	return work_needs(w, mechanism, w->m->fd >= 0, w->m->why, why, len);
}

static void walk_teardown(struct work *w)
{
	(void)w;
	if (anew)
		kpt_info("%lu walks, which began anew %lu times, since tables moved",
			 walks, anew);
	walks = 0;
	anew = 0;
}

const struct work_ops walk_work = {
	.name = "walk",
	.summary = "one walk of the kernel's tables by the module",
	.setup = walk_setup,
	.run = walk_run,
	.hold = work_no_hold,
	.quiesce = work_quiesce,
	.teardown = walk_teardown,
};
