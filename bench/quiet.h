/* SPDX-License-Identifier: GPL-2.0-only */
/* quiet.h - is the machine doing anything but measuring? */
#ifndef KPT_QUIET_H
#define KPT_QUIET_H

#include "bench/machine.h"

/**
 * quiet_check - look at the machine for a second
 * @why: what disturbs it, in words
 *
 * Return: 0 when it is quiet, 1 when it is not, -errno with @why filled.
 */
int quiet_check(const struct machine *m, char *why, size_t len);

/**
 * quiet_wait - wait until the machine is quiet, at most @seconds
 *
 * Return: 0, or -EBUSY with a message that tells the reasons.
 */
int quiet_wait(const struct machine *m, long long seconds);

#endif
