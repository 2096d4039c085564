// SPDX-License-Identifier: GPL-2.0-only
/* kptvm.c - the command table: kernel, module, run, plan, list */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/options.h"
#include "common/util.h"
#include "vm/run.h"

static struct {
	const char *arch, *config, *variant, *ksrc, *rev;
	const char *scenarios, *mode, *out, *extra, *guest, *label, *group;
	const char *kernel;
	struct kpt_list kernels, qemu_args;
	long long boots, jobs, timeout, seed, boot;
	bool quiet;
} opt = {
	.arch = "arm64", .config = "rt", .variant = "base",
	.scenarios = "all", .mode = "exact", .extra = "", .label = "guest",
	.group = "", .boots = 3, .timeout = 300, .seed = 1, .boot = 1,
};

static int begin(void)
{
	kpt_quiet = opt.quiet;
	vm_catch_signals();
	return vm_top() ? 0 : KPT_FAIL;
}

static int usage(const char *what)
{
	kpt_error("%s", what);
	return KPT_USAGE;
}

/* ---- kernel ---- */

static const struct kpt_option kernel_options[] = {
	OPT_STR('a', "arch", &opt.arch, "ARCH", "architecture (arm64)"),
	OPT_STR('c', "config", &opt.config, "NAME",
		"lock configuration: plain, rt, debug, ... (rt)"),
	OPT_STR(0, "variant", &opt.variant, "NAME",
		"kernel of configs/kernels (base)"),
	OPT_STR(0, "ksrc", &opt.ksrc, "TREE",
		"git tree to build from, instead of a variant's source"),
	OPT_STR(0, "rev", &opt.rev, "REV", "revision in that tree (HEAD)"),
	OPT_FLAG('q', "quiet", &opt.quiet, "no progress"),
	OPT_END()
};

static const char *const kernel_examples[] = {
	"kptvm kernel --arch arm64 --config rt --variant base",
	"kptvm kernel --arch x86_64 --config debug --variant patched",
	"kptvm kernel --arch arm64 --ksrc ~/linux --rev v6.14-rc7",
	NULL
};

static int cmd_kernel(int argc, char **argv)
{
	static struct vm_kernel k;
	struct vm_variant v;
	struct vm_arch arch;
	int status = begin();

	(void)argc;
	(void)argv;
	if (!status)
		status = vm_arch_read(&arch, opt.arch, NULL);
	if (status)
		return status;
	if (opt.rev && !opt.ksrc)
		return usage("--rev names a revision of --ksrc TREE, which is missing");
	if (opt.ksrc) {
		memset(&v, 0, sizeof(v));
		if (kpt_join(v.source, sizeof(v.source), "git:%s@%s", opt.ksrc,
			     opt.rev ? opt.rev : "HEAD"))
			return usage("--ksrc: too long");
	} else {
		status = vm_variant_read(&v, opt.variant);
	}
	if (!status)
		status = vm_kernel_get(&k, &arch, opt.config, &v);
	if (!status)
		printf("%s\n", k.dir);
	return status;
}

/* ---- module ---- */

static const struct kpt_option module_options[] = {
	OPT_STR('k', "kernel", &opt.kernel, "FOLDER",
		"kernel that 'kptvm kernel' built"),
	OPT_FLAG('q', "quiet", &opt.quiet, "no progress"),
	OPT_END()
};

static const char *const module_examples[] = {
	"kptvm module --kernel \"$(kptvm kernel --arch arm64)\"", NULL
};

static int cmd_module(int argc, char **argv)
{
	static struct vm_kernel k;
	static char ko[VM_PATH];
	struct vm_arch arch;
	int status = begin();

	(void)argc;
	(void)argv;
	if (!opt.kernel)
		return usage("--kernel FOLDER is missing");
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

/* ---- run ---- */

static const struct kpt_option run_options[] = {
	OPT_LIST('k', "kernel", &opt.kernels, "LABEL=FOLDER",
		 "a kernel and its role; once for each kernel"),
	OPT_STR('o', "output", &opt.out, "FOLDER",
		"where results go; boots that are there already are kept"),
	OPT_STR('a', "arch", &opt.arch, "ARCH", "architecture (arm64)"),
	OPT_STR('c', "config", &opt.config, "NAME",
		"lock configuration the kernels were built with (rt)"),
	OPT_STR('s', "scenarios", &opt.scenarios, "LIST",
		"names separated by commas (all)"),
	OPT_INT('b', "boots", &opt.boots, 1, 1000, "N",
		"boots of each kernel (3)"),
	OPT_STR('m', "mode", &opt.mode, "MODE",
		"how to run: exact, ... (exact)"),
	OPT_INT('j', "jobs", &opt.jobs, 1, 256, "N",
		"guests at once (exact: one a CPU; otherwise 1)"),
	OPT_INT(0, "timeout", &opt.timeout, 1, 86400, "SECONDS",
		"a guest that takes longer is hung (300)"),
	OPT_INT(0, "seed", &opt.seed, 0, 0x7fffffff, "N",
		"seed of the emulator (1)"),
	OPT_STR(0, "extra-cmdline", &opt.extra, "WORDS",
		"added to the kernel command line of every boot"),
	OPT_LIST(0, "qemu-arg", &opt.qemu_args, "WORDS",
		 "added to QEMU's arguments; may be repeated"),
	OPT_STR(0, "guest", &opt.guest, "FOLDER",
		"with the guest's init and kptbench (build/guest-ARCH)"),
	OPT_FLAG('q', "quiet", &opt.quiet, "no progress"),
	OPT_END()
};

static const char *const run_examples[] = {
	"kptvm run --arch arm64 --config rt --kernel base=$B --kernel patched=$P -o results/try",
	"kptvm run --kernel base=$B --boots 1 --scenarios pte-churn,nop -o /tmp/one",
	NULL
};

static int read_side(struct vm_run *r, const char *spec)
{
	struct vm_side *side = &r->side[r->nr_sides];
	const char *eq = strchr(spec, '=');
	char path[VM_PATH + 16];
	size_t i;

	if (!eq || eq == spec || !eq[1] ||
	    strspn(spec, "abcdefghijklmnopqrstuvwxyz"
			 "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+") !=
		    (size_t)(eq - spec) ||
	    kpt_join(side->label, sizeof(side->label), "%.*s",
		     (int)(eq - spec), spec)) {
		kpt_error("--kernel %s: want LABEL=FOLDER, LABEL of letters, digits, '_', '.' and '+'",
			  spec);
		return KPT_USAGE;
	}
	for (i = 0; i < r->nr_sides; i++) {
		if (!strcmp(r->side[i].label, side->label)) {
			kpt_error("--kernel: label '%s' comes twice",
				  side->label);
			return KPT_USAGE;
		}
	}
	if (vm_kernel_read(&side->kernel, eq + 1))
		return KPT_FAIL;
	if (strcmp(side->kernel.arch, opt.arch) ||
	    strcmp(side->kernel.config, opt.config)) {
		kpt_error("--kernel %s: built for %s, %s, and this run is %s, %s",
			  spec, side->kernel.arch, side->kernel.config,
			  opt.arch, opt.config);
		return KPT_USAGE;
	}
	kpt_join(path, sizeof(path), "%s/.config", side->kernel.dir);
	if (vm_sha256_file(path, side->digest))
		return KPT_FAIL;
	r->nr_sides++;
	return 0;
}

/* The plan as a guest gets it; who it is, kptvm writes in afterwards. */
static int read_plan(struct kpt_plan *plan)
{
	memset(plan, 0, sizeof(*plan));
	kpt_copy(plan->label, sizeof(plan->label), opt.label);
	plan->seed = opt.seed;
	if (kpt_copy(plan->mode, sizeof(plan->mode), opt.mode) ||
	    kpt_copy(plan->arch, sizeof(plan->arch), opt.arch) ||
	    kpt_copy(plan->config_name, sizeof(plan->config_name), opt.config))
		return usage("--mode, --arch or --config: name too long");
	return vm_scenarios_read(plan, opt.scenarios, opt.arch);
}

static int find_guest(struct vm_run *r)
{
	static const char *const programs[] = { "init", "kptbench" };
	char path[VM_PATH + 16];
	char *real;
	size_t i;
	int ret;

	if (opt.guest)
		ret = kpt_copy(r->guest, sizeof(r->guest), opt.guest);
	else
		ret = kpt_join(r->guest, sizeof(r->guest), "%s/build/guest-%s",
			       vm_top(), opt.arch);
	for (i = 0; i < ARRAY_SIZE(programs) && !ret; i++) {
		kpt_join(path, sizeof(path), "%s/%s", r->guest, programs[i]);
		if (access(path, R_OK))
			return kpt_error("%s: %s; make guest-%s builds it",
					 path, strerror(errno), opt.arch);
	}
	/* Guests run in a folder of their own: no relative paths. */
	if (!ret)
		ret = vm_mkdirs(opt.out);
	if (ret)
		return kpt_error("%s: %s", opt.out, strerror(-ret));
	real = realpath(opt.out, NULL);
	if (!real || kpt_copy(r->dir, sizeof(r->dir), real))
		return kpt_error("%s: %s", opt.out, strerror(errno));
	free(real);
	return 0;
}

static int prepare(struct vm_run *r, struct kpt_plan *plan)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	int status;
	size_t i;

	status = vm_arch_read(&r->arch, opt.arch, opt.mode);
	if (!status)
		status = vm_check_name("config", opt.config, "kconfig",
				       ".config");
	if (!status)
		status = read_plan(plan);
	for (i = 0; i < opt.kernels.n && !status; i++)
		status = read_side(r, opt.kernels.v[i]);
	if (!status)
		status = find_guest(r);
	for (i = 0; i < r->nr_sides && !status; i++)
		status = vm_module_get(&r->side[i].kernel, &r->arch,
				       r->side[i].ko, sizeof(r->side[i].ko));
	if (!status)
		status = vm_groups_make(&r->groups, plan);
	r->extra = opt.extra;
	r->qemu_args = &opt.qemu_args;
	r->boots = opt.boots;
	r->timeout = opt.timeout;
	r->seed = opt.seed;
	/* Exact counts do not mind a busy host; anything else does. */
	r->jobs = opt.jobs;
	if (!r->jobs)
		r->jobs = !strcmp(opt.mode, "exact") && cpus > 0 ? cpus : 1;
	return status;
}

static int cmd_run(int argc, char **argv)
{
	struct kpt_plan *plan;
	struct vm_run *r;
	int status = begin();

	(void)argc;
	(void)argv;
	if (!opt.kernels.n)
		return usage("--kernel LABEL=FOLDER is missing");
	if (opt.kernels.n > VM_KERNELS_MAX)
		return usage("--kernel: too many kernels");
	if (!opt.out)
		return usage("-o FOLDER is missing");
	r = calloc(1, sizeof(*r));
	plan = calloc(1, sizeof(*plan));
	if (!r || !plan)
		status = kpt_error("out of memory");
	if (!status)
		status = prepare(r, plan);
	if (!status)
		status = vm_run_all(r);
	if (r)
		vm_groups_free(&r->groups);
	free(plan);
	free(r);
	return status;
}

/* ---- plan ---- */

static const struct kpt_option plan_options[] = {
	OPT_STR('a', "arch", &opt.arch, "ARCH", "architecture (arm64)"),
	OPT_STR('c', "config", &opt.config, "NAME",
		"lock configuration, for the records (rt)"),
	OPT_STR('s', "scenarios", &opt.scenarios, "LIST",
		"names separated by commas (all)"),
	OPT_STR('m', "mode", &opt.mode, "MODE",
		"exact, kvm or metal (exact)"),
	OPT_STR('l', "label", &opt.label, "LABEL", "the kernel's role (guest)"),
	OPT_INT('b', "boot", &opt.boot, 1, 1000000, "N", "which boot (1)"),
	OPT_STR('g', "group", &opt.group, "WORDS",
		"scenarios that want these words on the boot line (none)"),
	OPT_INT(0, "seed", &opt.seed, 0, 0x7fffffff, "N", "seed (1)"),
	OPT_END()
};

static const char *const plan_examples[] = {
	"kptvm plan --arch arm64 --scenarios pte-churn,pmd-churn",
	"kptvm plan --arch x86_64 --mode metal --label base --boot 2 >plan",
	NULL
};

static int cmd_plan(int argc, char **argv)
{
	struct vm_groups groups = { 0 };
	struct kpt_plan *plan;
	struct vm_arch arch;
	int status = begin();
	bool found = false;
	size_t i;

	(void)argc;
	(void)argv;
	plan = calloc(1, sizeof(*plan));
	if (!plan)
		return kpt_error("out of memory");
	if (!status)
		status = vm_arch_read(&arch, opt.arch, NULL);
	if (!status)
		status = read_plan(plan);
	plan->boot = opt.boot;
	if (!status)
		status = vm_groups_make(&groups, plan);
	for (i = 0; i < groups.n && !status; i++) {
		if (strcmp(groups.plan[i]->group, opt.group)) {
			kpt_info("left out: %zu scenarios that want --group '%s'",
				 groups.plan[i]->nr_scenarios,
				 groups.plan[i]->group);
			continue;
		}
		found = true;
		if (kpt_plan_write(groups.plan[i], stdout))
			status = kpt_error("stdout: %s", strerror(errno));
	}
	if (!status && !found)
		status = kpt_error("no scenario wants the boot line '%s'",
				   opt.group);
	vm_groups_free(&groups);
	free(plan);
	return status;
}

/* ---- list ---- */

static const struct kpt_option list_options[] = { OPT_END() };
static const char *const list_examples[] = { "kptvm list", NULL };

static int list_one(const char *title, const char *sub, const char *suffix,
		    const char *hide)
{
	struct vm_names names;
	char dir[VM_PATH];
	size_t i;

	kpt_join(dir, sizeof(dir), "%s/configs/%s", vm_top(), sub);
	if (vm_names_read(&names, dir, suffix))
		return KPT_FAIL;
	printf("%s:", title);
	for (i = 0; i < names.n; i++)
		if (strcmp(names.v[i], hide))
			printf(" %s", names.v[i]);
	printf("\n");
	vm_names_free(&names);
	return 0;
}

static int cmd_list(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	if (begin())
		return KPT_FAIL;
	return list_one("architectures", "arch", NULL, "") ||
	       list_one("configs", "kconfig", ".config", "common") ||
	       list_one("kernels", "kernels", ".conf", "") ||
	       list_one("scenarios", "scenarios", ".conf", "");
}

static const struct kpt_command commands[] = {
	{ "kernel", "build a kernel, or find it in the cache; prints its folder",
	  NULL, kernel_options, kernel_examples, cmd_kernel },
	{ "module", "build kptbench.ko for a kernel; prints its path", NULL,
	  module_options, module_examples, cmd_module },
	{ "run", "boot kernels in guests and collect what they measure", NULL,
	  run_options, run_examples, cmd_run },
	{ "plan", "print what a boot would do, as kptbench reads it", NULL,
	  plan_options, plan_examples, cmd_plan },
	{ "list", "print the names there are to choose from", NULL,
	  list_options, list_examples, cmd_list },
	{ 0 }
};

int main(int argc, char **argv)
{
	return kpt_main(argc, argv, "kptvm",
			"Builds kernels and boots them in QEMU guests, where kptbench measures them.",
			commands);
}
