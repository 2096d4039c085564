// SPDX-License-Identifier: GPL-2.0-only
/* cmd_kernel.c - kptvm kernel, kptvm module */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/util.h"
#include "vm/cmd/commands.h"
#include "vm/kernel/compiler.h"
#include "vm/kernel/kernel.h"
#include "vm/source/series.h"

static struct {
	const char *arch, *config, *cc, *ksrc, *series, *kernel;
	struct kpt_list variants, revs;
	long long patches, only;
	bool quiet, debug_info, ccache, with_base, dry;
} opt = { .arch = "arm64", .config = "rt", .patches = -1 };

static char cc[64];	/* --cc as it was found here */

const struct kpt_option vm_kernel_options[] = {
	OPT_STR('a', "arch", &opt.arch, "ARCH", "architecture (arm64)"),
	OPT_STR('c', "config", &opt.config, "NAME",
		"lock configuration: plain, rt, debug, ... (rt)"),
	OPT_STR(0, "cc", &opt.cc, "NAME",
		"compiler, as gcc-12 or clang-14: Kbuild's CC= without the prefix of the architecture (gcc)"),
	OPT_LIST(0, "variant", &opt.variants, "NAME",
		 "kernel of configs/kernels (base); may be repeated"),
	OPT_STR(0, "series", &opt.series, "PATH",
		"with these patches too: an mbox, a folder or a quilt queue"),
	OPT_FLAG(0, "with-base", &opt.with_base,
		 "the kernel without the series as well, printed first; and others that are named, before that with the series"),
	OPT_INT(0, "patches", &opt.patches, 0, 100000, "N",
		"only the first N patches of the series or variant (all)"),
	OPT_STR(0, "ksrc", &opt.ksrc, "TREE",
		"git tree to build from, instead of a variant's source"),
	OPT_LIST(0, "rev", &opt.revs, "REV",
		 "revision in that tree (HEAD; with --series: its base-commit); may be repeated"),
	OPT_FLAG(0, "debug-info", &opt.debug_info,
		 "the same code, with debug info for profiles"),
	OPT_FLAG(0, "ccache", &opt.ccache,
		 "take objects that were compiled before, for another kernel too; the image is the same"),
	OPT_INT(0, "only", &opt.only, 1, 100000, "N",
		"of all that are named the Nth alone, as --dry-run lists them"),
	OPT_FLAG(0, "dry-run", &opt.dry,
		 "build nothing: tell which are in the cache, a line each: cached or build, the seconds a build took here (-: not known), what it is"),
	OPT_FLAG('q', "quiet", &opt.quiet, "no progress"),
	OPT_END()
};

const char *const vm_kernel_examples[] = {
	"kptvm kernel --arch arm64 --config rt --variant base",
	"kptvm kernel --cc clang-14 --variant base",
	"kptvm kernel --arch x86_64 --config debug --variant base --variant patched",
	"kptvm kernel --variant patched --patches 7 --ccache",
	"kptvm kernel --arch arm64 --ksrc ~/linux --rev v6.14-rc7",
	"kptvm kernel --series v2.mbx --ksrc ~/linux --with-base",
	NULL
};

/* What the options and arguments name, in the order they are printed in. */
struct wanted {
	struct vm_variant *v;	/* those to be built */
	const struct vm_variant **at;
	struct vm_kernel *k;
	size_t n;
};

static void want_built(struct vm_variant *v)
{
	kpt_copy(v->cc, sizeof(v->cc), cc);
	v->debug_info = opt.debug_info;
	v->ccache = opt.ccache;
}

static int want_revision(struct vm_variant *v, const char *rev)
{
	vm_variant_init(v);
	if (kpt_join(v->source, sizeof(v->source), "git:%s", opt.ksrc))
		return vm_usage("--ksrc: too long");
	if (kpt_copy(v->rev, sizeof(v->rev), rev))
		return vm_usage("--rev: too long");
	return 0;
}

static int want(struct vm_variant *v, const char *name)
{
	int status = opt.ksrc ? want_revision(v, name) :
				vm_variant_read(v, name);

	if (opt.patches >= 0 && !opt.series)
		v->patches = opt.patches;
	want_built(v);
	return status;
}

/* The kernel of the series, and before it those without, if wanted. */
static int want_series(struct wanted *w)
{
	struct vm_variant *last = &w->v[w->n - 1];
	int status = vm_series_variant(last, opt.series, opt.ksrc,
				       opt.revs.n ? opt.revs.v[0] : NULL,
				       opt.variants.n ? opt.variants.v[0] :
							"base",
				       opt.patches < 0);

	last->patches = opt.patches;
	want_built(last);
	if (w->n > 1) {
		w->v[0] = *last;
		w->v[0].patches = 0;
	}
	return status;
}

static int want_all(struct wanted *w)
{
	static const char *const head[] = { "HEAD" }, *const base[] = { "base" };
	const struct kpt_list *list = opt.ksrc ? &opt.revs : &opt.variants;
	const char *const *name = list->n ? list->v : opt.ksrc ? head : base;
	size_t named = list->n ? list->n : 1, i;
	int status = 0;

	w->n = !opt.series ? named : opt.with_base ? named + 1 : 1;
	w->v = calloc(w->n, sizeof(*w->v));
	w->at = calloc(w->n, sizeof(*w->at));
	w->k = calloc(w->n, sizeof(*w->k));
	if (!w->v || !w->at || !w->k)
		return kpt_error("out of memory");
	for (i = 0; i < w->n; i++)
		w->at[i] = &w->v[i];
	if (opt.series)
		status = want_series(w);
	/* The series is put on the first. */
	for (i = !!opt.series; i < named && i < w->n && !status; i++)
		status = want(&w->v[i], name[i]);
	return status;
}

static int tell_forecast(const struct wanted *w, const struct vm_arch *arch)
{
	struct vm_forecast *f = calloc(w->n, sizeof(*f));
	int status;
	size_t i;

	if (!f)
		return kpt_error("out of memory");
	status = vm_kernels_forecast(f, arch, opt.config, w->at, w->n);
	for (i = 0; i < w->n && !status; i++) {
		if (f[i].cached || f[i].twin)
			printf("cached\t0\t%s\n", f[i].words);
		else if (f[i].seconds < 0)
			printf("build\t-\t%s\n", f[i].words);
		else
			printf("build\t%.0f\t%s\n", f[i].seconds, f[i].words);
	}
	free(f);
	return status;
}

static int get_all(const struct vm_arch *arch)
{
	struct wanted w = { .n = 0 };
	int status = want_all(&w);
	size_t i;

	if (!status && opt.only > (long long)w.n)
		status = vm_usage("--only N: so many are not named");
	if (!status && opt.only) {
		w.at[0] = w.at[opt.only - 1];
		w.n = 1;
	}
	if (!status && opt.dry)
		status = tell_forecast(&w, arch);
	else if (!status)
		status = vm_kernels_get(w.k, arch, opt.config, w.at, w.n);
	for (i = 0; i < w.n && !status && !opt.dry; i++)
		printf("%s\n", w.k[i].dir);
	free(w.v);
	free(w.at);
	free(w.k);
	return status;
}

int vm_cmd_kernel(int argc, char **argv)
{
	struct vm_arch arch;
	int status = vm_begin_cache(opt.quiet);

	(void)argc;
	(void)argv;
	if (!status)
		status = vm_arch_read(&arch, opt.arch, NULL);
	if (status)
		return status;
	if (opt.revs.n && !opt.ksrc)
		return vm_usage("--rev names a revision of --ksrc TREE, which is missing");
	if (opt.ksrc && opt.variants.n)
		return vm_usage("--variant and --ksrc exclude each other");
	if (opt.series && !opt.with_base &&
	    (opt.revs.n > 1 || opt.variants.n > 1))
		return vm_usage("--series is put on one kernel; with --with-base on the first, and the others are built as they are");
	if (opt.with_base && !opt.series)
		return vm_usage("--with-base is of --series PATH, which is missing");
	if (opt.ksrc && opt.patches >= 0 && !opt.series)
		return vm_usage("--patches counts patches of a variant, and --ksrc is none");
	/* Debug info names the folder an object was compiled in. */
	if (opt.ccache && opt.debug_info)
		return vm_usage("--ccache and --debug-info exclude each other");
	if (opt.cc)
		status = vm_compiler_find(&arch, opt.cc, cc, sizeof(cc));
	if (status)
		return status;
	return get_all(&arch);
}

const struct kpt_option vm_module_options[] = {
	OPT_STR('k', "kernel", &opt.kernel, "FOLDER",
		"kernel that 'kptvm kernel' built"),
	OPT_FLAG('q', "quiet", &opt.quiet, "no progress"),
	OPT_END()
};

const char *const vm_module_examples[] = {
	"kptvm module --kernel \"$(kptvm kernel --arch arm64)\"", NULL
};

int vm_cmd_module(int argc, char **argv)
{
	static struct vm_kernel k;
	static char ko[VM_PATH];
	struct vm_arch arch;
	int status = vm_begin_cache(opt.quiet);

	(void)argc;
	(void)argv;
	if (!opt.kernel)
		return vm_usage("--kernel FOLDER is missing");
	if (!status)
		status = vm_kernel_read(&k, opt.kernel);
	if (!status)
		status = vm_arch_read(&arch, k.arch, NULL);
	if (!status)
		status = vm_module_get(&k, &arch, ko, sizeof(ko));
	if (!status)
		printf("%s\n", ko);
	return status;
}
