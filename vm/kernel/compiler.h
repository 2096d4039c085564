/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compiler.h - the compiler and linker of kernels
 *
 * A compiler is named as Kbuild's CC= without the prefix of an architecture:
 * "gcc-12" is aarch64-linux-gnu-gcc-12 for arm64, and "clang-14" is itself. ""
 * is the one that Kbuild takes: gcc, or what LLVM= asks for.
 */
#ifndef KPT_VM_COMPILER_H
#define KPT_VM_COMPILER_H

#include "vm/base/conf.h"
#include "vm/cache/cache.h"

/**
 * vm_compiler_find - the compiler of that name, if it is here
 * @given:	what the user calls it
 * @name:	filled: what to call it; "" where it is Kbuild's own choice by
 *		another name, so that the kernel is one and the same
 *
 * Return: 0; KPT_USAGE: no such name; KPT_FAIL: it is not installed, with the
 * package that has it and with those that are there.
 */
int vm_compiler_find(const struct vm_arch *arch, const char *given, char *name,
		     size_t len);

/**
 * vm_compiler_add - compiler and linker by their versions, to a manifest
 *
 * Return: 0, or KPT_FAIL with a message.
 */
int vm_compiler_add(struct vm_text *t, const struct vm_arch *arch,
		    const char *cc);

/** vm_compiler_export - what Kbuild has to know of them, to the environment */
void vm_compiler_export(const struct vm_arch *arch, const char *cc);

#endif
