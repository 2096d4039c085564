/* SPDX-License-Identifier: GPL-2.0-only */
/* foreign.h - kernels nobody here built, made entries of the cache */
#ifndef KPT_VM_FOREIGN_H
#define KPT_VM_FOREIGN_H

#include "vm/cache.h"
#include "vm/kernel.h"

/**
 * vm_foreign_about - write what vm_kernel_read() wants to know of an entry
 * @build: where external modules are built, or "": in the entry itself
 * @no_module: why none can be had, or ""
 *
 * Return: 0 or KPT_FAIL with a message.
 */
int vm_foreign_about(const struct vm_cache *c, const struct vm_arch *arch,
		     const char *source, const char *build,
		     const char *no_module);

/** vm_deb_get - the kernel of a package; as vm_kernel_named() */
int vm_deb_get(struct vm_kernel *k, const struct vm_arch *arch,
	       const char *spec);

/** vm_image_get - the kernel of an image file; as vm_kernel_named() */
int vm_image_get(struct vm_kernel *k, const struct vm_arch *arch,
		 const char *spec);

#endif
