/* SPDX-License-Identifier: GPL-2.0-only */
/* foreign.h - kernels nobody here built, made entries of the cache */
#ifndef KPT_VM_FOREIGN_H
#define KPT_VM_FOREIGN_H

#include "vm/cache/cache.h"
#include "vm/kernel/kernel.h"

/**
 * struct vm_foreign - what is known of a kernel before it is looked into
 * @source:	what it is, in words
 * @build:	where external modules are built, or "": in the entry itself
 * @no_module:	why none can be had, or ""
 * @no_config:	why no .config lies in the entry yet, or ""
 */
struct vm_foreign {
	char source[256];
	char build[VM_PATH];
	char no_module[160];
	char no_config[240];
};

/**
 * vm_foreign_end - look into the image of an entry, and finish the entry
 * @c: vmlinuz lies in its folder, and .config where one was found
 *
 * The .config that the image holds counts more than that; one that is not of
 * this image is dropped. Where there is none, the entry says why.
 *
 * Return: 0 or KPT_FAIL with a message.
 */
int vm_foreign_end(struct vm_cache *c, const struct vm_arch *arch,
		   struct vm_foreign *f);

/** vm_deb_get - the kernel of a package; as vm_kernel_named() */
int vm_deb_get(struct vm_kernel *k, const struct vm_arch *arch,
	       const char *spec);

/** vm_image_get - the kernel of an image file; as vm_kernel_named() */
int vm_image_get(struct vm_kernel *k, const struct vm_arch *arch,
		 const char *spec);

#endif
