/* SPDX-License-Identifier: GPL-2.0-only */
/* image.h - what a kernel image tells of itself */
#ifndef KPT_VM_IMAGE_H
#define KPT_VM_IMAGE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct vm_image - what was found in an image; "" is not known
 * @arch:	Kbuild's name of the architecture: x86_64, arm64, ...
 * @release:	as uname -r says it
 * @compiler:	what built it, as in /proc/version
 * @plain:	it is not compressed; vm_image_unpack() tells
 * @zboot:	it unpacks itself under EFI firmware alone
 * @unified:	it holds a kernel, an initramfs and a program that starts them
 * @why:	why it could not be unpacked, in words
 */
struct vm_image {
	char arch[16];
	char release[128];
	char compiler[160];
	bool plain;
	bool zboot;
	bool unified;
	char why[160];
};

/**
 * vm_image_peek - read the headers, and text that is not compressed
 *
 * Return: 0 or KPT_FAIL with a message. An image of an unknown kind is no
 * error.
 */
int vm_image_peek(struct vm_image *im, const char *path);

/**
 * vm_image_unpack - unpack an image and read what is in it
 * @to: a file to be made, of the kernel as it lies in memory
 *
 * Return: 0, also where there is no such file since it is @im->plain or cannot
 * be unpacked (@im->why), or KPT_FAIL with a message.
 */
int vm_image_unpack(struct vm_image *im, const char *path, const char *to);

/**
 * vm_image_config - write the .config that an image holds (CONFIG_IKCONFIG)
 * @kernel: an image that is not compressed
 *
 * Return: 0, -ENOENT where it holds none, or another -errno.
 */
int vm_image_config(const char *kernel, const char *to);

#endif
