/* SPDX-License-Identifier: GPL-2.0-only */
/* image_head.h - headers of kernel images: what kind, and where compressed */
#ifndef KPT_VM_IMAGE_HEAD_H
#define KPT_VM_IMAGE_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** struct vm_bytes - a file, mapped; empty when @len is 0 */
struct vm_bytes {
	const unsigned char *at;
	size_t len;
};

/** vm_bytes_map - 0 or -errno; -EINVAL for what is no file */
int vm_bytes_map(struct vm_bytes *b, const char *path);
void vm_bytes_unmap(struct vm_bytes *b);
/** vm_bytes_number - little-endian; what is not there reads as 0 */
uint32_t vm_bytes_number(const struct vm_bytes *b, size_t at, size_t size);

/** vm_head_arch - Kbuild's name of the architecture, or "" */
const char *vm_head_arch(const struct vm_bytes *b);
bool vm_head_is_bzimage(const struct vm_bytes *b);
/** vm_head_is_zboot - does it unpack itself under EFI firmware alone? */
bool vm_head_is_zboot(const struct vm_bytes *b);

/** vm_head_is_unified - a program for EFI that holds a kernel and its initramfs? */
bool vm_head_is_unified(const struct vm_bytes *b);

/**
 * struct vm_packed - where in a file something is compressed
 * @format: as vm/unpack.sh names it; NULL: it is not, or nobody knows
 */
struct vm_packed {
	const char *format;
	size_t at, len;
};

/** vm_head_packed - what the header says of where the kernel is compressed */
struct vm_packed vm_head_packed(const struct vm_bytes *b);
/** vm_head_format - the format that begins @at, or NULL */
const char *vm_head_format(const struct vm_bytes *b, size_t at);

#endif
