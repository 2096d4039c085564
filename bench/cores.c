// SPDX-License-Identifier: GPL-2.0-only
/*
 * cores.c - what the PMU of each core calls an event, and whose PMU it is
 *
 * Names are libpfm4's, which has them of the vendors' manuals. A walk is one of
 * a load on Intel's cores, of loads and stores on Arm's (DTLB_WALK) and AMD's,
 * which count what the second-level TLB misses. Only Intel's cores count the
 * cycles in which a walk is under way.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bench/cores.h"
#include "bench/parse.h"
#include "common/util.h"

#define INTEL_STALLS	"CYCLE_ACTIVITY:STALLS_TOTAL"
#define INTEL_WALKS	"DTLB_LOAD_MISSES:WALK_COMPLETED"
#define INTEL_CYCLES	"DTLB_LOAD_MISSES:WALK_ACTIVE"
#define AMD_WALKS	"L1_DTLB_MISS:TLB_RELOAD_4K_L2_MISS:"		\
			"TLB_RELOAD_COALESCED_PAGE_MISS:"		\
			"TLB_RELOAD_2M_L2_MISS:TLB_RELOAD_1G_L2_MISS"

static const struct {
	const char *pmu, *event[CORE_EVENTS];
} cores[] = {
	{ "arm_n1", { "STALL_BACKEND", "DTLB_WALK", NULL } },
	{ "arm_n2", { "STALL_BACKEND", "DTLB_WALK", NULL } },
	{ "arm_v1", { "STALL_BACKEND", "DTLB_WALK", NULL } },
	{ "arm_v2", { "STALL_BACKEND", "DTLB_WALK", NULL } },
	{ "skl", { INTEL_STALLS, INTEL_WALKS, INTEL_CYCLES } },
	{ "skx", { INTEL_STALLS, INTEL_WALKS, INTEL_CYCLES } },
	{ "clx", { INTEL_STALLS, INTEL_WALKS, INTEL_CYCLES } },
	{ "icl", { INTEL_STALLS, INTEL_WALKS, INTEL_CYCLES } },
	{ "icx", { INTEL_STALLS, INTEL_WALKS, INTEL_CYCLES } },
	{ "spr", { INTEL_STALLS, INTEL_WALKS, INTEL_CYCLES } },
	/* Newer than libpfm4 4.13 of Debian 12: Emerald, Granite Rapids. */
	{ "emr", { INTEL_STALLS, INTEL_WALKS, INTEL_CYCLES } },
	{ "gnr", { INTEL_STALLS, INTEL_WALKS, INTEL_CYCLES } },
	/* Hybrid: fast and small cores of one machine. */
	{ "adl_glc", { INTEL_STALLS, INTEL_WALKS, INTEL_CYCLES } },
	{ "adl_grt", { NULL, INTEL_WALKS, NULL } },
	{ "amd64_fam17h_zen2", { NULL, AMD_WALKS, NULL } },
	{ "amd64_fam19h_zen3", { NULL, AMD_WALKS, NULL } },
	{ "amd64_fam19h_zen4", { NULL, AMD_WALKS, NULL } },
	{ "amd64_fam1ah_zen5", { NULL, AMD_WALKS, NULL } },
};

const char *core_event_name(size_t i, enum core_event event, char *buf,
			    size_t len)
{
	if (i >= ARRAY_SIZE(cores))
		return NULL;
	if (!cores[i].event[event])
		return "";
	snprintf(buf, len, "%s::%s", cores[i].pmu, cores[i].event[event]);
	return buf;
}

static long read_pmu(const char *root, const char *pmu, const char *file,
		     char *buf, size_t len)
{
	char path[512];

	if (kpt_join(path, sizeof(path), "%s/sys/bus/event_source/devices/%s/%s",
		     root, pmu, file))
		return -1;
	return kpt_read_file(path, buf, len);
}

static bool has_cpu(const char *list, int cpu)
{
	int c = -1;

	while ((c = parse_next_cpu(list, c)) >= 0)
		if (c == cpu)
			return true;
	return false;
}

uint32_t core_pmu_type(const char *root, int cpu)
{
	/* Intel's, since Linux 5.13: none of them is there on other machines. */
	static const char *const pmus[] = { "cpu_core", "cpu_atom",
					    "cpu_lowpower" };
	char buf[4096];
	unsigned int type;

	for (size_t i = 0; i < ARRAY_SIZE(pmus) && cpu >= 0; i++) {
		if (read_pmu(root, pmus[i], "cpus", buf, sizeof(buf)) <= 0)
			continue;
		buf[strcspn(buf, "\n")] = '\0';
		if (has_cpu(buf, cpu) &&
		    read_pmu(root, pmus[i], "type", buf, sizeof(buf)) > 0 &&
		    sscanf(buf, "%u", &type) == 1)
			return type;
	}
	return 0;
}
