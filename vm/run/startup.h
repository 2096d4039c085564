/* SPDX-License-Identifier: GPL-2.0-only */
/* startup.h - how many instructions a kernel takes to boot, phase by phase */
#ifndef KPT_VM_STARTUP_H
#define KPT_VM_STARTUP_H

#include <stdbool.h>
#include <stdio.h>

#include "vm/base/paths.h"

struct vm_arch;
struct vm_kernel;

enum vm_point {
	VM_START_KERNEL, VM_LINEAR, VM_LINEAR_END, VM_MM, VM_SCHED, VM_INIT,
	VM_DONE, VM_POINTS
};

/**
 * struct vm_startup - where the phases of a kernel's boot begin
 * @has:	its address is known
 * @at:		address of the function that is called there
 * @name:	of the function
 * @why:	nothing is known, in words, or ""
 */
struct vm_startup {
	bool has[VM_POINTS];
	unsigned long long at[VM_POINTS];
	char name[VM_POINTS][64];
	char why[160];
};

/** vm_startup_read - find them in what a kernel was built to */
void vm_startup_read(struct vm_startup *s, const struct vm_arch *arch,
		     const struct vm_kernel *kernel);

/** vm_startup_args - arguments of the plugin that counts up to them, or "" */
void vm_startup_args(const struct vm_startup *s, char *buf, size_t len);

/**
 * vm_startup_put - write a sample record for each phase
 * @guest: folder the guest ran in, with what the plugin left
 *
 * Return: how many, or -errno with a message.
 */
int vm_startup_put(const struct vm_startup *s, const char *guest, FILE *to);

#endif
