// SPDX-License-Identifier: GPL-2.0-only
/* cmd_campaign.c - `kptbench campaign`: new, resume, status, stop */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/campaign/campaign.h"
#include "bench/campaign/asked.h"
#include "bench/commands.h"
#include "common/util.h"
#include "install.h"

static struct campaign c = { .boots = 10, .seed = 1, .tries = 3,
			     .settle = 600, .timeout = 7200 };
static struct campaign_asked opt = {
	.req = { .plan = KPT_PLAN_DEFAULT, .output = "-" },
	.command = "", .method = "kexec", .governor = "", .turbo = "",
	.smt = "", .idle_us = -1,
};
static const char *opt_dir, *opt_root;
static bool opt_json, opt_again;

const struct kpt_option campaign_options[] = {
	OPT_LIST('k', "kernel", &opt.kernels, "LABEL=IMAGE",
		 "a kernel; given twice, base first; again for each build of it with other padding (kptvm relink)"),
	OPT_LIST(0, "initrd", &opt.initrds, "LABEL=FILE",
		 "its initial RAM disk, for all builds, or one for each in order"),
	OPT_LIST(0, "entry", &opt.entries, "LABEL=NAME",
		 "its entry in the boot loader's menu, one for each build in order"),
	OPT_STR(0, "append", &opt.append, "WORDS",
		"command line for kexec (that of the running kernel)"),
	OPT_INT('n', "boots", &c.boots, 1, CAMPAIGN_MAX, "N",
		"boots of each kernel (10)"),
	OPT_NAME('m', "method", &opt.method, campaign_methods, "NAME",
		 "how to boot them (kexec), one of:"),
	OPT_STR(0, "command", &opt.command, "COMMAND",
		"for method command"),
	OPT_INT(0, "seed", &c.seed, 0, INT64_MAX, "N",
		"of the order of boots (1)"),
	OPT_INT(0, "tries", &c.tries, 1, 1000000, "N",
		"of one boot, until the campaign stops (3)"),
	OPT_STR('p', "plan", &opt.req.plan, "FILE",
		"what to measure (" KPT_PLAN_DEFAULT ")"),
	OPT_LIST('s', "scenario", &opt.req.scenarios, "NAME,...",
		 "only these scenarios of the plan: names, @GROUPs, or all"),
	OPT_ALIAS("scenarios"),
	OPT_LIST('e', "event", &opt.req.events, "EVENT",
		 "count this event too, by libpfm4's name of it"),
	OPT_FLAG(0, "perf-record", &opt.perf,
		 "under perf record as well, in the first boot of either kernel"),
	OPT_STR(0, "governor", &opt.governor, "NAME",
		"frequency governor while measuring, as performance"),
	OPT_STR(0, "turbo", &opt.turbo, "on|off",
		"frequencies above the nominal one while measuring"),
	OPT_STR(0, "smt", &opt.smt, "on|off",
		"sibling threads while measuring"),
	OPT_INT(0, "idle-us", &opt.idle_us, 0, 1000000, "N",
		"no idle state that takes longer to leave, in us"),
	OPT_FLAG(0, "irqs", &opt.irqs,
		 "keep interrupts off the CPU that measures"),
	OPT_INT(0, "settle", &c.settle, 0, 86400, "SECONDS",
		"to wait for the machine to be quiet (600)"),
	OPT_INT(0, "timeout", &c.timeout, 0, 864000, "SECONDS",
		"a measurement may take, until it counts as failed; 0: any time (7200)"),
	OPT_FLAG(0, "noisy", &opt.noisy, "measure though it is not quiet"),
	OPT_FLAG(0, "again", &opt_again,
		 "resume: also a campaign that was given up"),
	OPT_FLAG(0, "json", &opt_json, "status: print one JSON object instead"),
	OPT_STR('d', "dir", &opt_dir, "DIR",
		"the campaign (that under way, else " CAMPAIGN_DIR ")"),
	OPT_STR(0, "root", &opt_root, "DIR",
		"recorded /proc and /sys files, and the state, below DIR"),
	OPT_END(),
};

const char *const campaign_examples[] = {
	"kptbench campaign new -k base=/boot/vmlinuz-6.12-base -k patched=/boot/vmlinuz-6.12-patched -n 20",
	"kptbench campaign resume   # reboots this machine, again and again",
	"kptbench campaign status",
	"kptbench campaign status --json | jq .seconds_left",
	NULL,
};

/* -d, or the one under way, or the usual place; absolute. */
static int choose_dir(char *dir, size_t len)
{
	char here[256];

	if (opt_dir && *opt_dir != '/')
		return kpt_join(dir, len, "%s/%s", getcwd(here, sizeof(here)) ?
				here : "", opt_dir);
	if (opt_dir)
		return kpt_copy(dir, len, opt_dir);
	campaign_current(c.root, dir, len);
	if (dir[0])
		return 0;
	return kpt_join(dir, len, "%s" CAMPAIGN_DIR, c.root);
}

static int do_new(void)
{
	return campaign_new(&c, &opt);
}

static int do_resume(void)
{
	char path[512], dir[256];
	int ret;

	if (campaign_path(&c, path, sizeof(path), "records.jsonl"))
		return KPT_FAIL;
	campaign_current(c.root, dir, sizeof(dir));
	if (!access(path, F_OK)) {
		if (!strcmp(dir, c.dir) && campaign_set_current(c.root, NULL))
			return KPT_FAIL;
		printf("finished: %s\n", path);
		return KPT_PASS;
	}
	if (dir[0] && strcmp(dir, c.dir))
		return kpt_error("a campaign is under way in %s: finish it (resume) or end it (stop) first",
				 dir);
	if (!dir[0] && campaign_set_current(c.root, c.dir))
		return KPT_FAIL;
	ret = campaign_step(&c, opt_again);
	if (ret == -ECANCELED)
		return KPT_SKIP;
	if (!ret && !access(path, F_OK))
		ret = campaign_set_current(c.root, NULL);
	return ret ? KPT_FAIL : KPT_PASS;
}

static int do_status(void)
{
	return campaign_status(&c, opt_json);
}

static int do_stop(void)
{
	if (campaign_set_current(c.root, NULL))
		return KPT_FAIL;
	campaign_log(&c, "stopped; 'kptbench campaign resume -d %s' goes on",
		     c.dir);
	return KPT_PASS;
}

int cmd_campaign(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(void);
		bool fresh, locks;
	} actions[] = {
		{ "new", do_new, true, true },
		{ "resume", do_resume, false, true },
		{ "status", do_status, false, false },
		{ "stop", do_stop, false, true },
	};
	const char *name = argc ? argv[0] : "";
	char dir[256];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(actions); i++)
		if (!strcmp(actions[i].name, name))
			break;
	if (!argc)
		return kpt_error("campaign: say what to do: new, resume, status or stop"),
		       KPT_USAGE;
	if (i == ARRAY_SIZE(actions))
		return kpt_error("campaign: '%s' is none of new, resume, status, stop",
				 name), KPT_USAGE;
	if (argc > 1)
		return kpt_error("campaign %s takes no argument, and '%s' is one",
				 name, argv[1]), KPT_USAGE;
	if (opt_json && actions[i].run != do_status)
		return kpt_error("campaign %s: --json is for status", name),
		       KPT_USAGE;
	if (opt_again && actions[i].run != do_resume)
		return kpt_error("campaign %s: --again is for resume", name),
		       KPT_USAGE;
	if (actions[i].run != do_status && geteuid() && !opt_root)
		return kpt_error("campaign %s: must be root: it reboots the machine",
				 name);
	if (kpt_copy(c.root, sizeof(c.root), opt_root ? opt_root : ""))
		return kpt_error("--root %s: the path is too long", opt_root);
	if (choose_dir(dir, sizeof(dir)))
		return kpt_error("--dir: the path is too long");
	/* status is anybody's; to write is ours alone, whatever the umask. */
	umask(umask(0) | 022);
	if (actions[i].locks && campaign_lock(c.root) < 0)
		return KPT_FAIL;
	kpt_copy(c.dir, sizeof(c.dir), dir);
	if (!actions[i].fresh && actions[i].locks && campaign_trust_all(&c))
		return KPT_FAIL;
	if (!actions[i].fresh && campaign_load(&c, dir, opt_root))
		return KPT_FAIL;
	kpt_copy(c.dir, sizeof(c.dir), dir);
	return actions[i].run();
}
