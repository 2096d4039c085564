// SPDX-License-Identifier: GPL-2.0-only
/* foreign.c - kernels nobody here built: Debian's packages, single images */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/cache.h"
#include "vm/kernel.h"
#include "vm/proc.h"
#include "vm/progress.h"
#include "vm/results.h"

#define DEB_MIB		500	/* packages and what is unpacked of them */
#define IMAGE_MIB	150
#define MAX_ITEMS	8

/* Both kinds of entry: vmlinuz, .config, and this about them. */
static int write_about(const struct vm_cache *c, const struct vm_arch *arch,
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

/* ---- deb: ---- */

/* What `deb.sh find` says, apart. */
struct packages {
	char text[4096];
	const char *item[MAX_ITEMS];
	size_t n;
	char source[256];
	const char *no_module;
};

static void take_packages(struct packages *p, char *said)
{
	char *save = NULL, *line;

	p->no_module = "";
	for (line = strtok_r(said, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		if (!strncmp(line, "nomodule ", 9))
			p->no_module = line + 9;
		else if (strncmp(line, "release ", 8) && p->n < MAX_ITEMS)
			p->item[p->n++] = line;
	}
}

static int find_packages(struct packages *p, const struct vm_arch *arch,
			 const char *spec)
{
	char script[VM_PATH];
	const char *const argv[] = { "sh", script, "find", arch->debian, spec,
				     NULL };
	const char *name, *eq;

	memset(p, 0, sizeof(*p));
	if (!arch->debian[0])
		return kpt_error("deb:%s: configs/arch/%s/arch.conf names no Debian architecture",
				 spec, arch->name);
	kpt_join(script, sizeof(script), "%s/vm/deb.sh", vm_top());
	if (vm_capture(argv, NULL, p->text, sizeof(p->text)))
		return kpt_error("deb:%s: %s", spec, kpt_trim(p->text));
	take_packages(p, p->text);
	if (!p->n)
		return kpt_error("deb:%s: deb.sh found nothing", spec);
	name = strrchr(p->item[0], '/') ? strrchr(p->item[0], '/') + 1 :
	       p->item[0];
	eq = strchr(name, '=');
	snprintf(p->source, sizeof(p->source), "Debian %.*s%s%.100s",
		 eq ? (int)(eq - name) : 120, name, eq ? " " : "",
		 eq ? eq + 1 : "");
	return 0;
}

static int deb_manifest(struct vm_text *t, const struct packages *p,
			const struct vm_arch *arch)
{
	char script[VM_PATH];
	size_t i;

	kpt_join(script, sizeof(script), "%s/vm/deb-unpack.sh", vm_top());
	vm_text_add(t, "deb\narch %s\n", arch->name);
	if (vm_text_add_file(t, script, "deb-unpack.sh"))
		return KPT_FAIL;
	for (i = 0; i < p->n; i++) {
		const char *slash = strrchr(p->item[i], '/');

		if (!slash)
			vm_text_add(t, "package %s\n", p->item[i]);
		else if (vm_text_add_file(t, p->item[i], slash + 1))
			return KPT_FAIL;
	}
	if (p->no_module[0])
		vm_text_add(t, "nomodule %s\n", p->no_module);
	return t->err ? kpt_error("out of memory") : 0;
}

static int unpack(struct vm_cache *c, const struct packages *p,
		  const struct vm_arch *arch)
{
	const char *args[4 + MAX_ITEMS] = { "unpack", arch->debian, c->tmp };
	int ret;

	memcpy(args + 3, p->item, p->n * sizeof(p->item[0]));
	setenv("CROSS_COMPILE", arch->cross, 1);
	ret = vm_script("deb.sh", args, "unpacking packages", 0, NULL);
	if (!ret)
		ret = write_about(c, arch, p->source, "", p->no_module);
	return vm_cache_end(c, ret);
}

static int get_deb(struct vm_kernel *k, const struct vm_arch *arch,
		   const char *spec)
{
	struct vm_text t = { NULL };
	struct packages *p;
	struct vm_cache c;
	int status;

	p = malloc(sizeof(*p));
	if (!p)
		return kpt_error("out of memory");
	status = find_packages(p, arch, spec);
	if (!status)
		status = deb_manifest(&t, p, arch);
	if (!status && vm_cache_open(&c, "deb", t.buf, DEB_MIB))
		status = KPT_FAIL;
	if (!status && !c.ready) {
		kpt_info("kernel: %s", p->source);
		status = unpack(&c, p, arch);
	}
	if (!status)
		status = vm_kernel_read(k, c.dir);
	free(t.buf);
	free(p);
	return status;
}

/* ---- image: ---- */

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
		status = write_about(c, arch, source, im->build,
				     im->no_module);
	return vm_cache_end(c, status);
}

static int get_image(struct vm_kernel *k, const struct vm_arch *arch,
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

/* ---- what --kernel may say ---- */

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
		status = get_deb(k, arch, spec + 4);
	else if (!strncmp(spec, "image:", 6))
		status = get_image(k, arch, spec + 6);
	else
		status = vm_kernel_read(k, spec);
	/* Nobody here chose its Kconfig: it goes by the run's name. */
	if (!status && k->foreign)
		status = kpt_copy(k->config, sizeof(k->config), config) ?
			 KPT_FAIL : 0;
	return status;
}
