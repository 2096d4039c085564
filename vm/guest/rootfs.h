/* SPDX-License-Identifier: GPL-2.0-only */
/* rootfs.h - what a guest has below /, for scenarios that run programs */
#ifndef KPT_VM_ROOTFS_H
#define KPT_VM_ROOTFS_H

#include "common/scenario.h"
#include "vm/base/conf.h"
#include "vm/base/paths.h"
#include "vm/guest/initramfs.h"

#define VM_ROOTS_MAX	16

/**
 * struct vm_roots - root file systems of a run
 * @word:	of the boot line, which tells which one a boot has
 * @dir:	its files
 * @digest:	sha256 of them, as an archive
 */
struct vm_roots {
	struct {
		char word[200];
		char dir[VM_PATH];
		char digest[65];
	} v[VM_ROOTS_MAX];
	size_t n;
};

/**
 * vm_roots_get - what every scenario of @plan wants below /
 *
 * Packages are found and unpacked once, in the cache. Scenarios that have the
 * same ones share a boot: the word for it goes into their boot line. Versions
 * of packages go into the scenario, whose parameter they are.
 *
 * Return: KPT_PASS, KPT_USAGE or KPT_FAIL, with a message.
 */
int vm_roots_get(struct vm_roots *roots, const struct vm_arch *arch,
		 struct kpt_plan *plan);

/**
 * vm_roots_add - the files that boots with this line have
 *
 * Devices and sockets are left out. Return: 0 or -errno with a message.
 */
int vm_roots_add(const struct vm_roots *roots, const char *boot,
		 struct vm_cpio *c);

#endif
