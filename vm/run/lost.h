/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lost.h - boots that were lost, by no fault of the kernel
 *
 * QEMU that crashed, or a guest that did not end, which the host's fault may be,
 * too. Each is a line of lost.tsv in the folder: boot, status, host, reason. The
 * first may be done again, a hang once. What a kernel did, as a panic or a
 * warning, is never lost.
 */
#ifndef KPT_VM_LOST_H
#define KPT_VM_LOST_H

#include <stdbool.h>

#include "vm/run/run.h"

/** vm_lost_note - one more; 0 or KPT_FAIL with a message */
int vm_lost_note(const struct vm_run *r, const char *name,
		 const struct vm_verdict *v);

/** vm_lost_is - may a boot that ended so be done again? */
bool vm_lost_is(const struct vm_run *r, const char *name, const char *status);

/** vm_lost_join - all that folders which are merged tell; 0 or KPT_FAIL */
int vm_lost_join(const struct vm_run *r);

#endif
