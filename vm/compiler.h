/* SPDX-License-Identifier: GPL-2.0-only */
/* compiler.h - the compiler and linker of kernels */
#ifndef KPT_VM_COMPILER_H
#define KPT_VM_COMPILER_H

#include "vm/cache.h"
#include "vm/conf.h"

/**
 * vm_compiler_add - compiler and linker by their versions, to a manifest
 *
 * Return: 0, or KPT_FAIL with a message.
 */
int vm_compiler_add(struct vm_text *t, const struct vm_arch *arch);

/** vm_compiler_export - what Kbuild has to know of them, to the environment */
void vm_compiler_export(const struct vm_arch *arch);

#endif
