/* SPDX-License-Identifier: GPL-2.0-only */
/* limits.h - how many guests at once this process may have */
#ifndef KPT_VM_LIMITS_H
#define KPT_VM_LIMITS_H

/**
 * vm_cpus - CPUs this process may use
 *
 * The fewest that its affinity (sched_getaffinity()) and the cpu.max of its
 * control groups (version 2) allow. Environment: KPT_CGROUP, where those are,
 * for tests (/sys/fs/cgroup).
 *
 * Return: at least 1.
 */
long vm_cpus(void);

#endif
