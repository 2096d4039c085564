// SPDX-License-Identifier: GPL-2.0-only
/* cmd_campaign.c - `kptbench campaign`: new, resume, status, stop */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <stddef.h>
#include <unistd.h>

#include "bench/campaign.h"
#include "bench/commands.h"
#include "bench/events.h"
#include "bench/plan.h"
#include "common/durable.h"
#include "common/util.h"
#include "install.h"

static struct campaign c = { .boots = 10, .seed = 1, .tries = 3,
			     .settle = 600 };
static struct kpt_list opt_kernels, opt_initrds, opt_entries;
static struct request req = { .plan = KPT_PLAN_DEFAULT, .output = "-" };
static const char *opt_dir, *opt_root, *opt_append, *opt_command = "";
static const char *opt_method = "kexec", *opt_governor = "", *opt_turbo = "";
static const char *opt_smt = "";
static long long opt_idle_us = -1;
static bool opt_irqs, opt_noisy, opt_perf;

const struct kpt_option campaign_options[] = {
	OPT_LIST('k', "kernel", &opt_kernels, "LABEL=IMAGE",
		 "a kernel; given twice, base first"),
	OPT_LIST(0, "initrd", &opt_initrds, "LABEL=FILE",
		 "its initial RAM disk"),
	OPT_LIST(0, "entry", &opt_entries, "LABEL=NAME",
		 "its entry in the boot loader's menu"),
	OPT_STR(0, "append", &opt_append, "WORDS",
		"command line for kexec (that of the running kernel)"),
	OPT_INT('n', "boots", &c.boots, 1, CAMPAIGN_MAX, "N",
		"boots of each kernel (10)"),
	OPT_NAME('m', "method", &opt_method, campaign_methods, "NAME",
		 "how to boot them (kexec), one of:"),
	OPT_STR(0, "command", &opt_command, "COMMAND",
		"for method command"),
	OPT_INT(0, "seed", &c.seed, 0, INT64_MAX, "N",
		"of the order of boots (1)"),
	OPT_INT(0, "tries", &c.tries, 1, 1000000, "N",
		"of one boot, until the campaign stops (3)"),
	OPT_STR('p', "plan", &req.plan, "FILE",
		"what to measure (" KPT_PLAN_DEFAULT ")"),
	OPT_LIST('s', "scenario", &req.scenarios, "NAME,...",
		 "only these scenarios of the plan"),
	OPT_ALIAS("scenarios"),
	OPT_LIST('e', "event", &req.events, "EVENT",
		 "count this event too, by libpfm4's name of it"),
	OPT_FLAG(0, "perf-record", &opt_perf,
		 "under perf record as well, in the first boot of either kernel"),
	OPT_STR(0, "governor", &opt_governor, "NAME",
		"frequency governor while measuring, as performance"),
	OPT_STR(0, "turbo", &opt_turbo, "on|off",
		"frequencies above the nominal one while measuring"),
	OPT_STR(0, "smt", &opt_smt, "on|off",
		"sibling threads while measuring"),
	OPT_INT(0, "idle-us", &opt_idle_us, 0, 1000000, "N",
		"no idle state that takes longer to leave, in us"),
	OPT_FLAG(0, "irqs", &opt_irqs,
		 "keep interrupts off the CPU that measures"),
	OPT_INT(0, "settle", &c.settle, 0, 86400, "SECONDS",
		"to wait for the machine to be quiet (600)"),
	OPT_FLAG(0, "noisy", &opt_noisy, "measure though it is not quiet"),
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

static int split(const char *option, const char *text, const char **value)
{
	size_t i, n = strcspn(text, "=");

	*value = text + n + 1;
	if (!text[n] || !n || !**value)
		return kpt_error("--%s %s: LABEL=... is wanted", option, text),
		       -1;
	for (i = 0; i < 2; i++)
		if (strlen(c.kernel[i].label) == n &&
		    !strncmp(c.kernel[i].label, text, n))
			return (int)i;
	return 2;
}

static int take_list(const char *option, const struct kpt_list *list,
		     size_t at, size_t size)
{
	const char *value;
	size_t i;

	for (i = 0; i < list->n; i++) {
		int k = split(option, list->v[i], &value);

		if (k == 2)
			kpt_error("--%s %s: no --kernel of that label", option,
				  list->v[i]);
		if (k < 0 || k == 2)
			return KPT_USAGE;
		if (kpt_copy((char *)&c.kernel[k] + at, size, value))
			return kpt_error("--%s %s: too long", option, value);
	}
	return 0;
}

/* Labels end up in records and file names. */
static int take_kernels(void)
{
	const char *value;
	size_t i;
	int k;

	if (opt_kernels.n != 2)
		return kpt_error("campaign new: --kernel LABEL=IMAGE is wanted twice, the base first"),
		       KPT_USAGE;
	for (i = 0; i < 2; i++) {
		struct campaign_kernel *to = &c.kernel[i];
		const char *text = opt_kernels.v[i];

		k = split("kernel", text, &value);
		if (k < 0)
			return KPT_USAGE;
		if (k != 2 || kpt_join(to->label, sizeof(to->label), "%.*s",
				       (int)(value - 1 - text), text) ||
		    strspn(to->label, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") !=
			    strlen(to->label))
			return kpt_error("--kernel %s: two labels are wanted, each of letters, digits, '.', '_', '-'",
					 text), KPT_USAGE;
		if (*value != '/' || kpt_copy(to->image, sizeof(to->image),
					      value))
			return kpt_error("--kernel %s: the image's full path is wanted, from /",
					 text), KPT_USAGE;
		if (image_build_ids(to->image, &to->ids))
			return KPT_FAIL;
	}
	k = take_list("initrd", &opt_initrds,
		      offsetof(struct campaign_kernel, initrd),
		      sizeof(c.kernel[0].initrd));
	return k ? k : take_list("entry", &opt_entries,
				 offsetof(struct campaign_kernel, entry),
				 sizeof(c.kernel[0].entry));
}

static int join_list(char *buf, size_t len, const struct kpt_list *list)
{
	size_t i, n = 0;

	for (i = 0; i < list->n && n < len; i++)
		n += (size_t)snprintf(buf + n, len - n, "%s%s", n ? "," : "",
				      list->v[i]);
	return n < len ? 0 : -ENAMETOOLONG;
}

/* What the boot loader put there for itself, the next kernel does not want. */
static void running_cmdline(char *out, size_t len)
{
	char text[2048], path[512], *tok, *save;
	size_t n = 0;

	out[0] = '\0';
	if (kpt_join(path, sizeof(path), "%s/proc/cmdline", c.root) ||
	    kpt_read_file(path, text, sizeof(text)) < 0)
		return;
	for (tok = strtok_r(text, " \n", &save); tok && n < len;
	     tok = strtok_r(NULL, " \n", &save))
		if (strncmp(tok, "BOOT_IMAGE=", 11) &&
		    strncmp(tok, "initrd=", 7))
			n += (size_t)snprintf(out + n, len - n, "%s%s",
					      n ? " " : "", tok);
}

static int take_options(void)
{
	const char *events[KPT_OPT_LIST_MAX + 1] = { NULL };
	bool wants_entry;
	int ret;

	ret = take_kernels();
	if (ret)
		return ret;
	memcpy(events, req.events.v, req.events.n * sizeof(events[0]));
	if (event_check(events))
		return KPT_USAGE;
	if (!campaign_method(opt_method, &wants_entry))
		return KPT_USAGE;
	if (wants_entry && (!c.kernel[0].entry[0] || !c.kernel[1].entry[0]))
		return kpt_error("--method %s: --entry LABEL=NAME is wanted for both kernels",
				 opt_method), KPT_USAGE;
	if (!strcmp(opt_method, "command") != !!*opt_command)
		return kpt_error("--method command and --command go together"),
		       KPT_USAGE;
	running_cmdline(c.cmdline, sizeof(c.cmdline));
	if (opt_noisy)
		c.settle = -1;
	c.tune.idle_us = opt_idle_us;
	c.tune.irqs = opt_irqs;
	c.perf = opt_perf;
	if (kpt_copy(c.method, sizeof(c.method), opt_method) ||
	    kpt_copy(c.command, sizeof(c.command), opt_command) ||
	    (opt_append && kpt_copy(c.cmdline, sizeof(c.cmdline),
				    opt_append)) ||
	    join_list(c.scenarios, sizeof(c.scenarios), &req.scenarios) ||
	    join_list(c.events, sizeof(c.events), &req.events) ||
	    kpt_copy(c.tune.governor, sizeof(c.tune.governor), opt_governor) ||
	    kpt_copy(c.tune.turbo, sizeof(c.tune.turbo), opt_turbo) ||
	    kpt_copy(c.tune.smt, sizeof(c.tune.smt), opt_smt))
		return kpt_error("campaign new: an option's text is too long");
	if (strpbrk(c.cmdline, "\n") || strpbrk(c.command, "\n"))
		return kpt_error("campaign new: text of one line is wanted");
	return tune_check(&c.tune) ? KPT_USAGE : 0;
}

static int copy_plan(void)
{
	static struct kpt_plan plan;
	char path[512], *text;
	size_t room = 1 << 20;
	int ret;

	plan_choose(&req);
	if (plan_load(&req, &plan))
		return -EINVAL;
	ret = campaign_path(&c, path, sizeof(path), "plan");
	text = malloc(room);
	if (!text)
		return -ENOMEM;
	if (!ret)
		ret = kpt_read_file(req.plan, text, room);
	if (ret >= 0)
		ret = kpt_replace(path, text);
	free(text);
	if (ret)
		kpt_error("%s: %s", path, strerror(-ret));
	return ret;
}

static void print_order(void)
{
	size_t i;

	printf("campaign:  %s\n", c.dir);
	printf("kernels:   %s, %s\n", c.kernel[0].label, c.kernel[1].label);
	printf("boots:     %lld of each, by %s, in this order:\n", c.boots,
	       c.method);
	for (i = 0; i < 2 * (size_t)c.boots; i++)
		printf("  %4zu  %-12s %s\n", i + 1,
		       c.kernel[campaign_kernel_of(&c, i)].label,
		       campaign_done(&c, i) ? "done" : "-");
}

static int do_new(void)
{
	char other[256], path[512];
	int ret = take_options();

	if (ret)
		return ret;
	campaign_current(c.root, other, sizeof(other));
	if (other[0])
		return kpt_error("a campaign is under way in %s: finish it (resume) or end it (stop) first",
				 other);
	if (campaign_path(&c, path, sizeof(path), "conf"))
		return KPT_FAIL;
	if (!access(path, F_OK))
		return kpt_error("%s: a campaign is there already: move the folder away, or give another by --dir",
				 c.dir);
	ret = campaign_path(&c, path, sizeof(path), "boots");
	if (!ret)
		ret = campaign_make_dirs(path);
	if (ret)
		return kpt_error("%s: %s", path, strerror(-ret));
	if (copy_plan() || campaign_save(&c) || campaign_set_current(c.root, c.dir))
		return KPT_FAIL;
	if (image_has(&c.kernel[1].ids, c.kernel[0].ids.id[0]) &&
	    !memcmp(&c.kernel[0].ids, &c.kernel[1].ids, sizeof(c.kernel[0].ids)))
		kpt_warn("both kernels have the same build ids: a null test, or a mistake");
	print_order();
	printf("\n'kptbench campaign resume' starts it, and reboots this machine.\n");
	return KPT_PASS;
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
	ret = campaign_step(&c);
	if (!ret && !access(path, F_OK))
		ret = campaign_set_current(c.root, NULL);
	return ret ? KPT_FAIL : KPT_PASS;
}

/* The end of the log: what happened last is what one wants to see. */
static int print_log(const char *path, size_t lines)
{
	char text[8192], *at, *p;
	FILE *f = fopen(path, "re");
	bool whole = true;
	size_t len, n = 0;
	int ret = 0;

	if (!f)
		return errno == ENOENT ? 0 : -errno;
	if (!fseek(f, -(long)(sizeof(text) - 1), SEEK_END))
		whole = ftell(f) == 0;
	else
		rewind(f);
	len = fread(text, 1, sizeof(text) - 1, f);
	if (ferror(f))
		ret = -EIO;
	fclose(f);
	if (ret || !len)
		return ret;
	text[len] = '\0';
	for (at = p = text + len; p > text && n < lines; p--)
		if (p[-1] == '\n' && p[0]) {
			at = p;
			n++;
		}
	/* Where the window begins inside a line, that line is left out. */
	if (n < lines) {
		p = whole ? NULL : strchr(text, '\n');
		at = p ? p + 1 : text;
	}
	printf("\n%s", at);
	return 0;
}

static int do_status(void)
{
	char path[512];
	int ret;

	print_order();
	ret = campaign_path(&c, path, sizeof(path), "log");
	if (!ret)
		ret = print_log(path, 10);
	if (ret)
		return kpt_error("%s: %s", path, strerror(-ret));
	return KPT_PASS;
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
	if (actions[i].run != do_status && geteuid() && !opt_root)
		return kpt_error("campaign %s: must be root: it reboots the machine",
				 name);
	if (kpt_copy(c.root, sizeof(c.root), opt_root ? opt_root : ""))
		return kpt_error("--root %s: the path is too long", opt_root);
	if (choose_dir(dir, sizeof(dir)))
		return kpt_error("--dir: the path is too long");
	if (actions[i].locks && campaign_lock(c.root) < 0)
		return KPT_FAIL;
	if (!actions[i].fresh && campaign_load(&c, dir, opt_root))
		return KPT_FAIL;
	kpt_copy(c.dir, sizeof(c.dir), dir);
	return actions[i].run();
}
