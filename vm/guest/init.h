/* SPDX-License-Identifier: GPL-2.0-only */
/* init.h - the guest's PID 1: what its files share */
#ifndef KPT_VM_INIT_H
#define KPT_VM_INIT_H

#include <stddef.h>

/** init_fail - print "kptbench-init: FAIL ..."; returns 1 */
int init_fail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/**
 * init_load_module - finit_module(), and why it did not work
 * @params: for the module
 * @refused: filled with the reason where the kernel takes no such module by
 *	its own rules (signatures, lockdown), else ""
 *
 * Return: 0, or 1 with a FAIL line or with @refused filled.
 */
int init_load_module(const char *path, const char *params, char *refused,
		     size_t len);

#endif
