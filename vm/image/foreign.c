// SPDX-License-Identifier: GPL-2.0-only
/* foreign.c - kernels nobody here built: what all of them have in common */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/image/foreign.h"
#include "vm/image/image_config.h"

/* What vm_kernel_read() wants to know of an entry. */
static int write_about(const struct vm_cache *c, const struct vm_arch *arch,
		       const struct vm_foreign *f, const struct vm_image *im)
{
	const struct { const char *key, *value; } lines[] = {
		{ "arch", arch->name }, { "foreign", "yes" },
		{ "image", "vmlinuz" }, { "source", f->source },
		{ "build", f->build }, { "nomodule", f->no_module },
		{ "noconfig", f->no_config }, { "compiler", im->compiler },
	};
	char path[VM_PATH + 32];
	int bad = 0;
	size_t i;
	FILE *out;

	kpt_join(path, sizeof(path), "%s/" VM_KERNEL_ABOUT, c->tmp);
	out = fopen(path, "we");
	if (!out)
		return kpt_error("%s: %s", path, strerror(errno));
	for (i = 0; i < ARRAY_SIZE(lines); i++)
		if (lines[i].value[0])
			bad |= fprintf(out, "%s %s\n", lines[i].key,
				       lines[i].value) < 0;
	if (fclose(out) || bad)
		return kpt_error("%s: %s", path, strerror(errno));
	return 0;
}

/* The image's own .config, else the one that lies there if it fits. */
static int settle_config(const struct vm_cache *c, const struct vm_arch *arch,
			 const struct vm_image *im, const char *kernel,
			 struct vm_foreign *f)
{
	char path[VM_PATH + 32], own[VM_PATH + 32], why[160];
	int ret = -ENOENT;

	kpt_join(path, sizeof(path), "%s/.config", c->tmp);
	kpt_join(own, sizeof(own), "%s/own.config", c->tmp);
	if (!im->why[0])
		ret = vm_image_config(kernel, own);
	if (!ret) {
		f->no_config[0] = '\0';
		return rename(own, path) ? kpt_error("%s: %s", path,
						     strerror(errno)) : 0;
	}
	if (ret != -ENOENT)
		return kpt_error("%s: %s", own, strerror(-ret));
	if (access(path, F_OK)) {
		kpt_copy(why, sizeof(why), f->no_config[0] ? f->no_config :
			 "the package does not have it");
		if (im->why[0])
			snprintf(f->no_config, sizeof(f->no_config),
				 "%.110s, and the image cannot be looked into: %.80s",
				 why, im->why);
		else
			snprintf(f->no_config, sizeof(f->no_config),
				 "%s, and the image holds none", why);
		return 0;
	}
	f->no_config[0] = '\0';
	if (vm_config_fits(path, "the .config that came with it", arch, im,
			   f->no_config, sizeof(f->no_config)))
		return 0;
	return vm_remove_tree(path) ? kpt_error("%s: cannot be removed", path) :
	       0;
}

/* Modules that another kernel's headers make do not load. */
static void settle_build(const struct vm_cache *c, const struct vm_image *im,
			 struct vm_foreign *f)
{
	char why[160];

	if (f->no_module[0])
		return;
	if (f->build[0] ?
	    !vm_build_fits(f->build, f->build, im, why, sizeof(why)) :
	    !vm_build_fits(c->tmp, "in the packages", im, why, sizeof(why)))
		kpt_copy(f->no_module, sizeof(f->no_module), why);
}

/* Only EFI firmware boots what unpacks itself there, and QEMU has none. */
static int settle_image(struct vm_image *im, const char *image,
			const char *unpacked)
{
	if (!im->zboot || im->plain || im->why[0])
		return 0;
	return rename(unpacked, image) ? kpt_error("%s: %s", image,
						   strerror(errno)) : 0;
}

static int settle(const struct vm_cache *c, const struct vm_arch *arch,
		  struct vm_foreign *f)
{
	char image[VM_PATH + 32], unpacked[VM_PATH + 32];
	struct vm_image im;
	int status;

	kpt_join(image, sizeof(image), "%s/vmlinuz", c->tmp);
	kpt_join(unpacked, sizeof(unpacked), "%s/unpacked-kernel", c->tmp);
	status = vm_image_unpack(&im, image, unpacked);
	if (!status && im.arch[0] && strcmp(im.arch, arch->kbuild_arch))
		status = kpt_error("%s: the image is of a kernel for %s, and this run is for %s",
				   f->source, im.arch, arch->name);
	if (!status)
		status = settle_config(c, arch, &im, im.plain ? image :
				       unpacked, f);
	if (!status)
		settle_build(c, &im, f);
	if (!status)
		status = settle_image(&im, image, unpacked);
	unlink(unpacked);
	return status ? status : write_about(c, arch, f, &im);
}

int vm_foreign_end(struct vm_cache *c, const struct vm_arch *arch,
		   struct vm_foreign *f)
{
	return vm_cache_end(c, settle(c, arch, f));
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
