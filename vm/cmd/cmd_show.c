// SPDX-License-Identifier: GPL-2.0-only
/* cmd_show.c - kptvm plan, list, scan, verify: look, and build nothing */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/record.h"
#include "common/util.h"
#include "vm/base/conf.h"
#include "vm/base/paths.h"
#include "vm/cmd/commands.h"
#include "vm/guest/badness.h"
#include "vm/kernel/kconfig.h"
#include "vm/run/plan.h"

static struct {
	const char *arch, *config, *scenarios, *mode, *label, *group;
	long long boot, seed;
} opt = {
	.arch = "arm64", .config = "rt", .scenarios = "standard", .mode = "exact",
	.label = "guest", .group = "", .boot = 1, .seed = 1,
};

const struct kpt_option vm_plan_options[] = {
	OPT_STR('a', "arch", &opt.arch, "ARCH", "architecture (arm64)"),
	OPT_STR('c', "config", &opt.config, "NAME",
		"lock configuration, for the records (rt)"),
	OPT_STR('s', "scenarios", &opt.scenarios, "LIST",
		"names and @GROUPs separated by commas, or all (standard)"),
	OPT_ALIAS("scenario"),
	OPT_STR('m', "mode", &opt.mode, "MODE",
		"exact, kvm or metal (exact)"),
	OPT_STR('l', "label", &opt.label, "LABEL", "the kernel's role (guest)"),
	OPT_INT('b', "boot", &opt.boot, 1, 1000000, "N", "which boot (1)"),
	OPT_STR('g', "group", &opt.group, "WORDS",
		"scenarios that want these words on the boot line (none)"),
	OPT_INT(0, "seed", &opt.seed, 0, 0x7fffffff, "N", "seed (1)"),
	OPT_END()
};

const char *const vm_plan_examples[] = {
	"kptvm plan --arch arm64 --scenarios pte-churn,pmd-churn",
	"kptvm plan --arch x86_64 --mode metal --label base --boot 2 >plan",
	NULL
};

int vm_cmd_plan(int argc, char **argv)
{
	struct vm_groups groups = { 0 };
	struct kpt_plan *plan;
	struct vm_arch arch;
	int status = vm_begin(false);
	bool found = false;
	size_t i;

	(void)argc;
	(void)argv;
	plan = calloc(1, sizeof(*plan));
	if (!plan)
		return kpt_error("out of memory");
	if (!status)
		status = vm_arch_read(&arch, opt.arch, NULL);
	plan->boot = opt.boot;
	plan->seed = opt.seed;
	if (kpt_copy(plan->label, sizeof(plan->label), opt.label) ||
	    kpt_copy(plan->mode, sizeof(plan->mode), opt.mode) ||
	    kpt_copy(plan->arch, sizeof(plan->arch), opt.arch) ||
	    kpt_copy(plan->config_name, sizeof(plan->config_name), opt.config))
		status = vm_usage("--label, --mode, --arch or --config: too long");
	if (!status)
		status = vm_scenarios_read(plan, opt.scenarios,
					   vm_arch_family(&arch));
	if (!strcmp(opt.mode, "metal"))
		vm_scenarios_metal(plan);
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

static bool opt_json;

const struct kpt_option vm_list_options[] = {
	OPT_FLAG(0, "json", &opt_json, "print one JSON object instead"),
	OPT_END()
};

const char *const vm_list_examples[] = {
	"kptvm list", "kptvm list --json | jq -r '.scenarios[]'", NULL
};

static int list_one(struct kpt_writer *json, const char *title,
		    const char *sub, const char *suffix, const char *hide)
{
	struct vm_names names;
	char dir[VM_PATH];
	size_t i;

	kpt_join(dir, sizeof(dir), "%s/configs/%s", vm_top(), sub);
	if (vm_names_read(&names, dir, suffix))
		return KPT_FAIL;
	if (json)
		kpt_rec_open(json, title, '[');
	else
		printf("%s:", title);
	for (i = 0; i < names.n; i++) {
		if (!strcmp(names.v[i], hide))
			continue;
		if (json)
			kpt_rec_str(json, NULL, names.v[i]);
		else
			printf(" %s", names.v[i]);
	}
	if (json)
		kpt_rec_close(json, ']');
	else
		printf("\n");
	vm_names_free(&names);
	return 0;
}

/* Scenarios that a word chooses. */
static void list_set(struct kpt_writer *json, const struct kpt_plan *plan,
		     const char *word)
{
	size_t i;

	if (json) {
		kpt_rec_open(json, NULL, '{');
		kpt_rec_str(json, "name", word);
		kpt_rec_open(json, "scenarios", '[');
	} else {
		printf("  %s:", word);
	}
	for (i = 0; i < plan->nr_scenarios; i++) {
		const struct kpt_scenario *sc = &plan->scenarios[i];

		if (!kpt_scenario_is(sc, word))
			continue;
		if (json)
			kpt_rec_str(json, NULL, sc->name);
		else
			printf(" %s", sc->name);
	}
	if (json) {
		kpt_rec_close(json, ']');
		kpt_rec_close(json, '}');
	} else {
		printf("\n");
	}
}

/* Is @word, of scenario @nr's groups, in none of those before it? */
static bool is_first(const struct kpt_plan *plan, size_t nr, const char *word)
{
	while (nr--)
		if (kpt_scenario_is(&plan->scenarios[nr], word))
			return false;
	return true;
}

static int list_groups(struct kpt_writer *json)
{
	struct kpt_plan *plan = calloc(1, sizeof(*plan));
	char text[64], word[66], *save, *tok;
	size_t i;

	if (!plan)
		return kpt_error("out of memory");
	if (vm_scenarios_read(plan, "all", NULL)) {
		free(plan);
		return KPT_FAIL;
	}
	if (json)
		kpt_rec_open(json, "groups", '[');
	else
		printf("groups of scenarios:\n");
	list_set(json, plan, "standard");
	for (i = 0; i < plan->nr_scenarios; i++) {
		kpt_copy(text, sizeof(text), plan->scenarios[i].groups);
		for (tok = strtok_r(text, " ", &save); tok;
		     tok = strtok_r(NULL, " ", &save)) {
			snprintf(word, sizeof(word), "@%s", tok);
			if (is_first(plan, i, word))
				list_set(json, plan, word);
		}
	}
	if (json)
		kpt_rec_close(json, ']');
	free(plan);
	return 0;
}

int vm_cmd_list(int argc, char **argv)
{
	struct kpt_writer writer, *w = opt_json ? &writer : NULL;

	(void)argc;
	(void)argv;
	if (vm_begin(false))
		return KPT_FAIL;
	if (w) {
		kpt_writer_init(w, stdout);
		kpt_rec_begin(w, "list");
	}
	if (list_one(w, "architectures", "arch", NULL, "") ||
	    list_one(w, "configs", "kconfig", ".config", "common") ||
	    list_one(w, "kernels", "kernels", ".conf", "") ||
	    list_one(w, "scenarios", "scenarios", ".conf", "") ||
	    list_groups(w))
		return KPT_FAIL;
	return w && kpt_rec_end(w) ? KPT_FAIL : KPT_PASS;
}

/* ---- scan ---- */

const struct kpt_option vm_scan_options[] = {
	OPT_STR('a', "arch", &opt.arch, "ARCH",
		"whose allowed lines are fine (arm64)"),
	OPT_STR('m', "mode", &opt.mode, "MODE",
		"in which the guest ran: exact, kvm (exact)"),
	OPT_END()
};

const char *const vm_scan_examples[] = {
	"kptvm scan results/latest/console-patched-1.log",
	"dmesg --level=warn,err,crit,alert,emerg >log && kptvm scan log",
	NULL
};

int vm_cmd_scan(int argc, char **argv)
{
	static struct vm_badness bad;
	struct vm_arch arch;
	size_t total = 0, n;
	int i, status = vm_begin(false);

	if (!argc)
		return vm_usage("scan: name a console log");
	if (!status)
		status = vm_arch_read(&arch, opt.arch, opt.mode);
	for (i = 0; i < argc && !status; i++) {
		FILE *f = fopen(argv[i], "re");
		int err = f ? vm_badness_file(&bad, f, arch.allow) : -errno;

		if (f)
			fclose(f);
		if (err)
			return kpt_error("%s: cannot be read: %s", argv[i],
					 strerror(-err));
		total += bad.n;
		for (n = 0; n < bad.n && n < VM_BAD_MAX; n++)
			printf("%s: %s\n", argv[i], bad.line[n]);
		if (bad.n > VM_BAD_MAX)
			printf("%s: ... and %zu more\n", argv[i],
			       bad.n - VM_BAD_MAX);
	}
	return status ? status : total ? KPT_FAIL : KPT_PASS;
}

/* ---- verify ---- */

const struct kpt_option vm_verify_options[] = { OPT_END() };

const char *const vm_verify_examples[] = {
	"kptvm verify results/latest/config-base configs/kconfig/rt.config",
	NULL
};

int vm_cmd_verify(int argc, char **argv)
{
	struct vm_fragments f = { .n = 0 };
	int i, missed = KPT_FAIL;
	char *config;

	if (argc < 2)
		return vm_usage("verify: want a .config and the fragments it is held against");
	config = vm_read_text(argv[0]);
	if (!config)
		return KPT_FAIL;
	for (i = 1; i < argc; i++)
		if (vm_fragments_take(&f, argv[i]))
			goto out;
	missed = vm_kconfig_verify(config, &f);
out:
	vm_fragments_free(&f);
	free(config);
	return missed ? KPT_FAIL : KPT_PASS;
}
