// SPDX-License-Identifier: GPL-2.0-only
/* cmd_run.c - `kptbench run`: its options, where records go, and the run */
#include <errno.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "bench/commands.h"
#include "bench/config.h"
#include "bench/output.h"
#include "bench/plan.h"
#include "bench/scenario_run.h"
#include "common/util.h"
#include "install.h"

static struct request req = { .plan = KPT_PLAN_DEFAULT };
static bool opt_quiet, opt_dry;

const struct kpt_option run_options[] = {
	OPT_STR('p', "plan", &req.plan, "FILE",
		"what to do; made by kptvm (" KPT_PLAN_DEFAULT ")"),
	OPT_STR('o', "output", &req.output, "FILE",
		"append records to FILE; - is standard output (on a terminal RELEASE.jsonl here, named as uname -r has it; else -)"),
	OPT_LIST('s', "scenario", &req.scenarios, "NAME,...",
		 "only these scenarios of the plan: names, @GROUPs, or all"),
	OPT_ALIAS("scenarios"),
	OPT_STR(0, "label", &req.label, "NAME",
		"the kernel's role (the plan's, else the output file's name)"),
	OPT_INT(0, "boot", &req.boot, 1, 1000000, "N",
		"number of this boot (the next one free in the file)"),
	OPT_INT(0, "relink", &req.relink, 1, 1000000, "N",
		"which of several builds of the kernel runs (kptvm relink)"),
	OPT_STR(0, "mode", &req.mode, "MODE", "exact, kvm or metal"),
	OPT_LIST('e', "event", &req.events, "EVENT",
		 "count this event too, by libpfm4's name of it"),
	OPT_FLAG(0, "perf-record", &req.perf,
		 "then do each scenario again under perf record"),
	OPT_STR(0, "perf-dir", &req.perf_dir, "DIR",
		"for LABEL-SCENARIO.perf.data (the folder of -o)"),
	OPT_FLAG(0, "again", &req.again,
		 "measure twice in one boot, though that is no replicate"),
	OPT_FLAG(0, "dry-run", &opt_dry,
		 "measure nothing: check all that is asked for, and tell what would be measured and what would not"),
	OPT_FLAG('q', "quiet", &opt_quiet, "no progress"),
	OPT_STR(0, "root", &req.root, "DIR",
		"replay recorded /proc, /sys and /dev files below DIR"),
	OPT_END(),
};

const char *const run_examples[] = {
	"kptbench run -o base.jsonl",
	"kptbench run -o patched.jsonl -s pte-hold,pmd-hold --label patched",
	"kptbench run -o base.jsonl --perf-record",
	"kptbench run --plan smoke.plan -o -",
	"kptbench run --dry-run -s pte-hold,pmd-hold",
	NULL,
};

static int prepare(struct kpt_plan *plan, struct machine *m, char *boot_id,
		   size_t len)
{
	int ret;

	plan_choose(&req);
	ret = plan_load(&req, plan);
	if (ret)
		return ret;
	ret = machine_open(m, req.root, plan->mode);
	if (ret)
		return ret;
	if (m->fd < 0)
		kpt_warn("no module: %s; only user work and what the kernel itself counts is measured",
			 m->why);
	/* A guest's boots are numbered by who boots it. */
	boot_id[0] = '\0';
	if (!strcmp(plan->mode, "metal") &&
	    machine_read(m, "/proc/sys/kernel/random/boot_id", boot_id,
			 len) > 0)
		boot_id[strcspn(boot_id, "\n")] = '\0';
	if (config_of_running(m, plan) && !strcmp(plan->mode, "metal"))
		kpt_warn("no /boot/config of this kernel and no /proc/config.gz: records will not tell its options");
	topology_pin(m);
	return plan_complete(&req, plan, boot_id);
}

/* Where perf's files go: beside the records, which name them. */
static int choose_perf_dir(void)
{
	static char dir[4096];
	const char *slash = strrchr(req.output, '/');

	if (!req.perf && req.perf_dir)
		return kpt_error("run: --perf-dir is for --perf-record"), -EINVAL;
	if (!req.perf || req.perf_dir)
		return 0;
	if (!strcmp(req.output, "-"))
		return kpt_error("run: --perf-record wants -o FILE, to put its files beside, or --perf-dir DIR"),
		       -EINVAL;
	if (kpt_join(dir, sizeof(dir), "%.*s", slash ?
		     (int)(slash + (slash == req.output) - req.output) : 1,
		     slash ? req.output : "."))
		return kpt_error("-o %s: the path is too long", req.output),
		       -ENAMETOOLONG;
	req.perf_dir = dir;
	return 0;
}

/*
 * Records are long lines for programs. Nobody reads them on a terminal: without
 * -o they go to a file there, named after the running kernel.
 */
static void choose_output(void)
{
	static char name[sizeof(struct utsname) + 8];
	struct utsname u;

	if (req.output)
		return;
	req.output = "-";
	if (opt_dry || !isatty(STDOUT_FILENO) || uname(&u))
		return;
	kpt_join(name, sizeof(name), "%s.jsonl", u.release);
	req.output = name;
	kpt_info("records go to %s; -o FILE names another", name);
}

int cmd_run(int argc, char **argv)
{
	static struct kpt_plan plan;
	static struct machine m;
	char boot_id[64];
	FILE *out;
	int ret, err;

	(void)argc;
	(void)argv;
	kpt_quiet = opt_quiet;
	choose_output();
	if (geteuid() && !req.root && !opt_dry)
		return kpt_error("run: must be root: the module, slab counts and kernel counters are root's");
	if (choose_perf_dir())
		return KPT_USAGE;
	m.fd = -1;
	ret = prepare(&plan, &m, boot_id, sizeof(boot_id));
	if (!ret && opt_dry)
		ret = run_dry(&req, &plan, &m);
	if (ret || opt_dry)
		goto out;
	out = output_open(req.output);
	if (!out) {
		ret = -EIO;
		goto out;
	}
	ret = run_plan(&req, &plan, &m, boot_id, out);
	err = output_close(out);
	if (err && !ret) {
		kpt_error("-o %s: %s: records are lost", req.output,
			  strerror(-err));
		ret = err;
	}
	if (!ret && !strcmp(plan.mode, "metal") && strcmp(req.output, "-"))
		kpt_info("records of %s, boot %lld, are in %s; boot the other kernel and run this there with a file of its own, then: kptstat compare BASE.jsonl PATCHED.jsonl",
			 plan.label, plan.boot, req.output);
out:
	machine_close(&m);
	return ret ? KPT_FAIL : KPT_PASS;
}
