/* SPDX-License-Identifier: GPL-2.0-only */
/* limits.h - how many guests at once this process may have */
#ifndef KPT_VM_LIMITS_H
#define KPT_VM_LIMITS_H

/**
 * vm_guests - guests at once: one a CPU this process may use, in its memory
 *
 * The fewest that its affinity (sched_getaffinity()), the cpu.max and memory.max
 * of its control groups (version 2) and MemAvailable allow. Told where it is
 * memory. Environment: KPT_CGROUP, where the groups are, for tests
 * (/sys/fs/cgroup).
 *
 * Return: at least 1.
 */
long vm_guests(void);

#endif
