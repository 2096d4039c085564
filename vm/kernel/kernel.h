/* SPDX-License-Identifier: GPL-2.0-only */
/* kernel.h - kernels and modules in the cache */
#ifndef KPT_VM_KERNEL_H
#define KPT_VM_KERNEL_H

#include <stdbool.h>

#include "vm/base/conf.h"
#include "vm/base/paths.h"

/**
 * struct vm_kernel - a finished kernel build
 * @dir:	the build folder, good for external modules
 * @id:		its name in the cache: the hash of what it was made from
 * @arch:	configs/arch name it was built for
 * @config:	lock configuration: plain, rt, debug, ...
 * @source:	what it was built from, in words
 * @image:	full path of what QEMU boots
 * @build:	where external modules are built: @dir, or another folder
 * @no_module:	why no module can be had, in words, or ""
 * @no_config:	why its .config is not known, in words, or ""
 * @cc:		the compiler asked for, see compiler.h, or ""
 * @compiler:	what built it, of a foreign kernel, as far as its image tells
 * @foreign:	not built here: of a package, or an image
 * @debug_info:	built with debug info
 */
struct vm_kernel {
	char dir[VM_PATH];
	char id[64];
	char arch[32];
	char config[32];
	char source[256];
	char image[VM_PATH];
	char build[VM_PATH];
	char no_module[160];
	char no_config[240];
	char cc[64];
	char compiler[160];
	bool debug_info;
	bool foreign;
};

/**
 * vm_kernel_get - build a kernel, or find it in the cache
 *
 * Return: 0, KPT_USAGE or KPT_FAIL, with a message.
 */
int vm_kernel_get(struct vm_kernel *k, const struct vm_arch *arch,
		  const char *config, const struct vm_variant *v);

/**
 * vm_kernels_get - the same for several
 * @k:	filled, one for each of @v
 *
 * All of them are configured, and what they were to have is verified, before
 * the first is built: a build takes minutes.
 */
int vm_kernels_get(struct vm_kernel *k, const struct vm_arch *arch,
		   const char *config, const struct vm_variant *const *v,
		   size_t n);

/**
 * struct vm_forecast - what getting a kernel would take
 * @words:	what it is made from
 * @cached:	nothing: it is in the cache
 * @twin:	nothing: it is the same as one before it
 * @seconds:	that building it took here the last time; negative: not known
 */
struct vm_forecast {
	char words[256];
	bool cached, twin;
	double seconds;
};

/**
 * vm_kernels_forecast - what vm_kernels_get() would do
 * @f:	filled, one for each of @v
 *
 * Nothing is unpacked, configured or built, so whether every option can be had
 * is not known yet where a kernel is not in the cache.
 */
int vm_kernels_forecast(struct vm_forecast *f, const struct vm_arch *arch,
			const char *config, const struct vm_variant *const *v,
			size_t n);

/** vm_kernel_read - look at a finished build folder */
int vm_kernel_read(struct vm_kernel *k, const char *dir);

/* ---- foreign.c ---- */

/** vm_kernel_is_foreign - does @spec name a kernel not built here? */
bool vm_kernel_is_foreign(const char *spec);

/**
 * vm_kernel_named - the kernel that @spec names
 * @config: lock configuration; of a foreign kernel only a name
 * @spec: deb:PACKAGE[=VERSION], deb:FILE.deb, image:PATH, git:TREE@REVISION,
 *	  or the folder of one that was built
 *
 * Return: 0, KPT_USAGE or KPT_FAIL, with a message.
 */
int vm_kernel_named(struct vm_kernel *k, const struct vm_arch *arch,
		    const char *config, const char *spec);

/**
 * vm_module_get - build kmod/ for a kernel, or find it in the cache
 * @ko: filled with the path of kptbench.ko
 *
 * Return: 0 or KPT_FAIL with a message.
 */
int vm_module_get(const struct vm_kernel *k, const struct vm_arch *arch,
		  char *ko, size_t len);

#endif
