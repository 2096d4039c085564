// SPDX-License-Identifier: GPL-2.0-only
/* foreign_image.c - single images, and what lies around them */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/base/files.h"
#include "vm/image/foreign.h"
#include "vm/image/image_config.h"

#define IMAGE_MIB	300	/* and while it is looked into, unpacked */

/**
 * struct found - an image, and what was found of its kernel
 * @path:	the image, no links in it
 * @dir:	its folder
 * @root:	the root of the system it is installed in: "" is ours
 * @modules:	does @dir hold the kernel's modules?
 * @name:	what follows the first '-' of its file name, or ""
 * @im:		what it tells of itself
 * @config:	its .config, or ""
 * @refused:	a file that looked like it, and is another kernel's
 * @f:		the rest
 */
struct found {
	char path[VM_PATH];
	char dir[VM_PATH];
	char root[VM_PATH];
	bool modules;
	char name[256];
	struct vm_image im;
	char config[VM_PATH];
	char refused[VM_PATH];
	struct vm_foreign f;
};

/* ROOT/boot/IMAGE, ROOT/lib/modules/RELEASE/IMAGE, ROOT/usr/lib/modules/... */
static void find_root(struct found *i)
{
	static const char *const ends[] = { "/usr/lib/modules", "/lib/modules",
					    "/boot" };
	char dir[VM_PATH];
	size_t n, e, len;

	kpt_copy(dir, sizeof(dir), i->dir);
	for (n = 0; n < 2; n++) {
		len = strlen(dir);
		/* Modules have a folder each kernel, the others have not. */
		for (e = n ? 0 : 2; e < (n ? 2 : 3); e++) {
			size_t end = strlen(ends[e]);

			if (len < end || strcmp(dir + len - end, ends[e]))
				continue;
			i->modules = n;
			kpt_join(i->root, sizeof(i->root), "%.*s",
				 (int)(len - end), dir);
			return;
		}
		*strrchr(dir, '/') = '\0';
	}
}

static bool try_config(struct found *i, const struct vm_arch *arch,
		       const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* A file that is of another kernel is told, and another one looked for. */
static bool try_config(struct found *i, const struct vm_arch *arch,
		       const char *fmt, ...)
{
	char path[VM_PATH], why[160];
	struct stat st;
	va_list ap;
	int n;

	if (i->config[0])
		return true;
	va_start(ap, fmt);
	n = vsnprintf(path, sizeof(path), fmt, ap);
	va_end(ap);
	/* ~/.config is a folder. */
	if (n < 0 || (size_t)n >= sizeof(path) || stat(path, &st) ||
	    !S_ISREG(st.st_mode))
		return false;
	if (vm_config_fits(path, strrchr(path, '/') + 1, arch, &i->im, why,
			   sizeof(why)))
		return !kpt_copy(i->config, sizeof(i->config), path);
	/* Several ways lead to one file. */
	if (strcmp(i->refused, path))
		kpt_warn("%s: not taken: %s", path, why);
	kpt_copy(i->refused, sizeof(i->refused), path);
	kpt_copy(i->f.no_config, sizeof(i->f.no_config), why);
	return false;
}

static bool try_build(struct found *i, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static bool try_build(struct found *i, const char *fmt, ...)
{
	char path[VM_PATH], why[160];
	va_list ap;
	int n;

	if (i->f.build[0])
		return true;
	va_start(ap, fmt);
	n = vsnprintf(path, sizeof(path), fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof(path))
		return false;
	if (!vm_exists(path))
		kpt_join(why, sizeof(why), "no headers for it: %.120s is not there",
			 path);
	else if (vm_build_fits(path, path, &i->im, why, sizeof(why)))
		return !kpt_copy(i->f.build, sizeof(i->f.build), path);
	if (!i->f.no_module[0] || vm_exists(path))
		kpt_copy(i->f.no_module, sizeof(i->f.no_module), why);
	return false;
}

/* An image of a kernel tree lies some folders below the tree's .config. */
static bool find_tree(struct found *i, const struct vm_arch *arch)
{
	char dir[VM_PATH];
	char *slash;

	kpt_copy(dir, sizeof(dir), i->path);
	while ((slash = strrchr(dir, '/')) && slash != dir) {
		*slash = '\0';
		if (!try_config(i, arch, "%s/.config", dir))
			continue;
		try_build(i, "%s", dir);
		return true;
	}
	return false;
}

/* As distributions install them; docs/kernels.md has the list. */
static void find_installed(struct found *i, const struct vm_arch *arch)
{
	static const char *const modules[] = { "lib/modules",
					       "usr/lib/modules" };
	const char *release = i->im.release[0] ? i->im.release : i->name;
	size_t m;

	if (i->name[0])
		try_config(i, arch, "%s/config-%s", i->dir, i->name);
	if (i->modules) {
		try_config(i, arch, "%s/config", i->dir);
		try_build(i, "%s/build", i->dir);
	}
	if (!release[0]) {
		kpt_copy(i->f.no_module, sizeof(i->f.no_module),
			 "which release the image is of is not known, so no headers are looked for");
		return;
	}
	try_config(i, arch, "%s/config-%s", i->dir, release);
	for (m = 0; m < ARRAY_SIZE(modules); m++) {
		try_build(i, "%s/%s/%s/build", i->root, modules[m], release);
		try_config(i, arch, "%s/%s/%s/config", i->root, modules[m],
			   release);
	}
	try_config(i, arch, "%s/boot/config-%s", i->root, release);
	if (i->f.build[0])
		try_config(i, arch, "%s/.config", i->f.build);
}

/* Where neither headers nor plain text tell it, the image is unpacked. */
static int read_release(struct found *i)
{
	char dir[VM_PATH], tmp[VM_PATH + 16], file[VM_PATH + 32];
	int status = vm_image_peek(&i->im, i->path);

	if (status || i->im.release[0])
		return status;
	if (vm_cache_path(dir, sizeof(dir), "image") || vm_mkdirs(dir) ||
	    kpt_join(tmp, sizeof(tmp), "%s/look-XXXXXX", dir) || !mkdtemp(tmp))
		return kpt_error("%s: %s", dir, strerror(errno));
	kpt_join(file, sizeof(file), "%s/kernel", tmp);
	status = vm_image_unpack(&i->im, i->path, file);
	vm_remove_tree(tmp);
	return status;
}

static int find_image(struct found *i, const struct vm_arch *arch,
		      const char *spec)
{
	char *real = realpath(spec, NULL);
	const char *base, *dash;
	struct stat st;

	memset(i, 0, sizeof(*i));
	if (!real || kpt_copy(i->path, sizeof(i->path), real) ||
	    access(i->path, R_OK) || stat(i->path, &st)) {
		kpt_error("image:%s: %s", spec, strerror(errno));
		free(real);
		return KPT_FAIL;
	}
	free(real);
	if (!S_ISREG(st.st_mode) || !st.st_size)
		return kpt_error("image:%s: %s", spec, st.st_size ?
				 "no file" : "the file is empty");
	base = strrchr(i->path, '/') + 1;
	kpt_join(i->dir, sizeof(i->dir), "%.*s", (int)(base - 1 - i->path),
		 i->path);
	dash = strchr(base, '-');
	kpt_copy(i->name, sizeof(i->name), dash ? dash + 1 : "");
	kpt_join(i->f.source, sizeof(i->f.source), "image %.200s", base);
	find_root(i);
	if (read_release(i))
		return KPT_FAIL;
	if (i->im.unified)
		return kpt_error("image:%s: a unified kernel image; take the kernel out of it: objcopy -O binary --only-section=.linux %s vmlinuz",
				 spec, spec);
	if (i->im.arch[0] && strcmp(i->im.arch, arch->kbuild_arch))
		return kpt_error("image:%s: is of a kernel for %s, and this run is for %s",
				 spec, i->im.arch, arch->name);
	if (!find_tree(i, arch))
		find_installed(i, arch);
	if (i->f.build[0])
		i->f.no_module[0] = '\0';
	if (!i->config[0] && !i->f.no_config[0])
		kpt_copy(i->f.no_config, sizeof(i->f.no_config),
			 "no file near the image has it");
	return 0;
}

static int image_manifest(struct vm_text *t, const struct found *i,
			  const struct vm_arch *arch)
{
	char symvers[VM_PATH + 64];

	vm_text_add(t, "image 2\narch %s\npath %s\n", arch->name, i->path);
	if (vm_text_add_file(t, i->path, "image") ||
	    (i->config[0] && vm_text_add_file(t, i->config, ".config")))
		return KPT_FAIL;
	kpt_join(symvers, sizeof(symvers), "%s/Module.symvers", i->f.build);
	if (i->f.build[0] && (vm_text_add(t, "build %s\n", i->f.build),
			      vm_text_add_file(t, symvers, "Module.symvers")))
		return KPT_FAIL;
	vm_text_add(t, "nomodule %s\nnoconfig %s\n", i->f.no_module,
		    i->f.no_config);
	return t->err ? kpt_error("out of memory") : 0;
}

/* A copy: whoever builds that tree again does not change what was booted. */
static int keep_image(struct vm_cache *c, struct found *i,
		      const struct vm_arch *arch)
{
	char to[VM_PATH + 32];
	int status;

	kpt_join(to, sizeof(to), "%s/vmlinuz", c->tmp);
	status = vm_copy_file(i->path, to);
	kpt_join(to, sizeof(to), "%s/.config", c->tmp);
	if (!status && i->config[0])
		status = vm_copy_file(i->config, to);
	if (status)
		return vm_cache_end(c, status);
	return vm_foreign_end(c, arch, &i->f);
}

int vm_image_get(struct vm_kernel *k, const struct vm_arch *arch,
		 const char *spec)
{
	struct vm_text t = { NULL };
	struct found *i;
	struct vm_cache c;
	int status;

	i = malloc(sizeof(*i));
	if (!i)
		return kpt_error("out of memory");
	status = find_image(i, arch, spec);
	if (!status)
		status = image_manifest(&t, i, arch);
	if (!status && vm_cache_open(&c, "image", t.buf, IMAGE_MIB))
		status = KPT_FAIL;
	if (!status && !c.ready)
		status = keep_image(&c, i, arch);
	if (!status)
		status = vm_kernel_read(k, c.dir);
	free(t.buf);
	free(i);
	return status;
}
