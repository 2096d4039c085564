/* SPDX-License-Identifier: GPL-2.0-only */
/* times.h - how long things took on this machine, to tell how long they will */
#ifndef KPT_VM_TIMES_H
#define KPT_VM_TIMES_H

/**
 * vm_times_put - remember how long something took
 * @what:	e.g. "build arm64 rt"; the last time counts
 * @seconds:	of wall time
 *
 * Kept in the cache. What cannot be kept is no failure of what was done.
 */
void vm_times_put(const char *what, double seconds);

/** vm_times_get - seconds it took the last time; negative: not known here */
double vm_times_get(const char *what);

#endif
