// SPDX-License-Identifier: GPL-2.0-only
/*
 * ptdump.c - one read of the kernel's own dump of its page tables
 *
 * For `make bench`: what people use instead of a walk by our module.
 */
#include <unistd.h>

#include "bench/work.h"

/* arm64 and riscv, then x86: where CONFIG_PTDUMP_DEBUGFS puts its file. */
static const char *const dumps[] = {
	"/sys/kernel/debug/kernel_page_tables",
	"/sys/kernel/debug/page_tables/kernel",
};

static int one_dump(struct work *w)
{
	(void)w;
	return work_read(dumps[access(dumps[0], R_OK) ? 1 : 0]);
}

static int dump_run(struct work *w, uint64_t ops, struct kptb_run *run)
{
	return work_repeat(w, ops, run, one_dump);
}

static int dump_setup(struct work *w, const struct kpt_scenario *sc,
		      const char *mechanism, char *why, size_t len)
{
	(void)sc;
	return work_needs(w, mechanism, !access(dumps[0], R_OK) ||
			  !access(dumps[1], R_OK),
			  "no dump of kernel page tables: CONFIG_PTDUMP_DEBUGFS",
			  why, len);
}

const struct work_ops ptdump_work = {
	.name = "ptdump",
	.summary = "one read of the kernel's own dump of its tables",
	.setup = dump_setup,
	.run = dump_run,
	.hold = work_no_hold,
	.quiesce = work_quiesce,
	.teardown = work_nothing,
};
