/* SPDX-License-Identifier: GPL-2.0-only */
/* size_elf.h - sizes out of ELF files */
#ifndef KPT_VM_SIZE_ELF_H
#define KPT_VM_SIZE_ELF_H

#include "vm/run/size.h"

/**
 * vm_size_vmlinux - sections and symbols of a vmlinux
 *
 * init is what is freed after boot (from __init_begin to __init_end), rodata
 * what lies from __start_rodata to __end_rodata or cannot be written; the
 * linker fills sections up to page boundaries, functions have none of that.
 *
 * Return: 0, also where @size->no_vmlinux says why not; or -ENOMEM.
 */
int vm_size_vmlinux(struct vm_size *size, const char *path);

/**
 * vm_size_struct - the size of a structure, from kmod/sizes.c as an object
 *
 * Return: bytes; -1 where there is none, or where @size->no_structs says why.
 */
long long vm_size_struct(struct vm_size *size, const char *path,
			 const char *name);

/**
 * vm_size_symbols - every symbol of a vmlinux
 * @see: called with each, and @with
 *
 * Return: "", or why there are none.
 */
const char *vm_size_symbols(const char *path,
			    void (*see)(void *with, const char *name,
					unsigned long long at), void *with);

/**
 * struct vm_address - where a symbol of a vmlinux lies
 * @nr:	how many symbols have that name
 */
struct vm_address {
	const char *name;
	unsigned long long at;
	size_t nr;
};

/**
 * vm_size_addresses - find symbols by name
 * @v: ends in one without a name
 *
 * Return: "", or why none was looked for.
 */
const char *vm_size_addresses(const char *path, struct vm_address *v);

#endif
