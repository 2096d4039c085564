// SPDX-License-Identifier: GPL-2.0-only
/* foreign.c - kernels nobody here built: what all of them have in common */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/util.h"
#include "vm/foreign.h"

int vm_foreign_about(const struct vm_cache *c, const struct vm_arch *arch,
		     const char *source, const char *build,
		     const char *no_module)
{
	char path[VM_PATH + 32];
	FILE *f;
	int bad;

	kpt_join(path, sizeof(path), "%s/" VM_KERNEL_ABOUT, c->tmp);
	f = fopen(path, "we");
	if (!f)
		return kpt_error("%s: %s", path, strerror(errno));
	bad = fprintf(f, "arch %s\nforeign yes\nimage vmlinuz\nsource %s\n",
		      arch->name, source) < 0;
	if (build[0])
		bad |= fprintf(f, "build %s\n", build) < 0;
	if (no_module[0])
		bad |= fprintf(f, "nomodule %s\n", no_module) < 0;
	if (fclose(f) || bad)
		return kpt_error("%s: %s", path, strerror(errno));
	return 0;
}

bool vm_kernel_is_foreign(const char *spec)
{
	return !strncmp(spec, "deb:", 4) || !strncmp(spec, "image:", 6);
}

int vm_kernel_named(struct vm_kernel *k, const struct vm_arch *arch,
		    const char *config, const char *spec)
{
	struct vm_variant v;
	int status;

	vm_variant_init(&v);
	if (!strncmp(spec, "git:", 4)) {
		if (kpt_copy(v.source, sizeof(v.source), spec))
			return kpt_error("%s: too long", spec);
		return vm_kernel_get(k, arch, config, &v);
	}
	if (!strncmp(spec, "deb:", 4))
		status = vm_deb_get(k, arch, spec + 4);
	else if (!strncmp(spec, "image:", 6))
		status = vm_image_get(k, arch, spec + 6);
	else
		status = vm_kernel_read(k, spec);
	/* Nobody here chose its Kconfig: it goes by the run's name. */
	if (!status && k->foreign)
		status = kpt_copy(k->config, sizeof(k->config), config) ?
			 KPT_FAIL : 0;
	return status;
}
