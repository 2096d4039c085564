// SPDX-License-Identifier: GPL-2.0-only
/* kernel.c - a kernel by the hash of everything it is made from */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/cache.h"
#include "vm/kconfig.h"
#include "vm/kernel.h"
#include "vm/proc.h"
#include "vm/progress.h"
#include "vm/source.h"

#define SCRIPT		"kernel.sh"
#define CCACHE_SCRIPT	"ccache.sh"	/* the same, with ccache */
#define BUILD_MIB	900
#define MAX_FRAGMENTS	12
/*
 * Functions, inlined ones and lines, and no more; a flag and no option of
 * Kconfig, since those bring others along, and the code must stay the same.
 */
#define DEBUG_INFO	"-g1"

struct fragments {
	char path[MAX_FRAGMENTS][VM_PATH / 4];
	const char *v[MAX_FRAGMENTS];
	size_t n;
};

static int add_fragment(struct fragments *f, const char *relative)
{
	char *path = f->path[f->n];

	if (f->n == MAX_FRAGMENTS ||
	    kpt_join(path, sizeof(f->path[0]), "%s/%s", vm_top(), relative))
		return kpt_error("%s: too many or too long", relative);
	if (!vm_exists(path))
		return kpt_error("%s: no such fragment", path);
	f->v[f->n++] = path;
	return 0;
}

static int add_machine(struct fragments *f, const char *arch)
{
	char name[256];

	kpt_join(name, sizeof(name), "configs/arch/%s/kernel.config", arch);
	return add_fragment(f, name);
}

/* A configuration that an architecture cannot have is told before any work. */
static int check_exists(const struct vm_arch *arch, const char *config)
{
	if (!vm_has_word(arch->without, config))
		return 0;
	kpt_error("%s has no configuration '%s': configs/arch/%s/arch.conf says why",
		  arch->name, config, arch->name);
	return KPT_USAGE;
}

static int collect_fragments(struct fragments *f, const struct vm_arch *arch,
			     const char *config, const char *more)
{
	char name[256], list[512];
	char *save = NULL, *w;
	int status;

	f->n = 0;
	if (!strcmp(config, "common")) {
		kpt_error("config 'common' is part of every other one; there are: plain rt debug ...");
		return KPT_USAGE;
	}
	status = vm_check_name("config", config, "kconfig", ".config");
	if (!status)
		status = check_exists(arch, config);
	if (!status)
		status = add_fragment(f, "configs/kconfig/common.config");
	kpt_join(name, sizeof(name), "configs/kconfig/%s.config", config);
	if (!status)
		status = add_fragment(f, name);
	if (!status && arch->like[0])
		status = add_machine(f, arch->like);
	if (!status)
		status = add_machine(f, arch->name);
	kpt_copy(list, sizeof(list), more);
	for (w = strtok_r(list, " ", &save); w && !status;
	     w = strtok_r(NULL, " ", &save))
		status = add_fragment(f, w);
	return status;
}

/* The compiler and linker, by what they say they are. */
static int add_tool(struct vm_text *t, const char *prefix, const char *tool)
{
	char name[128], said[4096];
	const char *const argv[] = { name, "--version", NULL };

	kpt_join(name, sizeof(name), "%s%s", prefix, tool);
	if (vm_capture(argv, NULL, said, sizeof(said)))
		return kpt_error("%s: cannot be run; make deps with this ARCH= installs it",
				 name);
	said[strcspn(said, "\n")] = '\0';
	vm_text_add(t, "tool %s\n", said);
	return 0;
}

static int add_tools(struct vm_text *t, const struct vm_arch *arch)
{
	const char *llvm = getenv("LLVM");

	if (llvm && *llvm) {
		vm_text_add(t, "LLVM %s\n", llvm);
		return add_tool(t, "", "clang") || add_tool(t, "", "ld.lld");
	}
	return add_tool(t, arch->cross, "gcc") ||
	       add_tool(t, arch->cross, "ld");
}

static int make_manifest(struct vm_text *t, const struct vm_source *s,
			 const struct vm_arch *arch, const char *config,
			 const struct fragments *f, bool debug_info)
{
	char script[VM_PATH];
	size_t i;

	kpt_join(script, sizeof(script), "%s/vm/kernel.sh", vm_top());
	vm_text_add(t, "kernel\ntree %s\narch %s\nconfig %s\ntarget %s %s\n",
		    strrchr(s->dir, '/') + 1, arch->name, config, arch->target,
		    arch->image);
	if (arch->make[0])
		vm_text_add(t, "make %s\n", arch->make);
	if (add_tools(t, arch) || vm_text_add_file(t, script, "kernel.sh"))
		return KPT_FAIL;
	for (i = 0; i < f->n; i++)
		if (vm_text_add_file(t, f->v[i], strrchr(f->v[i], '/') + 1))
			return KPT_FAIL;
	if (debug_info)
		vm_text_add(t, "debug-info %s\n", DEBUG_INFO);
	return t->err ? kpt_error("out of memory") : 0;
}

static int verify(const char *dir, const struct fragments *f)
{
	char path[VM_PATH + 16];
	char *config;
	int missed;

	kpt_join(path, sizeof(path), "%s/.config", dir);
	config = vm_read_text(path);
	if (!config)
		return KPT_FAIL;
	missed = vm_kconfig_verify(config, f->v, f->n);
	free(config);
	if (missed > 0)
		kpt_error("%d option%s did not take; fix the fragment, or mark the line '# optional '",
			  missed, missed == 1 ? "" : "s");
	return missed ? KPT_FAIL : 0;
}

static int write_about(const char *dir, const struct vm_source *s,
		       const struct vm_arch *arch, const char *config,
		       bool debug_info)
{
	char path[VM_PATH + 32];
	FILE *f;
	int bad;

	kpt_join(path, sizeof(path), "%s/" VM_KERNEL_ABOUT, dir);
	f = fopen(path, "w");
	if (!f)
		return kpt_error("%s: %s", path, strerror(errno));
	bad = fprintf(f, "arch %s\nconfig %s\nimage %s\nsource %s\n",
		      arch->name, config, arch->image, s->words) < 0;
	if (debug_info)
		bad |= fprintf(f, "debug-info %s\n", DEBUG_INFO) < 0;
	if (fclose(f) || bad)
		return kpt_error("%s: %s", path, strerror(errno));
	return 0;
}

/* Files are named from the top of the source tree on. */
static int set_flags(const struct vm_source *s, bool debug_info)
{
	char flags[VM_PATH + 64];

	unsetenv("KCFLAGS");
	unsetenv("KAFLAGS");
	if (!debug_info)
		return 0;
	if (kpt_join(flags, sizeof(flags), DEBUG_INFO
		     " -fdebug-prefix-map=%s/=", s->dir))
		return kpt_error("%s: name too long", s->dir);
	setenv("KCFLAGS", flags, 1);
	setenv("KAFLAGS", flags, 1);
	return 0;
}

/* Which script builds, and what it has to know. */
static const char *choose_script(const struct vm_variant *v)
{
	char dir[VM_PATH];

	if (!v->ccache)
		return SCRIPT;
	if (vm_cache_path(dir, sizeof(dir), "ccache"))
		return NULL;
	setenv("KPT_CCACHE", dir, 1);
	return CCACHE_SCRIPT;
}

static int build(struct vm_cache *c, const struct vm_source *s,
		 const struct vm_arch *arch, const char *config,
		 const struct fragments *f, const struct vm_variant *v)
{
	const char *script = choose_script(v);
	const char *configure[MAX_FRAGMENTS + 4] = { "configure", s->dir,
						     c->tmp };
	const char *make[] = { "build", s->dir, c->tmp, arch->target, NULL };
	const char *tidy[] = { "tidy", c->tmp, arch->image, NULL };
	char what[128], log[VM_PATH + 32];
	size_t i;

	for (i = 0; i < f->n; i++)
		configure[3 + i] = f->v[i];
	kpt_join(log, sizeof(log), "%s/build.log", c->tmp);
	setenv("ARCH", arch->kbuild_arch, 1);
	setenv("CROSS_COMPILE", arch->cross, 1);
	/* Where GNU make takes arguments from, besides its command line. */
	setenv("GNUMAKEFLAGS", arch->make, 1);
	if (!script || set_flags(s, v->debug_info))
		return KPT_FAIL;
	kpt_join(what, sizeof(what), "configuring %s, %s", arch->name, config);
	if (vm_script(script, configure, what, 0, log) || verify(c->tmp, f))
		return KPT_FAIL;
	snprintf(what, sizeof(what), "building %s, %s", arch->name, config);
	if (vm_script(script, make, what, (size_t)arch->objects, log) ||
	    verify(c->tmp, f) || vm_script(SCRIPT, tidy, "tidying", 0, log))
		return KPT_FAIL;
	return write_about(c->tmp, s, arch, config, v->debug_info);
}

int vm_kernel_get(struct vm_kernel *k, const struct vm_arch *arch,
		  const char *config, const struct vm_variant *v)
{
	struct vm_text t = { NULL };
	struct fragments *f;
	struct vm_source s;
	struct vm_cache c;
	int status;

	f = calloc(1, sizeof(*f));
	if (!f)
		return kpt_error("out of memory");
	status = collect_fragments(f, arch, config, v->fragments);
	if (!status)
		status = vm_source_get(&s, v);
	if (!status)
		status = make_manifest(&t, &s, arch, config, f,
				       v->debug_info);
	if (!status && vm_cache_open(&c, "kernel", t.buf, BUILD_MIB))
		status = KPT_FAIL;
	if (!status && !c.ready) {
		kpt_info("kernel: %s", s.words);
		status = vm_cache_end(&c, build(&c, &s, arch, config, f, v));
	}
	if (!status)
		status = vm_kernel_read(k, c.dir);
	free(t.buf);
	free(f);
	return status;
}

static void take(char *dst, size_t len, const char *text, const char *key)
{
	const char *p = text;
	size_t n = strlen(key);

	dst[0] = '\0';
	while (p && *p) {
		if (!strncmp(p, key, n) && p[n] == ' ') {
			p += n + 1;
			snprintf(dst, len, "%.*s", (int)strcspn(p, "\n"), p);
			return;
		}
		p = strchr(p, '\n');
		if (p)
			p++;
	}
}

int vm_kernel_read(struct vm_kernel *k, const char *dir)
{
	char path[VM_PATH + 32], about[2048], image[256], word[32];
	char *real;
	int ret;

	memset(k, 0, sizeof(*k));
	real = realpath(dir, NULL);
	if (!real)
		return kpt_error("%s: %s", dir, strerror(errno));
	kpt_copy(k->dir, sizeof(k->dir), real);
	free(real);
	kpt_join(path, sizeof(path), "%s/" VM_KERNEL_ABOUT, k->dir);
	ret = kpt_read_file(path, about, sizeof(about));
	if (ret < 0)
		return kpt_error("%s: not a kernel that 'kptvm kernel' built (%s: %s)",
				 k->dir, VM_KERNEL_ABOUT, strerror(-ret));
	take(k->arch, sizeof(k->arch), about, "arch");
	take(k->config, sizeof(k->config), about, "config");
	take(k->source, sizeof(k->source), about, "source");
	take(image, sizeof(image), about, "image");
	take(word, sizeof(word), about, "debug-info");
	k->debug_info = word[0] != '\0';
	take(word, sizeof(word), about, "foreign");
	k->foreign = word[0] != '\0';
	take(k->no_module, sizeof(k->no_module), about, "nomodule");
	take(k->build, sizeof(k->build), about, "build");
	if (!k->build[0])
		kpt_copy(k->build, sizeof(k->build), k->dir);
	snprintf(k->id, sizeof(k->id), "%.60s", strrchr(k->dir, '/') + 1);
	if (kpt_join(k->image, sizeof(k->image), "%s/%s", k->dir, image) ||
	    access(k->image, R_OK))
		return kpt_error("%s: cannot be read: %s", k->image,
				 strerror(errno));
	return 0;
}
