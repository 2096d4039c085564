/* SPDX-License-Identifier: GPL-2.0-only */
/* initramfs.h - a cpio archive that is the same byte for byte, always */
#ifndef KPT_VM_INITRAMFS_H
#define KPT_VM_INITRAMFS_H

#include <stddef.h>
#include <stdio.h>

struct vm_cpio {
	FILE *f;
	unsigned int inode;
	size_t written;
	int err;
};

/* Errors stick; vm_cpio_end() returns the first, as -errno. */
void vm_cpio_begin(struct vm_cpio *c, FILE *f);
/** vm_cpio_add - add a file from memory; @name without leading slash */
void vm_cpio_add(struct vm_cpio *c, const char *name, unsigned int mode,
		 const void *data, size_t len);
/** vm_cpio_add_file - add a file from disk */
void vm_cpio_add_file(struct vm_cpio *c, const char *name, unsigned int mode,
		      const char *path);
int vm_cpio_end(struct vm_cpio *c);

#endif
