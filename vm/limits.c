// SPDX-License-Identifier: GPL-2.0-only
/*
 * limits.c - how many guests at once this process may have
 *
 * A container or a job of a cluster sees all CPUs of its machine and may use
 * some: its affinity and its control groups tell which.
 */
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/limits.h"
#include "vm/paths.h"

static long by_affinity(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);
	cpu_set_t set;

	/* Of a machine with more CPUs than fit: what is online. */
	if (sched_getaffinity(0, sizeof(set), &set))
		return n > 0 ? n : 1;
	return CPU_COUNT(&set);
}

/* "QUOTA PERIOD" or "max PERIOD" in microseconds; 0 where nothing limits. */
static long by_quota(const char *path)
{
	FILE *f = fopen(path, "re");
	long long quota, period;
	int n;

	if (!f)
		return 0;
	n = fscanf(f, "%lld %lld", &quota, &period);
	fclose(f);
	if (n != 2 || quota <= 0 || period <= 0)
		return 0;
	return quota < period ? 1 : (long)(quota / period);
}

/* The group of this process, and all groups it is in: each may limit. */
static long by_groups(const char *root)
{
	char line[VM_PATH - 64] = "", path[VM_PATH];
	FILE *f = fopen("/proc/self/cgroup", "re");
	long least = 0, n;

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
		if (kpt_join(path, sizeof(path), "%s%s/cpu.max", root,
			     line + 3))
			break;
		n = by_quota(path);
		if (n && (!least || n < least))
			least = n;
	}
	return least;
}

long vm_cpus(void)
{
	const char *root = getenv("KPT_CGROUP");
	long n = by_affinity();
	long most = by_groups(root && *root ? root : "/sys/fs/cgroup");

	return most && most < n ? most : n > 0 ? n : 1;
}
