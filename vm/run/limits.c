// SPDX-License-Identifier: GPL-2.0-only
/*
 * limits.c - how many guests at once this process may have
 *
 * A container or a job of a cluster sees all CPUs of its machine and may use
 * some: its affinity and its control groups tell which. Memory is likewise.
 */
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/base/paths.h"
#include "vm/run/limits.h"

/* A guest fills 160 MiB of what it has; some have memory plugged in. */
#define GUEST_BYTES	(512LL << 20)

/* Numbers at the start of a group's file; how many there are. */
static int read_two(const char *group, const char *name, long long *a,
		    long long *b)
{
	char path[VM_PATH + 32];
	FILE *f = kpt_join(path, sizeof(path), "%s/%s", group, name) ? NULL :
		  fopen(path, "re");
	int n;

	if (!f)
		return 0;
	n = fscanf(f, "%lld %lld", a, b);
	fclose(f);
	return n;
}

static long by_affinity(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);
	cpu_set_t set;

	/* Of a machine with more CPUs than fit: what is online. */
	if (sched_getaffinity(0, sizeof(set), &set))
		return n > 0 ? n : 1;
	return CPU_COUNT(&set);
}

/* "QUOTA PERIOD" or "max PERIOD" in microseconds; -1 where nothing limits. */
static long long by_quota(const char *group)
{
	long long quota, period;
	int n = read_two(group, "cpu.max", &quota, &period);

	if (n != 2 || quota <= 0 || period <= 0)
		return -1;
	return quota < period ? 1 : quota / period;
}

/* Guests that fit into what is left of what the group may have. */
static long long by_memory(const char *group)
{
	long long most, used = 0, none;

	if (read_two(group, "memory.max", &most, &none) != 1 ||
	    read_two(group, "memory.current", &used, &none) != 1)
		return -1;
	return most > used ? (most - used) / GUEST_BYTES : 0;
}

/* The group of this process, and all groups it is in: each may limit. */
static long long by_groups(long long (*limit)(const char *group))
{
	const char *root = getenv("KPT_CGROUP");
	char line[VM_PATH - 64] = "", path[VM_PATH];
	FILE *f = fopen("/proc/self/cgroup", "re");
	long long least = -1, n;

	if (!root || !*root)
		root = "/sys/fs/cgroup";
	while (f && fgets(line, sizeof(line), f))
		if (!strncmp(line, "0::", 3))
			break;
	if (f)
		fclose(f);
	line[strcspn(line, "\n")] = '\0';
	for (char *end = line + strlen(line); !strncmp(line, "0::", 3);
	     end = strrchr(line + 3, '/')) {
		if (!end)
			break;
		*end = '\0';
		if (kpt_join(path, sizeof(path), "%s%s", root, line + 3))
			break;
		n = limit(path);
		if (n >= 0 && (least < 0 || n < least))
			least = n;
	}
	return least;
}

/* By what the machine has left; -1: it does not say. */
static long long by_machine(void)
{
	FILE *f = fopen("/proc/meminfo", "re");
	long long kib, guests = -1;
	char line[128];

	while (f && guests < 0 && fgets(line, sizeof(line), f))
		if (sscanf(line, "MemAvailable: %lld kB", &kib) == 1)
			guests = kib / (GUEST_BYTES / 1024);
	if (f)
		fclose(f);
	return guests;
}

static long long least(long long n, long long limit)
{
	return limit >= 0 && limit < n ? limit : n;
}

long vm_guests(void)
{
	long long cpus = least(by_affinity(), by_groups(by_quota)), n;

	n = least(least(cpus, by_machine()), by_groups(by_memory));
	if (n < cpus)
		kpt_info("there is memory for %lld guest%s at once, of %lld CPUs; --jobs overrides it",
			 n > 1 ? n : 1, n > 1 ? "s" : "", cpus);
	return n > 0 ? (long)n : 1;
}
