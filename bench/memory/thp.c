// SPDX-License-Identifier: GPL-2.0-only
/*
 * thp.c - transparent huge pages, one a range
 *
 * A process is given one if there is a free one; else it gets small pages, and
 * no error. So it is looked at what it got.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include "bench/memory.h"
#include "common/util.h"

#define THP "/sys/kernel/mm/transparent_hugepage"

static int thp_ready(struct process *p, char *why, size_t len)
{
	unsigned long long size = 0;
	FILE *f = fopen(THP "/hpage_pmd_size", "re");

	if (!f || fscanf(f, "%llu", &size) != 1 || !size) {
		snprintf(why, len, "this kernel has no transparent huge pages (CONFIG_TRANSPARENT_HUGEPAGE)");
		if (f)
			fclose(f);
		return -ENODEV;
	}
	fclose(f);
	p->span = (size_t)size;
	/* kptbench itself has none, and so its children. */
	prctl(PR_SET_THP_DISABLE, 0, 0, 0, 0);
	return 0;
}

static void *thp_map(struct process *p, uint64_t i)
{
	void *at = memory_map(p, i, MAP_PRIVATE | MAP_ANONYMOUS, -1);

	if (at != MAP_FAILED && madvise(at, p->len, MADV_HUGEPAGE))
		return MAP_FAILED;
	return at;
}

/* KiB of anonymous memory the ranges have, and of it in huge pages. */
static int read_smaps(const struct process *p, long *all, long *huge)
{
	unsigned long first = (unsigned long)process_range(p, 0);
	unsigned long last = (unsigned long)process_range(p, p->nr + 1);
	unsigned long from, to;
	bool ours = false;
	char line[256];
	FILE *f = fopen("/proc/self/smaps", "re");
	long kb;

	*all = 0;
	*huge = 0;
	if (!f)
		return -errno;
	while (fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%lx-%lx ", &from, &to) == 2)
			ours = from >= first && to <= last;
		else if (ours && sscanf(line, "Anonymous: %ld", &kb) == 1)
			*all += kb;
		else if (ours && sscanf(line, "AnonHugePages: %ld", &kb) == 1)
			*huge += kb;
	}
	fclose(f);
	return 0;
}

static int thp_check(struct process *p)
{
	long all, huge;
	int ret = read_smaps(p, &all, &huge);

	if (ret || all == huge)
		return ret;
	kpt_error("%ld of %ld KiB are in huge pages: no more are free, or "
		  THP "/enabled forbids them", huge, all);
	return -ENOMEM;
}

const struct memory_ops thp_memory = {
	.name = "thp",
	.summary = "transparent huge pages, one a range",
	.whole = true,
	.ready = thp_ready,
	.map = thp_map,
	.check = thp_check,
};
