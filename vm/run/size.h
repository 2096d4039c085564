/* SPDX-License-Identifier: GPL-2.0-only */
/* size.h - how large a kernel is: its sections, its symbols, its structures */
#ifndef KPT_VM_SIZE_H
#define KPT_VM_SIZE_H

#include <stddef.h>
#include <stdio.h>

/**
 * struct vm_symbol - a function or an object of vmlinux
 * @name:	up to its first dot: "f.cold" and "f.part.0" are of f
 * @bytes:	of all symbols of that name
 */
struct vm_symbol {
	char *name;
	long long bytes;
};

enum vm_size_of {
	VM_SIZE_FUNCTIONS, VM_SIZE_TEXT, VM_SIZE_RODATA, VM_SIZE_DATA,
	VM_SIZE_BSS, VM_SIZE_INIT,
	VM_SIZE_STRUCTS,	/* from here on: of structures */
	VM_SIZE_PAGE = VM_SIZE_STRUCTS, VM_SIZE_PTDESC, VM_SIZE_MM,
	VM_SIZE_VMA, VM_SIZE_SPINLOCK, VM_SIZES
};

/**
 * struct vm_size - of one kernel
 * @bytes:	-1: not known
 * @no_vmlinux:	why nothing is known of vmlinux, in words, or ""
 * @no_structs:	the same of structures
 * @sym:	sorted by name; none where @no_vmlinux says why
 */
struct vm_size {
	long long bytes[VM_SIZES];
	char no_vmlinux[160], no_structs[160];
	struct vm_symbol *sym;
	size_t nr_sym;
};

struct vm_side;

/**
 * vm_size_read - read the sizes of a kernel and of what it was built with
 * @side: with its kernel, and its module if it has one
 *
 * What cannot be read is told in @size, with the reason. Return: 0 or -ENOMEM.
 */
int vm_size_read(struct vm_size *size, const struct vm_side *side);
void vm_size_free(struct vm_size *size);

/**
 * vm_size_put - write a sample record for each size
 *
 * Return: how many, or -errno.
 */
int vm_size_put(const struct vm_size *size, FILE *to);

#endif
