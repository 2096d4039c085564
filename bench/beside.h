/* SPDX-License-Identifier: GPL-2.0-only */
/* beside.h - kernel page tables come and go while something else is measured */
#ifndef KPT_BESIDE_H
#define KPT_BESIDE_H

#include <sys/types.h>

#include "bench/machine.h"
#include "common/scenario.h"

struct beside_shared;

/** struct beside - all zero: nothing is done beside; @before: operations */
struct beside {
	const struct machine *m;
	struct beside_shared *shared;
	pid_t pid;
	unsigned long before;
};

/** beside_cannot - why a scenario cannot have what it wants beside, or NULL */
const char *beside_cannot(const struct machine *m,
			  const struct kpt_scenario *sc);

/**
 * beside_start - another process does the scenario's @beside, on another CPU,
 * until beside_stop()
 *
 * The module does one thing at a time, so what is measured is not the module's.
 *
 * Return: 0 or -errno with @why.
 */
int beside_start(struct beside *b, const struct machine *m,
		 const struct kpt_scenario *sc, char *why, size_t len);

/**
 * beside_stop - end it; may be called twice
 * @meanwhile:	something has to have been done since beside_start()
 *
 * Return: 0, what an operation failed with, or -ENODATA where nothing was.
 */
int beside_stop(struct beside *b, bool meanwhile);

#endif
