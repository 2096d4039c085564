/* SPDX-License-Identifier: GPL-2.0-only */
/* qmp_local.h - what the parts of QMP share */
#ifndef KPT_VM_QMP_LOCAL_H
#define KPT_VM_QMP_LOCAL_H

#include <stddef.h>

struct json_t;
struct vm_qmp;

/**
 * vm_qmp_do - a command whose answer is of no interest
 * @arguments: taken over
 * @why: QEMU's own words where it refuses
 *
 * Return: 0 or -EIO.
 */
int vm_qmp_do(struct vm_qmp *q, const char *name, struct json_t *arguments,
	      char *why, size_t len);

#endif
