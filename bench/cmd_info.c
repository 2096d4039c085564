// SPDX-License-Identifier: GPL-2.0-only
/* cmd_info.c - `kptbench info`: what can be measured here, and what to do */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/commands.h"
#include "bench/config.h"
#include "bench/quiet.h"
#include "bench/settings.h"
#include "bench/show.h"
#include "common/record.h"
#include "common/util.h"

static const char *opt_root;
static const char *opt_mode = "metal";
static bool opt_json, opt_strict;

const struct kpt_option info_options[] = {
	OPT_STR(0, "mode", &opt_mode, "MODE", "exact, kvm or metal (metal)"),
	OPT_FLAG(0, "json", &opt_json, "print one JSON object instead"),
	OPT_FLAG(0, "strict", &opt_strict,
		 "exit 1 when something that a measurement needs is missing, and say what"),
	OPT_STR(0, "root", &opt_root, "DIR",
		"replay recorded /proc, /sys and /dev files below DIR"),
	OPT_END(),
};

const char *const info_examples[] = {
	"kptbench info",
	"kptbench info --strict && kptbench run -o base.jsonl",
	"kptbench info --json | jq '.sources[] | select(.available == 0)'",
	NULL
};

/* What the module cannot be loaded without, or loses something without. */
static const struct {
	const char *option, *without;
} needs[] = {
	{ "CONFIG_MODULES", "no module can be loaded" },
	{ "CONFIG_KALLSYMS", "the module finds no function of the kernel" },
	{ "CONFIG_KPROBES", "the module wants lookup=ADDRESS of kallsyms_lookup_name" },
	{ "CONFIG_PERF_EVENTS", "nothing is counted by the PMU" },
	{ "CONFIG_SLUB_DEBUG", "/proc/slabinfo and /sys/kernel/slab have no counts of objects" },
};

static void print_needs(const struct machine *m)
{
	char value[64], text[256];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(needs); i++) {
		if (config_value(m, needs[i].option, value, sizeof(value))) {
			show_wrapped("The options of this kernel are nowhere to be read: no /boot/config of it, no /proc/config.gz.",
				     11);
			return;
		}
		if (strcmp(value, "n"))
			continue;
		kpt_join(text, sizeof(text), "This kernel is built without %s: %s.",
			 needs[i].option, needs[i].without);
		show_wrapped(text, 11);
	}
}

static bool is_set(const struct machine *m, const char *option)
{
	char value[64];

	return !config_value(m, option, value, sizeof(value)) &&
	       !strcmp(value, "y");
}

/* Without the module to ask: what the options of the kernel amount to. */
static void guess_ptlocks(const struct machine *m)
{
	char cpus[64];

	if (config_value(m, "CONFIG_NR_CPUS", cpus, sizeof(cpus)))
		printf("n/a (no module, no kernel options)\n");
	else if (!is_set(m, "CONFIG_SMP") ||
		 (strcmp(cpus, "n") && atoi(cpus) < 4))
		printf("not split, by the kernel's options\n");
	else if (is_set(m, "CONFIG_PREEMPT_RT") ||
		 is_set(m, "CONFIG_DEBUG_SPINLOCK"))
		printf("allocated, by the kernel's options\n");
	else
		printf("embedded in the page descriptor, by the kernel's options\n");
}

static void print_module(const struct machine *m)
{
	if (m->fd < 0) {
		printf("module:    none\n");
		show_wrapped(m->why, 11);
		show_wrapped("Without it: what the kernel counts itself, user page tables, and the PMU. No churn of kernel tables and no walk.",
			     11);
		print_needs(m);
		printf("ptlocks:   ");
		guess_ptlocks(m);
		return;
	}
	printf("module:    ABI %u, %zu mechanisms\n", m->info.abi,
	       m->nr_mechs);
	printf("ptlocks:   %s, %u bytes\n",
	       !(m->info.flags & KPTB_INFO_SPLIT_PTE) ? "not split" :
	       m->info.flags & KPTB_INFO_ALLOC_PTLOCKS ? "allocated" :
	       "embedded in the page descriptor", m->info.ptlock_size);
}

static void print_settings(const struct machine *m)
{
	const struct setting *s;
	char value[256];

	printf("\nSettings:\n");
	for (s = settings; s->name; s++) {
		const char *advice = NULL;

		if (s->read(m, value, sizeof(value)))
			kpt_copy(value, sizeof(value), "n/a");
		else
			advice = s->advice(value);
		printf("  %-24s %s\n", s->what, value);
		if (advice)
			show_wrapped(advice, 6);
	}
}

static void print_quiet(const struct machine *m)
{
	char why[512];
	int ret = quiet_check(m, why, sizeof(why));

	if (!ret)
		printf("quiet:     yes\n");
	else
		printf("quiet:     %s\n", ret < 0 ? "n/a" : "no");
	if (ret)
		show_wrapped(why, 11);
}

/* What would make a source available, where anything would. */
static const char *advice(const struct machine *m, const char *collector)
{
	char modules[64];

	if (!strcmp(collector, "perf"))
		return "To have it: a machine or guest with a PMU; until then cost is told by the clock.";
	if (!strcmp(collector, "audit") && m->fd < 0 &&
	    !config_value(m, "CONFIG_MODULES", modules, sizeof(modules)) &&
	    !strcmp(modules, "n"))
		return NULL;
	if (!strcmp(collector, "audit") && m->fd < 0)
		return "To have it: build kptbench.ko for this kernel and load it.";
	if (!strcmp(collector, "slab") && m->fd >= 0 &&
	    !(m->info.flags & KPTB_INFO_ALLOC_PTLOCKS))
		return "Nothing to do: this kernel has no such objects. PREEMPT_RT or DEBUG_SPINLOCK kernels do.";
	if (!strcmp(collector, "topology"))
		return "To have it: build with hwloc's development files installed.";
	return NULL;
}

static void print_sources(const struct machine *m,
			  const struct collect_set *set)
{
	size_t i, j;

	printf("\nSources:\n");
	for (i = 0; i < set->nr; i++) {
		const struct collect *c = &set->c[i];
		const char *hint = advice(m, c->ops->name);

		printf("  %-10s %s\n", c->ops->name, c->avail ? "ok" : "n/a");
		show_wrapped(c->ops->summary, 6);
		if (!c->avail)
			show_wrapped(c->why, 6);
		if (!c->avail && hint)
			show_wrapped(hint, 6);
		for (j = 0; c->avail && c->ops->cost && j < c->nr_metrics; j++)
			printf("      %-24s %s\n", c->metrics[j].name,
			       c->metrics[j].source);
	}
}

static int print_json(const struct machine *m, const struct collect_set *set)
{
	const struct setting *s;
	struct kpt_writer w;
	char text[512];
	size_t i;
	int ret = quiet_check(m, text, sizeof(text));

	kpt_writer_init(&w, stdout);
	kpt_rec_begin(&w, "info");
	kpt_rec_int(&w, "root", !geteuid());
	kpt_rec_int(&w, "cpus", m->cpus);
	kpt_rec_int(&w, "page_size", m->page_size);
	kpt_rec_str(&w, "topology", m->topology);
	kpt_rec_str(&w, "pinned", m->pinned);
	kpt_rec_str(&w, "quiet", ret < 0 ? "n/a" : ret ? "no" : "yes");
	kpt_rec_str(&w, "quiet_why", text);
	kpt_rec_int(&w, "module_abi", m->fd < 0 ? 0 : m->info.abi);
	kpt_rec_str(&w, "module_why", m->fd < 0 ? m->why : "");
	kpt_rec_open(&w, "settings", '{');
	for (s = settings; s->name; s++)
		kpt_rec_str(&w, s->name, s->read(m, text, sizeof(text)) ?
			    "n/a" : text);
	kpt_rec_close(&w, '}');
	kpt_rec_open(&w, "sources", '[');
	for (i = 0; i < set->nr; i++) {
		const struct collect *c = &set->c[i];
		const char *hint = c->avail ? NULL : advice(m, c->ops->name);

		kpt_rec_open(&w, NULL, '{');
		kpt_rec_str(&w, "name", c->ops->name);
		kpt_rec_str(&w, "summary", c->ops->summary);
		kpt_rec_int(&w, "available", c->avail);
		kpt_rec_str(&w, "why", c->avail ? "" : c->why);
		kpt_rec_str(&w, "advice", hint ? hint : "");
		kpt_rec_close(&w, '}');
	}
	kpt_rec_close(&w, ']');
	return kpt_rec_end(&w);
}

/*
 * What page tables are measured by: without the module, root, or what the
 * kernel itself counts there is little to say. Where a kernel has no ptlock
 * objects nothing is missing, and cost can be told by the clock.
 */
static int missing(const struct machine *m, const struct collect_set *set)
{
	static const char *const needed[] = { "meminfo", "vmstat" };
	int n = 0;
	size_t i, j;

	if (geteuid() && ++n)
		kpt_error("missing: root: slab counts, the module and kernel counters need it");
	if (m->fd < 0 && ++n)
		kpt_error("missing: the module: %s", m->why);
	for (i = 0; i < set->nr; i++)
		for (j = 0; j < ARRAY_SIZE(needed); j++)
			if (!set->c[i].avail &&
			    !strcmp(set->c[i].ops->name, needed[j]) && ++n)
				kpt_error("missing: %s: %s", needed[j],
					  set->c[i].why);
	return n;
}

int cmd_info(int argc, char **argv)
{
	static struct machine m;
	static struct collect_set set;
	int ret = 0, lacks;

	(void)argc;
	(void)argv;
	if (show_open(&m, &set, opt_root, opt_mode))
		return KPT_FAIL;
	if (opt_json) {
		ret = print_json(&m, &set);
		goto out;
	}
	printf("CPUs:      %d online, pages of %ld bytes\n", m.cpus,
	       m.page_size);
	printf("topology:  %s\n", m.topology);
	printf("measuring: %s\n", m.pinned);
	print_quiet(&m);
	print_module(&m);
	print_settings(&m);
	print_sources(&m, &set);
	if (geteuid())
		printf("\nNot root: slab counts, the module and kernel counters need it.\n");
out:
	lacks = opt_strict ? missing(&m, &set) : 0;
	if (show_close(&m, &set) || ret || lacks)
		return KPT_FAIL;
	return KPT_PASS;
}
