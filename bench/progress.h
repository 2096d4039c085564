/* SPDX-License-Identifier: GPL-2.0-only */
/* progress.h - which scenario runs, and how long the others take */
#ifndef KPT_PROGRESS_H
#define KPT_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct progress - a run that is under way
 * @of:		scenarios in all
 * @nr:		that were begun
 * @begun:	when the first was
 * @clock:	does the clock tell time? with QEMU's instruction counting it
 *		counts instructions, and lines are as short as can be
 */
struct progress {
	size_t of, nr;
	uint64_t begun;
	bool clock;
};

/**
 * progress_next - tell, on stderr, that a scenario begins; not in --quiet
 *
 * What is left is what one took on average, times those that are left.
 */
void progress_next(struct progress *p, const char *name, const char *title);

#endif
