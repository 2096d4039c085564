// SPDX-License-Identifier: GPL-2.0-only
/* pin.c - a guest's CPUs on CPUs of the host; its memory in huge pages */
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/util.h"
#include "vm/guest/pin.h"
#include "vm/qmp/qmp.h"

int vm_pin_parse(const char *list, int *cpu, size_t max)
{
	cpu_set_t may;
	char *end;
	size_t n = 0;
	long v;

	if (sched_getaffinity(0, sizeof(may), &may))
		return kpt_error("sched_getaffinity: %s", strerror(errno)), -1;
	for (;; list = end + 1) {
		errno = 0;
		v = strtol(list, &end, 10);
		if (end == list || errno || v < 0 || (*end && *end != ','))
			return kpt_error("--pin: want CPU numbers separated by commas, like 2,3"), -1;
		if (v >= CPU_SETSIZE || !CPU_ISSET((int)v, &may))
			return kpt_error("--pin: there is no CPU %ld that this process may use",
					 v), -1;
		if (n == max)
			return kpt_error("--pin: more than %zu CPUs", max), -1;
		cpu[n++] = (int)v;
		if (!*end)
			return (int)n;
	}
}

int vm_pin_guest(struct vm_guest *g)
{
	int cpu[VM_PIN_MAX], have, n, i, ret;
	pid_t thread[VM_PIN_MAX];
	struct vm_qmp *q;

	have = vm_pin_parse(g->pin, cpu, VM_PIN_MAX);
	if (have < 0)
		return -EINVAL;
	q = vm_guest_monitor(g, g->timeout);
	if (!q) {
		kpt_error("--pin: QEMU does not answer; its last words:");
		vm_guest_tail(g, "qemu.log", 10);
		return -EIO;
	}
	n = vm_qmp_threads(q, thread, VM_PIN_MAX);
	if (n < 1 || n > have) {
		kpt_error("--pin: the guest has %d CPUs, and %d are named", n,
			  have);
		return -EIO;
	}
	for (i = 0; i < n; i++) {
		cpu_set_t one;

		CPU_ZERO(&one);
		CPU_SET(cpu[i], &one);
		if (sched_setaffinity(thread[i], sizeof(one), &one)) {
			kpt_error("--pin: CPU %d: %s", cpu[i], strerror(errno));
			return -EIO;
		}
	}
	ret = vm_qmp_run(q);
	if (ret)
		kpt_error("--pin: QEMU does not start the guest");
	return ret;
}

/* Of one size; sums up "-m 3G" as QEMU reads it, MiB without a suffix. */
static long long memory_mib(const char *args)
{
	const char *p = strstr(args, "-m ");
	char *end;
	long long n;

	if (!p)
		return 0;
	n = strtoll(p + 3, &end, 10);
	return *end == 'G' ? n << 10 : n;
}

int vm_huge_check(const char *args)
{
	long long want = memory_mib(args), free_pages = 0, size = 0;
	char text[8192], *p;

	if (kpt_read_file("/proc/meminfo", text, sizeof(text)) < 0)
		return kpt_error("/proc/meminfo: %s", strerror(errno));
	p = strstr(text, "HugePages_Free:");
	if (p)
		free_pages = strtoll(p + 15, NULL, 10);
	p = strstr(text, "Hugepagesize:");
	if (p)
		size = strtoll(p + 13, NULL, 10);
	if (!size)
		return kpt_error("--hugepages: this kernel has no huge pages to give (CONFIG_HUGETLBFS)");
	if (free_pages * size < want << 10)
		return kpt_error("--hugepages: %lld pages of %lld KiB are free, and a guest takes %lld; as root: echo %lld >/proc/sys/vm/nr_hugepages",
				 free_pages, size, (want << 10) / size,
				 (want << 10) / size);
	return 0;
}
