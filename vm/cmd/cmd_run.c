// SPDX-License-Identifier: GPL-2.0-only
/* cmd_run.c - kptvm run: what to boot, and with what */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/cache/times.h"
#include "vm/cmd/accel.h"
#include "vm/cmd/commands.h"
#include "vm/guest/pin.h"
#include "vm/run/build.h"
#include "vm/run/limits.h"
#include "vm/run/merge.h"
#include "vm/run/profile.h"
#include "vm/run/run.h"

static struct {
	const char *arch, *config, *scenarios, *mode, *accel, *pin;
	const char *out, *extra, *guest, *shard;
	struct kpt_list kernels, qemu_args, merge;
	long long boots, jobs, timeout, seed;
	bool quiet, profile, no_classes, hugepages, dry, replace, alike;
	bool keep_failed;
} opt = {
	.arch = "arm64", .scenarios = "standard", .extra = "",
	.pin = "", .boots = 4, .timeout = 300, .seed = 1,
};

const struct kpt_option vm_run_options[] = {
	OPT_LIST('k', "kernel", &opt.kernels, "LABEL=KERNEL",
		 "a kernel and its role, once for each: the folder of one that was built, git:TREE@REV, deb:PACKAGE[=VERSION], deb:FILE.deb or image:PATH"),
	OPT_STR('o', "output", &opt.out, "FOLDER",
		"where results go; boots that are there already are kept"),
	OPT_STR('a', "arch", &opt.arch, "ARCH", "architecture (arm64)"),
	OPT_STR('c', "config", &opt.config, "NAME",
		"lock configuration the kernels were built with; for those of packages and images a name (rt; stock where none was built here)"),
	OPT_STR('s', "scenarios", &opt.scenarios, "LIST",
		"names and @GROUPs separated by commas, or all (standard)"),
	OPT_ALIAS("scenario"),
	OPT_INT('b', "boots", &opt.boots, 1, 1000, "N",
		"boots of each kernel (4); in mode exact these are N - 1 layouts of memory, for the second boot repeats the first"),
	OPT_FLAG(0, "alike", &opt.alike,
		 "mode exact: every boot in the first layout, to see whether boots repeat"),
	OPT_STR('m', "mode", &opt.mode, "MODE",
		"how to measure: exact, kvm (exact)"),
	OPT_STR(0, "accel", &opt.accel, "ACCEL",
		"what runs the guest's instructions: tcg (mode exact), kvm (mode kvm), or auto: kvm where it is proven to run a kernel, else tcg, and why"),
	OPT_STR(0, "pin", &opt.pin, "CPU,...",
		"pin each guest's CPUs to these of this machine"),
	OPT_FLAG(0, "hugepages", &opt.hugepages,
		 "the guest's memory in huge pages of this machine"),
	OPT_INT('j', "jobs", &opt.jobs, 1, 256, "N",
		"guests at once (exact: one a CPU it may use, as memory allows; otherwise 1)"),
	OPT_INT(0, "timeout", &opt.timeout, 1, 86400, "SECONDS",
		"a guest that takes longer is hung (300)"),
	OPT_INT(0, "seed", &opt.seed, 0, 0x7fffffff, "N",
		"seed of the emulator (1)"),
	OPT_STR(0, "extra-cmdline", &opt.extra, "WORDS",
		"added to the kernel command line of every boot"),
	OPT_LIST(0, "qemu-arg", &opt.qemu_args, "WORDS",
		 "added to QEMU's arguments; may be repeated"),
	OPT_STR(0, "guest", &opt.guest, "FOLDER",
		"with the guest's init and kptbench (build/guest-ARCH, of what ARCH is like)"),
	OPT_FLAG(0, "replace", &opt.replace,
		 "when FOLDER holds boots of another run (kernels, plan, emulator, ...), remove all that is in it first"),
	OPT_STR(0, "shard", &opt.shard, "K/N",
		"do part K of N alone, as 2/3; the plan alone decides which boots these are, and each host has its own folder"),
	OPT_LIST(0, "merge", &opt.merge, "FOLDER",
		 "boot nothing: take boots of this run from there, once for each folder; one with another emulator, plan or kernel is refused"),
	OPT_FLAG(0, "keep-failed", &opt.keep_failed,
		 "boots there that a kernel failed (panic, warning, no end record, ...) are kept; only those that QEMU failed are done again, and a hang once"),
	OPT_FLAG(0, "profile", &opt.profile,
		 "count each kernel's first boot by instruction (kptstat profile)"),
	OPT_FLAG(0, "no-classes", &opt.no_classes,
		 "mode exact: do not count instructions by class (TLB invalidations, barriers, ...)"),
	OPT_FLAG(0, "dry-run", &opt.dry,
		 "boot nothing, look at no kernel: tell how many boots, and the seconds they take by what one took here (-: not known)"),
	OPT_FLAG('q', "quiet", &opt.quiet, "no progress"),
	OPT_END()
};

const char *const vm_run_examples[] = {
	"kptvm run --arch arm64 --config rt --kernel base=$B --kernel patched=$P -o results/try",
	"kptvm run --kernel base=$B --boots 1 --scenarios pte-churn,nop -o /tmp/one",
	"kptvm run --accel auto --pin 3 --boots 20 --kernel base=$B --kernel patched=$P -o results/kvm",
	"kptvm run --arch x86_64 --kernel base=deb:linux-image-rt-amd64 --kernel patched=deb:linux-image-6.12-rt-amd64 --scenarios pte-hold -o results/releases",
	"kptvm run --kernel base=$B --kernel patched=$P --shard 2/3 -o results/try-2",
	"kptvm run --kernel base=$B --kernel patched=$P --merge results/try-1 --merge results/try-2 --merge results/try-3 -o results/try",
	NULL
};

static int read_side(struct vm_run *r, const char *spec)
{
	struct vm_side *side = &r->side[r->nr_sides];
	const char *eq = strchr(spec, '=');
	char path[VM_PATH + 16];
	int status;
	size_t i;

	if (!eq || eq == spec || !eq[1] ||
	    strspn(spec, "abcdefghijklmnopqrstuvwxyz"
			 "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.") !=
		    (size_t)(eq - spec) ||
	    kpt_join(side->label, sizeof(side->label), "%.*s",
		     (int)(eq - spec), spec)) {
		kpt_error("--kernel %s: want LABEL=KERNEL, LABEL of letters, digits, '_' and '.'",
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
	status = vm_kernel_named(&side->kernel, &r->arch, opt.config, eq + 1);
	if (status)
		return status;
	if (strcmp(side->kernel.arch, opt.arch) ||
	    strcmp(side->kernel.config, opt.config)) {
		kpt_error("--kernel %s: built for %s, %s, and this run is %s, %s",
			  spec, side->kernel.arch, side->kernel.config,
			  opt.arch, opt.config);
		return KPT_USAGE;
	}
	kpt_join(path, sizeof(path), "%s/.config", side->kernel.dir);
	if (side->kernel.no_config[0])
		kpt_copy(side->digest, sizeof(side->digest), "not known");
	else if (vm_sha256_file(path, side->digest))
		return KPT_FAIL;
	r->nr_sides++;
	return 0;
}

static void say_config(const struct vm_side *side)
{
	if (side->kernel.no_config[0])
		kpt_warn("%s: its .config is not known: %s", side->label,
			 side->kernel.no_config);
}

/*
 * A kernel nobody here built may lack what its module needs, headers or a
 * compiler: what only the module tells is then told as not available.
 */
static int find_module(struct vm_run *r, struct vm_side *side)
{
	struct vm_kernel *k = &side->kernel;

	if (!k->no_module[0]) {
		if (!vm_module_get(k, &r->arch, side->ko, sizeof(side->ko)))
			return 0;
		if (!k->foreign || vm_interrupted())
			return KPT_FAIL;
		snprintf(k->no_module, sizeof(k->no_module),
			 "the module does not build for this kernel here%s%.*s",
			 k->compiler[0] ? "; the kernel was built by " : "",
			 (int)strcspn(k->compiler, ","), k->compiler);
	}
	side->ko[0] = '\0';
	kpt_warn("%s: no module: %s; what the kernel itself counts is measured",
		 side->label, k->no_module);
	return 0;
}

static bool all_foreign(void)
{
	const char *eq;
	size_t i;

	for (i = 0; i < opt.kernels.n; i++) {
		eq = strchr(opt.kernels.v[i], '=');
		if (!eq || !vm_kernel_is_foreign(eq + 1))
			return false;
	}
	return true;
}

/* The plan as a guest gets it; who it is, kptvm writes in afterwards. */
static int make_plan(struct kpt_plan *plan, const struct vm_arch *arch)
{
	int status;
	size_t i;

	memset(plan, 0, sizeof(*plan));
	kpt_copy(plan->label, sizeof(plan->label), "guest");
	plan->seed = opt.seed;
	if (kpt_copy(plan->mode, sizeof(plan->mode), opt.mode) ||
	    kpt_copy(plan->arch, sizeof(plan->arch), opt.arch) ||
	    kpt_copy(plan->config_name, sizeof(plan->config_name), opt.config))
		return vm_usage("--mode, --arch or --config: name too long");
	status = vm_scenarios_read(plan, opt.scenarios, vm_arch_family(arch));
	/* A guest runs all that its plan has. */
	for (i = 0; i < plan->nr_scenarios; i++)
		plan->scenarios[i].standard = 1;
	return status;
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
			       vm_top(), vm_arch_family(&r->arch));
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

static int append_words(char *to, size_t len, const char *words)
{
	size_t n = strlen(to);

	return kpt_join(to + n, len - n, " %s", words);
}

static int prepare(struct vm_run *r, struct kpt_plan *plan)
{
	int cpu[VM_PIN_MAX], status;
	size_t i;

	status = vm_arch_read(&r->arch, opt.arch, opt.mode);
	if (!status)
		status = vm_emulator(&r->arch, r->emulator);
	if (!status && opt.pin[0] && vm_pin_parse(opt.pin, cpu, VM_PIN_MAX) < 0)
		status = KPT_USAGE;
	if (!status && opt.hugepages)
		status = vm_huge_check(r->arch.args);
	if (!status && opt.hugepages &&
	    append_words(r->arch.mode, sizeof(r->arch.mode), VM_HUGE_ARGS))
		status = kpt_error("--hugepages: QEMU's arguments are too long");
	if (!status && !all_foreign())
		status = vm_check_name("config", opt.config, "kconfig",
				       ".config");
	if (!status)
		status = make_plan(plan, &r->arch);
	for (i = 0; i < opt.kernels.n && !status && !opt.dry; i++)
		status = read_side(r, opt.kernels.v[i]);
	if (!status && !opt.dry)
		status = find_guest(r);
	for (i = 0; i < r->nr_sides && !status; i++) {
		say_config(&r->side[i]);
		status = find_module(r, &r->side[i]);
		if (!status && vm_size_read(&r->side[i].size, &r->side[i]))
			status = kpt_error("out of memory");
	}
	if (!status && !opt.dry)
		status = vm_roots_get(&r->roots, &r->arch, plan);
	if (!status)
		status = vm_build_read(r);
	if (!status)
		status = vm_groups_make(&r->groups, plan);
	r->extra = opt.extra;
	r->pin = opt.pin;
	r->exact = !strcmp(opt.mode, "exact");
	r->alike = opt.alike;
	r->qemu_args = &opt.qemu_args;
	r->boots = opt.boots;
	r->timeout = opt.timeout;
	r->replace = opt.replace;
	r->keep_failed = opt.keep_failed;
	r->merge = opt.merge.n ? &opt.merge : NULL;
	r->seed = opt.seed;
	/* Exact counts do not mind a busy host; anything else does. */
	r->jobs = opt.jobs;
	if (!r->jobs)
		r->jobs = r->exact ? vm_guests() : 1;
	return status;
}

static void tell_forecast(const struct vm_run *r)
{
	size_t boots = 0, g;
	long long boot;
	char what[128];
	double one;

	for (boot = 1; boot <= opt.boots; boot++)
		for (g = 0; g < r->groups.n; g++)
			if (vm_shard_has(r, boot, g))
				boots += opt.kernels.n;
	vm_run_time_name(r, what, sizeof(what));
	one = vm_times_get(what);
	if (one < 0)
		printf("boots\t-\t%zu\n", boots);
	else
		printf("boots\t%.0f\t%zu\n", one * (double)boots, boots);
}

/* Without it everything else is still worth having. */
static int take_plugin(struct vm_run *r)
{
	bool classes = r->exact && !opt.no_classes, loads;
	int status = 0;

	loads = (classes || opt.profile) &&
		vm_profile_probe(&r->arch, opt.profile, r->plugin,
				 sizeof(r->plugin));
	r->profile = loads && opt.profile;
	r->classes = loads && classes;
	for (size_t i = 0; r->classes && i < r->nr_sides && !status; i++) {
		struct vm_side *side = &r->side[i];

		vm_startup_read(&side->startup, &r->arch, &side->kernel);
		status = vm_places_read(&side->places, &r->arch,
					 &side->kernel);
	}
	return status;
}

int vm_cmd_run(int argc, char **argv)
{
	struct kpt_plan *plan;
	struct vm_run *r;
	int status = vm_begin_cache(opt.quiet);
	size_t i;

	(void)argc;
	(void)argv;
	if (!opt.kernels.n)
		return vm_usage("--kernel LABEL=KERNEL is missing");
	if (!opt.out && !opt.dry)
		return vm_usage("-o FOLDER is missing");
	if (!status && opt.accel)
		status = vm_accel_choose(opt.accel, opt.arch, &opt.mode);
	if (status)
		return status;
	if (!opt.mode)
		opt.mode = "exact";
	if (opt.shard && opt.merge.n)
		return vm_usage("--shard does a part, and --merge puts parts together: they exclude each other");
	if (opt.profile && strcmp(opt.mode, "exact"))
		return vm_usage("--profile counts in mode exact alone; elsewhere perf record answers the question");
	/* What no configuration of ours made goes by one name. */
	if (!opt.config)
		opt.config = all_foreign() ? "stock" : "rt";
	r = calloc(1, sizeof(*r));
	plan = calloc(1, sizeof(*plan));
	if (!r || !plan)
		status = kpt_error("out of memory");
	if (!status)
		status = prepare(r, plan);
	if (!status && opt.shard)
		status = vm_shard_parse(r, opt.shard);
	if (!status && opt.dry) {
		r->profile = opt.profile;
		tell_forecast(r);
		goto out;
	}
	if (!status)
		status = take_plugin(r);
	if (!status)
		status = vm_run_all(r);
	if (!status && opt.profile && !r->profile)
		status = kpt_error("--profile: no profile was made; all else is in %s",
				   opt.out);
out:
	if (r)
		vm_build_free(r);
	for (i = 0; r && i < r->nr_sides; i++)
		vm_size_free(&r->side[i].size);
	if (r)
		vm_groups_free(&r->groups);
	free(plan);
	free(r);
	return status;
}
