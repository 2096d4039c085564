// SPDX-License-Identifier: GPL-2.0-only
/* kernel.c - a kernel by the hash of everything it is made from */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/base/proc.h"
#include "vm/base/progress.h"
#include "vm/cache/cache.h"
#include "vm/cache/times.h"
#include "vm/kernel/compiler.h"
#include "vm/kernel/fragments.h"
#include "vm/kernel/kconfig.h"
#include "vm/kernel/kernel.h"
#include "vm/source/source.h"

#define SCRIPT		"kernel.sh"
#define CCACHE_SCRIPT	"ccache.sh"	/* the same, with ccache */
#define BUILD_MIB	900
/*
 * Functions, inlined ones and lines, and no more; a flag and no option of
 * Kconfig, since those bring others along, and the code must stay the same.
 */
#define DEBUG_INFO	"-g1"

/**
 * struct making - one kernel on its way into the cache
 * @v:		what it is made from
 * @manifest:	that, in words whose hash names the entry
 * @twin:	another one is the same kernel
 */
struct making {
	const struct vm_arch *arch;
	const char *config;
	const struct vm_variant *v;
	struct vm_source source;
	struct vm_fragments fragments;
	struct vm_text manifest;
	struct vm_cache cache;
	bool open, twin;
};

static int make_manifest(struct making *m)
{
	struct vm_text *t = &m->manifest;
	char script[VM_PATH];

	kpt_join(script, sizeof(script), "%s/vm/" SCRIPT, vm_top());
	vm_text_add(t, "kernel\ntree %s\narch %s\nconfig %s\ntarget %s %s\n",
		    strrchr(m->source.dir, '/') + 1, m->arch->name, m->config,
		    m->arch->target, m->arch->image);
	if (m->arch->make[0])
		vm_text_add(t, "make %s\n", m->arch->make);
	if (vm_compiler_add(t, m->arch, m->v->cc) || vm_text_add_file(t, script, SCRIPT) ||
	    vm_fragments_add(&m->fragments, t))
		return KPT_FAIL;
	if (m->v->debug_info)
		vm_text_add(t, "debug-info %s\n", DEBUG_INFO);
	return t->err ? kpt_error("out of memory") : 0;
}

static int verify(const struct making *m)
{
	char path[VM_PATH + 16];
	char *config;
	int missed;

	kpt_join(path, sizeof(path), "%s/.config", m->cache.tmp);
	config = vm_read_text(path);
	if (!config)
		return KPT_FAIL;
	missed = vm_kconfig_verify(config, &m->fragments);
	free(config);
	if (missed > 0)
		kpt_error("%s: %d option%s did not take: mend the fragment, mark the line '# optional ', or name what it is called there in configs/kconfig/names",
			  m->source.words, missed, missed == 1 ? "" : "s");
	return missed ? KPT_FAIL : 0;
}

static int write_about(const struct making *m)
{
	char path[VM_PATH + 32];
	FILE *f;
	int bad;

	kpt_join(path, sizeof(path), "%s/" VM_KERNEL_ABOUT, m->cache.tmp);
	f = fopen(path, "w");
	if (!f)
		return kpt_error("%s: %s", path, strerror(errno));
	bad = fprintf(f, "arch %s\nconfig %s\nimage %s\nsource %s\n",
		      m->arch->name, m->config, m->arch->image,
		      m->source.words) < 0;
	if (m->v->cc[0])
		bad |= fprintf(f, "cc %s\n", m->v->cc) < 0;
	if (m->v->debug_info)
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

/* What the scripts read in their environment; the log they write. */
static const char *prepare(const struct making *m, char *log, size_t len)
{
	kpt_join(log, len, "%s/build.log", m->cache.tmp);
	vm_compiler_export(m->arch, m->v->cc);
	if (set_flags(&m->source, m->v->debug_info))
		return NULL;
	return choose_script(m->v);
}

static void say_doing(char *what, size_t len, const char *doing,
		      const struct making *m)
{
	kpt_join(what, len, "%s %s, %s%s%s", doing, m->arch->name, m->config,
		 m->v->cc[0] ? ", " : "", m->v->cc);
}

static int configure(struct making *m)
{
	char path[VM_FRAGMENTS_MAX][VM_PATH], folder[VM_PATH + 16];
	const char *args[VM_FRAGMENTS_MAX + 4] = { "configure", m->source.dir,
						   m->cache.tmp };
	char what[128], log[VM_PATH + 32];
	const char *script = prepare(m, log, sizeof(log));
	size_t i;

	kpt_join(folder, sizeof(folder), "%s/fragments", m->cache.tmp);
	if (!script || vm_fragments_write(&m->fragments, folder, path))
		return KPT_FAIL;
	for (i = 0; i < m->fragments.n; i++)
		args[3 + i] = path[i];
	kpt_info("kernel: %s", m->source.words);
	say_doing(what, sizeof(what), "configuring", m);
	return vm_script(script, args, what, 0, log) || verify(m) ?
	       KPT_FAIL : 0;
}

/* What the time it takes to build one is remembered by. */
static void build_name(char *what, size_t len, const struct making *m,
		       const char *cc)
{
	kpt_join(what, len, "build %s %s%s%s", m->arch->name, m->config,
		 *cc ? " " : "", cc);
}

/* Another compiler takes about as long as the usual one. */
static double build_took(const struct making *m)
{
	char what[128];
	double seconds;

	build_name(what, sizeof(what), m, m->v->cc);
	seconds = vm_times_get(what);
	if (seconds >= 0 || !m->v->cc[0])
		return seconds;
	build_name(what, sizeof(what), m, "");
	return vm_times_get(what);
}

static int build(struct making *m)
{
	double begun = vm_now();
	const char *make[] = { "build", m->source.dir, m->cache.tmp,
			       m->arch->target, NULL };
	const char *tidy[] = { "tidy", m->cache.tmp, m->arch->image, NULL };
	char what[128], log[VM_PATH + 32];
	const char *script = prepare(m, log, sizeof(log));

	if (!script)
		return KPT_FAIL;
	say_doing(what, sizeof(what), "building", m);
	if (vm_script(script, make, what, (size_t)m->arch->objects, log) ||
	    verify(m) || vm_script(SCRIPT, tidy, "tidying", 0, log) ||
	    write_about(m))
		return KPT_FAIL;
	build_name(what, sizeof(what), m, m->v->cc);
	vm_times_put(what, vm_now() - begun);
	return 0;
}

/* Everything that decides what the kernel is, and so its name in the cache. */
static int describe(struct making *m, bool look)
{
	int status = vm_fragments_read(&m->fragments, m->arch, m->config,
				       m->v->fragments);

	if (!status)
		status = look ? vm_source_find(&m->source, m->v) :
				vm_source_get(&m->source, m->v);
	/* A tree that is not there yet cannot say what it names an option. */
	if (!status && (!look || vm_exists(m->source.dir)))
		status = vm_fragments_rename(&m->fragments, m->source.dir);
	if (!status)
		status = make_manifest(m);
	if (!status) {
		int ret = vm_cache_find("kernel", m->manifest.buf,
					m->cache.dir, sizeof(m->cache.dir));

		status = ret && ret != -ENOENT ? KPT_FAIL : 0;
	}
	return status;
}

/* Not in the cache: locked, configured and verified, and not yet built. */
static int begin(struct making *m)
{
	if (vm_cache_open(&m->cache, "kernel", m->manifest.buf, BUILD_MIB))
		return KPT_FAIL;
	m->open = !m->cache.ready;
	return m->open ? configure(m) : 0;
}

static int end(struct making *m, bool failed)
{
	m->open = false;
	return vm_cache_end(&m->cache, failed);
}

/*
 * One that has none before it in the order of names and is not done yet: two
 * programs that make the same kernels lock them in the same order, and neither
 * waits for the other with what that one waits for.
 */
static struct making *next_in_order(struct making *all, size_t n,
				    const char *after)
{
	struct making *best = NULL;
	size_t i;

	for (i = 0; i < n; i++) {
		const char *dir = all[i].cache.dir;

		if (!all[i].twin && strcmp(dir, after) > 0 &&
		    (!best || strcmp(dir, best->cache.dir) < 0))
			best = &all[i];
	}
	return best;
}

static void find_twins(struct making *all, size_t n)
{
	size_t i, j;

	for (i = 0; i < n; i++)
		for (j = 0; j < i; j++)
			all[i].twin |= !strcmp(all[i].cache.dir,
					       all[j].cache.dir);
}

/* @look: without making the source trees */
static int describe_all(struct making *all, const struct vm_arch *arch,
			const char *config, const struct vm_variant *const *v,
			size_t n, bool look)
{
	int status = 0;
	size_t i;

	for (i = 0; i < n && !status; i++) {
		all[i].arch = arch;
		all[i].config = config;
		all[i].v = v[i];
		status = describe(&all[i], look);
	}
	find_twins(all, n);
	return status;
}

static void free_all(struct making *all, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		free(all[i].manifest.buf);
		vm_fragments_free(&all[i].fragments);
	}
	free(all);
}

int vm_kernels_get(struct vm_kernel *k, const struct vm_arch *arch,
		   const char *config, const struct vm_variant *const *v,
		   size_t n)
{
	struct making *all = calloc(n, sizeof(*all)), *m;
	char after[VM_PATH] = "";
	int status;
	size_t i;

	if (!all)
		return kpt_error("out of memory");
	status = describe_all(all, arch, config, v, n, false);
	while (!status && (m = next_in_order(all, n, after))) {
		status = begin(m);
		kpt_copy(after, sizeof(after), m->cache.dir);
	}
	for (i = 0; i < n; i++)
		if (all[i].open)
			status = end(&all[i], status || build(&all[i])) ||
				 status ? KPT_FAIL : 0;
	for (i = 0; i < n && !status; i++)
		status = vm_kernel_read(&k[i], all[i].cache.dir);
	free_all(all, n);
	return status;
}

int vm_kernels_forecast(struct vm_forecast *f, const struct vm_arch *arch,
			const char *config, const struct vm_variant *const *v,
			size_t n)
{
	struct making *all = calloc(n, sizeof(*all));
	int status;
	size_t i;

	if (!all)
		return kpt_error("out of memory");
	status = describe_all(all, arch, config, v, n, true);
	for (i = 0; i < n && !status; i++) {
		kpt_copy(f[i].words, sizeof(f[i].words), all[i].source.words);
		f[i].cached = vm_exists(all[i].source.dir) &&
			      vm_exists(all[i].cache.dir);
		f[i].twin = all[i].twin;
		f[i].seconds = build_took(&all[i]);
	}
	free_all(all, n);
	return status;
}

int vm_kernel_get(struct vm_kernel *k, const struct vm_arch *arch,
		  const char *config, const struct vm_variant *v)
{
	return vm_kernels_get(k, arch, config, &v, 1);
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
	vm_cache_used(k->dir);
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
	take(k->no_config, sizeof(k->no_config), about, "noconfig");
	take(k->cc, sizeof(k->cc), about, "cc");
	take(k->compiler, sizeof(k->compiler), about, "compiler");
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
