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
	/* Room for more CPUs than a cpu_set_t has: 1024 are not enough. */
	static cpu_set_t set[16];
	int cpu;

	if (sched_getaffinity(0, sizeof(set), set))
		return -1;
	for (cpu = 16 * CPU_SETSIZE - 1; cpu >= 0; cpu--)
		if (CPU_ISSET_S((size_t)cpu, sizeof(set), set))
			return cpu;
	return -1;
}

static void choose_plainly(struct machine *m)
{
	m->cpu = last_allowed_cpu();
	m->node = -1;
}

static void pin_plainly(struct machine *m)
{
	static cpu_set_t set[16];

	CPU_ZERO_S(sizeof(set), set);
	if (m->cpu >= 0)
		CPU_SET_S((size_t)m->cpu, sizeof(set), set);
	if (m->cpu < 0 || sched_setaffinity(0, sizeof(set), set)) {
		snprintf(m->pinned, sizeof(m->pinned), "not pinned: %s",
			 strerror(errno));
		m->cpu = -1;
		return;
	}
	snprintf(m->pinned, sizeof(m->pinned),
		 "CPU %d by sched_setaffinity", m->cpu);
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

/* CPUs of the fastest kind, where there are several (big and LITTLE). */
static hwloc_cpuset_t fastest(hwloc_topology_t t)
{
	hwloc_cpuset_t set = hwloc_bitmap_dup(
		hwloc_topology_get_allowed_cpuset(t));
	int nr = hwloc_cpukinds_get_nr(t, 0);
	hwloc_cpuset_t kind = hwloc_bitmap_alloc();
	int efficiency;

	/* They come by ascending efficiency, -1 where it is not known. */
	if (set && kind && nr > 1 &&
	    !hwloc_cpukinds_get_info(t, (unsigned int)nr - 1, kind,
				     &efficiency, NULL, NULL, 0) &&
	    efficiency >= 0 && hwloc_bitmap_intersects(set, kind))
		hwloc_bitmap_and(set, set, kind);
	hwloc_bitmap_free(kind);
	return set;
}

/* First thread of the last core: away from CPU 0, and no sibling of ours. */
static int choose(struct machine *m, hwloc_topology_t t)
{
	hwloc_cpuset_t set = fastest(t);
	hwloc_obj_t obj = NULL;
	int nr;

	if (!set)
		return -ENOMEM;
	nr = hwloc_get_nbobjs_inside_cpuset_by_type(t, set, HWLOC_OBJ_CORE);
	if (nr > 0)
		obj = hwloc_get_obj_inside_cpuset_by_type(t, set,
				HWLOC_OBJ_CORE, (unsigned int)nr - 1);
	hwloc_bitmap_free(set);
	if (!obj || !obj->cpuset || hwloc_bitmap_first(obj->cpuset) < 0)
		return -ENOENT;
	m->cpu = hwloc_bitmap_first(obj->cpuset);
	m->node = obj->nodeset ? hwloc_bitmap_first(obj->nodeset) : -1;
	return 0;
}

/* Page tables are the thread's memory too: they are to be of one node. */
static void bind_memory(struct machine *m, hwloc_topology_t t)
{
	size_t n = strlen(m->pinned);
	hwloc_nodeset_t set;

	if (m->node < 0 || hwloc_get_nbobjs_by_type(t, HWLOC_OBJ_NUMANODE) < 2)
		return;
	set = hwloc_bitmap_alloc();
	if (!set || hwloc_bitmap_only(set, (unsigned int)m->node) ||
	    hwloc_set_membind(t, set, HWLOC_MEMBIND_BIND,
			      HWLOC_MEMBIND_THREAD | HWLOC_MEMBIND_STRICT |
			      HWLOC_MEMBIND_BYNODESET))
		snprintf(m->pinned + n, sizeof(m->pinned) - n,
			 ", memory not bound: %s", strerror(errno));
	else
		snprintf(m->pinned + n, sizeof(m->pinned) - n,
			 ", memory of NUMA node %d", m->node);
	hwloc_bitmap_free(set);
}

static int bind(struct machine *m, hwloc_topology_t t)
{
	hwloc_cpuset_t set = hwloc_bitmap_alloc();
	int ret = 0;

	if (!set || hwloc_bitmap_only(set, (unsigned int)m->cpu))
		ret = -ENOMEM;
	else if (hwloc_set_cpubind(t, set, HWLOC_CPUBIND_THREAD |
				   HWLOC_CPUBIND_STRICT))
		ret = -errno;
	hwloc_bitmap_free(set);
	if (ret)
		return ret;
	snprintf(m->pinned, sizeof(m->pinned),
		 "CPU %d by hwloc (first thread of the last core)", m->cpu);
	bind_memory(m, t);
	return 0;
}

static void no_hwloc(struct machine *m, bool pin)
{
	snprintf(m->topology, sizeof(m->topology), "n/a: hwloc: %s",
		 strerror(errno));
	choose_plainly(m);
	if (pin)
		pin_plainly(m);
}

static void place(struct machine *m, bool pin)
{
	hwloc_topology_t t;

	if (hwloc_topology_init(&t)) {
		no_hwloc(m, pin);
		return;
	}
	if (hwloc_topology_load(t)) {
		no_hwloc(m, pin);
		goto out;
	}
	summarize(t, m->topology, sizeof(m->topology));
	if (choose(m, t))
		choose_plainly(m);
	if (!hwloc_topology_is_thissystem(t))
		snprintf(m->pinned, sizeof(m->pinned),
			 "CPU %d of NUMA node %d would be; not pinned: the topology is not this machine's",
			 m->cpu, m->node);
	else if (pin && bind(m, t))
		pin_plainly(m);
out:
	hwloc_topology_destroy(t);
}
#else
static void place(struct machine *m, bool pin)
{
	snprintf(m->topology, sizeof(m->topology),
		 "n/a: built without hwloc");
	choose_plainly(m);
	if (pin)
		pin_plainly(m);
}
#endif

void topology_choose(struct machine *m)
{
	place(m, false);
}

void topology_pin(struct machine *m)
{
	if (m->root[0]) {
		snprintf(m->topology, sizeof(m->topology),
			 "n/a: replaying recorded files");
		snprintf(m->pinned, sizeof(m->pinned), "not pinned: replay");
		return;
	}
	place(m, true);
}

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
