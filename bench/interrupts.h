/* SPDX-License-Identifier: GPL-2.0-only */
/* interrupts.h - sums of /proc/interrupts and /proc/vmstat, pure functions */
#ifndef KPT_INTERRUPTS_H
#define KPT_INTERRUPTS_H

#include <stdint.h>

/* Lines by their names, up to the first digit: "IPI" is IPI0, IPI1, ... */
extern const char *const shootdown_lines[];
extern const char *const ipi_lines[];

/**
 * interrupts_sum - of all CPUs, and all lines of these names
 * @names:	ends with NULL
 *
 * Return: 0, -ENOENT without such a line, -EBADMSG for a file cut off.
 */
int interrupts_sum(const char *text, const char *const *names, uint64_t *sum);

/** vmstat_sum - of a key, or of all that begin so ("pgalloc_*"); likewise */
int vmstat_sum(const char *text, const char *key, uint64_t *sum);

#endif
