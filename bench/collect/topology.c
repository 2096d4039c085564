// SPDX-License-Identifier: GPL-2.0-only
/* topology.c - what the machine is made of, and where to measure on it */
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

#ifdef HAVE_HWLOC
#include <hwloc.h>
#endif

#include "bench/collect.h"

/* The last CPU we may use: the first ones serve most interrupts. */
static int last_allowed_cpu(void)
{
	cpu_set_t set;
	int cpu;

	if (sched_getaffinity(0, sizeof(set), &set))
		return -1;
	for (cpu = CPU_SETSIZE - 1; cpu >= 0; cpu--)
		if (CPU_ISSET(cpu, &set))
			return cpu;
	return -1;
}

static void pin_plainly(struct machine *m)
{
	cpu_set_t set;
	int cpu = last_allowed_cpu();

	CPU_ZERO(&set);
	if (cpu >= 0)
		CPU_SET(cpu, &set);
	if (cpu < 0 || sched_setaffinity(0, sizeof(set), &set)) {
		snprintf(m->pinned, sizeof(m->pinned), "not pinned: %s",
			 strerror(errno));
		return;
	}
	m->cpu = cpu;
	snprintf(m->pinned, sizeof(m->pinned),
		 "CPU %d by sched_setaffinity", cpu);
}

#ifdef HAVE_HWLOC
/* "1 package, 4 cores, 8 PUs, 2 NUMA nodes" */
static void summarize(hwloc_topology_t t, char *buf, size_t len)
{
	static const struct {
		hwloc_obj_type_t type;
		const char *name;
	} kinds[] = {
		{ HWLOC_OBJ_PACKAGE, "package" }, { HWLOC_OBJ_CORE, "core" },
		{ HWLOC_OBJ_PU, "PU" }, { HWLOC_OBJ_NUMANODE, "NUMA node" },
	};
	size_t i, n;

	n = (size_t)snprintf(buf, len, "hwloc %s:",
			     HWLOC_API_VERSION >= 0x20000 ? "2" : "1");
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && n < len; i++) {
		int nr = hwloc_get_nbobjs_by_type(t, kinds[i].type);

		if (nr > 0)
			n += (size_t)snprintf(buf + n, len - n, " %d %s%s", nr,
					      kinds[i].name, nr > 1 ? "s" : "");
	}
}

/* First thread of the last core: away from CPU 0, and no sibling of ours. */
static int pin_by_hwloc(struct machine *m, hwloc_topology_t t)
{
	int nr = hwloc_get_nbobjs_by_type(t, HWLOC_OBJ_CORE);
	hwloc_obj_t obj = NULL;
	hwloc_cpuset_t set;
	int cpu, ret;

	if (nr > 0)
		obj = hwloc_get_obj_by_type(t, HWLOC_OBJ_CORE,
					    (unsigned int)nr - 1);
	if (!obj || !obj->cpuset)
		return -ENOENT;
	set = hwloc_bitmap_dup(obj->cpuset);
	if (!set)
		return -ENOMEM;
	hwloc_bitmap_singlify(set);
	cpu = hwloc_bitmap_first(set);
	ret = hwloc_set_cpubind(t, set, HWLOC_CPUBIND_THREAD |
				HWLOC_CPUBIND_STRICT) ? -errno : 0;
	hwloc_bitmap_free(set);
	if (ret)
		return ret;
	m->cpu = cpu;
	snprintf(m->pinned, sizeof(m->pinned),
		 "CPU %d by hwloc (first thread of the last core)", cpu);
	return 0;
}

void topology_pin(struct machine *m)
{
	hwloc_topology_t t;

	if (m->root[0]) {
		snprintf(m->topology, sizeof(m->topology),
			 "n/a: replaying recorded files");
		snprintf(m->pinned, sizeof(m->pinned), "not pinned: replay");
		return;
	}
	if (hwloc_topology_init(&t)) {
		snprintf(m->topology, sizeof(m->topology),
			 "n/a: hwloc: %s", strerror(errno));
		pin_plainly(m);
		return;
	}
	if (hwloc_topology_load(t)) {
		snprintf(m->topology, sizeof(m->topology),
			 "n/a: hwloc: %s", strerror(errno));
		pin_plainly(m);
	} else {
		summarize(t, m->topology, sizeof(m->topology));
		if (pin_by_hwloc(m, t))
			pin_plainly(m);
	}
	hwloc_topology_destroy(t);
}
#else
void topology_pin(struct machine *m)
{
	snprintf(m->topology, sizeof(m->topology),
		 "n/a: built without hwloc");
	if (m->root[0])
		snprintf(m->pinned, sizeof(m->pinned), "not pinned: replay");
	else
		pin_plainly(m);
}
#endif

/* It gives no metric; it is a collector so that `info` tells of it. */
static int probe(struct collect *c, char *why, size_t len)
{
	if (strncmp(c->set->m->topology, "n/a", 3))
		return 0;
	snprintf(why, len, "%s", c->set->m->topology);
	return -ENODEV;
}

static void do_read(struct collect *c, struct value *out)
{
	(void)c;
	(void)out;
}

const struct collector topology_collector = {
	.name = "topology",
	.summary = "packages, cores and NUMA nodes; pins the measuring thread",
	.probe = probe,
	.read = do_read,
};
