// SPDX-License-Identifier: GPL-2.0-only
/* foreign_image.c - single images, and what lies around them */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/foreign.h"
#include "vm/results.h"

#define IMAGE_MIB	150

struct image {
	char path[VM_PATH];
	char config[VM_PATH + 32];
	char build[VM_PATH + 32];
	char no_module[160];
};

/* An image of a kernel tree lies some folders below the tree's .config. */
static bool find_tree(struct image *im)
{
	char dir[VM_PATH];
	char *slash;

	kpt_copy(dir, sizeof(dir), im->path);
	while ((slash = strrchr(dir, '/')) && slash != dir) {
		*slash = '\0';
		kpt_join(im->config, sizeof(im->config), "%s/.config", dir);
		if (!vm_exists(im->config))
			continue;
		kpt_join(im->build, sizeof(im->build), "%s/Module.symvers",
			 dir);
		if (vm_exists(im->build)) {
			kpt_copy(im->build, sizeof(im->build), dir);
		} else {
			im->build[0] = '\0';
			kpt_join(im->no_module, sizeof(im->no_module),
				 "%.100s holds no Module.symvers to build it with",
				 dir);
		}
		return true;
	}
	return false;
}

/* As distributions install them: vmlinuz-RELEASE beside config-RELEASE. */
static bool find_installed(struct image *im)
{
	const char *base = strrchr(im->path, '/') + 1;
	const char *release = strchr(base, '-');

	if (!release)
		return false;
	release++;
	kpt_join(im->config, sizeof(im->config), "%.*s/config-%s",
		 (int)(base - 1 - im->path), im->path, release);
	if (!vm_exists(im->config))
		return false;
	kpt_join(im->build, sizeof(im->build), "/lib/modules/%.250s/build",
		 release);
	if (!vm_exists(im->build)) {
		kpt_join(im->no_module, sizeof(im->no_module),
			 "no headers for it: %.100s is not there", im->build);
		im->build[0] = '\0';
	}
	return true;
}

/* The first lines of a .config name its architecture. */
static int check_arch(const char *config, const struct vm_arch *arch)
{
	static const char head[] = "# Linux/";
	const char *p, *want = arch->kbuild_arch;
	char *text = vm_read_text(config);
	size_t n;
	int status = 0;

	if (!text)
		return KPT_FAIL;
	p = strstr(text, head);
	if (p) {
		p += sizeof(head) - 1;
		n = strcspn(p, " \n");
		/* i386 calls itself x86, too. */
		if (strncmp(p, want, n) &&
		    (strncmp(p, "x86 ", 4) || strcmp(want, "i386")))
			status = kpt_error("%s is of a kernel for %.*s, and this run is for %s",
					   config, (int)n, p, arch->name);
	}
	free(text);
	return status;
}

static int find_image(struct image *im, const struct vm_arch *arch,
		      const char *spec)
{
	char *real = realpath(spec, NULL);

	memset(im, 0, sizeof(*im));
	if (!real || kpt_copy(im->path, sizeof(im->path), real) ||
	    access(im->path, R_OK)) {
		kpt_error("image:%s: %s", spec, strerror(errno));
		free(real);
		return KPT_FAIL;
	}
	free(real);
	if (!find_installed(im) && !find_tree(im))
		return kpt_error("image:%s: its .config is not known: name the image in its build tree, or vmlinuz-RELEASE with config-RELEASE beside it",
				 spec);
	return check_arch(im->config, arch);
}

static int image_manifest(struct vm_text *t, const struct image *im,
			  const struct vm_arch *arch)
{
	char symvers[VM_PATH + 64];

	vm_text_add(t, "image\narch %s\npath %s\n", arch->name, im->path);
	if (vm_text_add_file(t, im->path, "image") ||
	    vm_text_add_file(t, im->config, ".config"))
		return KPT_FAIL;
	kpt_join(symvers, sizeof(symvers), "%s/Module.symvers", im->build);
	if (im->build[0] && (vm_text_add(t, "build %s\n", im->build),
			     vm_text_add_file(t, symvers, "Module.symvers")))
		return KPT_FAIL;
	vm_text_add(t, "nomodule %s\n", im->no_module);
	return t->err ? kpt_error("out of memory") : 0;
}

/* A copy: whoever builds that tree again does not change what was booted. */
static int keep_image(struct vm_cache *c, const struct image *im,
		      const struct vm_arch *arch)
{
	char to[VM_PATH + 32], source[VM_PATH];
	int status;

	kpt_join(to, sizeof(to), "%s/vmlinuz", c->tmp);
	status = vm_copy_file(im->path, to);
	kpt_join(to, sizeof(to), "%s/.config", c->tmp);
	if (!status)
		status = vm_copy_file(im->config, to);
	kpt_join(source, sizeof(source), "image %.200s",
		 strrchr(im->path, '/') + 1);
	if (!status)
		status = vm_foreign_about(c, arch, source, im->build,
					  im->no_module);
	return vm_cache_end(c, status);
}

int vm_image_get(struct vm_kernel *k, const struct vm_arch *arch,
		 const char *spec)
{
	struct vm_text t = { NULL };
	struct image im;
	struct vm_cache c;
	int status;

	status = find_image(&im, arch, spec);
	if (!status)
		status = image_manifest(&t, &im, arch);
	if (!status && vm_cache_open(&c, "image", t.buf, IMAGE_MIB))
		status = KPT_FAIL;
	if (!status && !c.ready)
		status = keep_image(&c, &im, arch);
	if (!status)
		status = vm_kernel_read(k, c.dir);
	free(t.buf);
	return status;
}
