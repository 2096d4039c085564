// SPDX-License-Identifier: GPL-2.0-only
/* cmd_list.c - `kptbench list` and `kptbench info` */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/collect.h"
#include "bench/commands.h"
#include "bench/work.h"
#include "common/util.h"

static const char *opt_root;
static const char *opt_mode = "metal";

const struct kpt_option list_options[] = {
	OPT_STR(0, "mode", &opt_mode, "MODE", "exact, kvm or metal (metal)"),
	OPT_STR(0, "root", &opt_root, "DIR",
		"replay recorded /proc, /sys and /dev files below DIR"),
	OPT_END(),
};

const char *const list_examples[] = { "kptbench list", NULL };

const struct kpt_option info_options[] = {
	OPT_STR(0, "mode", &opt_mode, "MODE", "exact, kvm or metal (metal)"),
	OPT_STR(0, "root", &opt_root, "DIR",
		"replay recorded /proc, /sys and /dev files below DIR"),
	OPT_END(),
};

const char *const info_examples[] = { "kptbench info", NULL };

/* Text in at most 72 columns, every line indented. */
static void wrapped(const char *text, int indent)
{
	int col = indent;

	printf("%*s", indent, "");
	while (*text) {
		int word = (int)strcspn(text, " ");

		if (col > indent && col + 1 + word > 72) {
			printf("\n%*s", indent, "");
			col = indent;
		} else if (col > indent) {
			putchar(' ');
			col++;
		}
		printf("%.*s", word, text);
		col += word;
		text += word;
		text += strspn(text, " ");
	}
	putchar('\n');
}

static int open_all(struct machine *m, struct collect_set *set)
{
	int ret = machine_open(m, opt_root, opt_mode);

	if (ret)
		return ret;
	topology_pin(m);
	ret = collect_open(set, m, NULL);
	if (ret) {
		kpt_error("collectors: %s", strerror(-ret));
		machine_close(m);
	}
	return ret;
}

static int close_all(struct machine *m, struct collect_set *set)
{
	collect_close(set);
	machine_close(m);
	if (!fflush(stdout) && !ferror(stdout))
		return KPT_PASS;
	return kpt_error("standard output: %s", strerror(errno));
}

static void print_mechanisms(const struct machine *m)
{
	const char *name, *summary;
	size_t i;

	printf("Mechanisms (what a scenario's operation may be):\n");
	for (i = 0; i < m->nr_mechs; i++) {
		const struct kptb_mech *k = &m->mechs[i];

		printf("  %-14s %s%s%s\n", k->name, k->avail ? "n/a" : "ok",
		       k->flags & KPTB_MECH_CHURN ? ", churn" : "",
		       k->flags & KPTB_MECH_HOLD ? ", hold" : "");
		wrapped(k->summary, 6);
		if (k->avail)
			wrapped(k->reason[0] ? k->reason :
				strerror(-k->avail), 6);
	}
	for (i = 0; (name = work_own(i, &summary)); i++) {
		printf("  %-14s this program's own\n", name);
		wrapped(summary, 6);
	}
	if (m->fd < 0)
		wrapped(m->why, 2);
}

int cmd_list(int argc, char **argv)
{
	static struct machine m;
	static struct collect_set set;
	size_t i, j;

	(void)argc;
	(void)argv;
	if (open_all(&m, &set))
		return KPT_FAIL;
	print_mechanisms(&m);
	printf("\nMetrics:\n");
	for (i = 0; i < set.nr; i++) {
		const struct collect *c = &set.c[i];

		for (j = 0; j < c->nr_metrics; j++)
			printf("  %-36s %-13s %s%s\n", c->metrics[j].name,
			       c->metrics[j].unit, c->metrics[j].class,
			       c->avail ? "" : " n/a");
		if (!c->avail && c->nr_metrics)
			wrapped(c->why, 6);
	}
	return close_all(&m, &set);
}

/* What would make a source available, where anything would. */
static const char *advice(const struct machine *m, const char *collector)
{
	if (!strcmp(collector, "perf"))
		return "To have it: a machine or guest with a PMU; until then cost is told by the clock.";
	if (!strcmp(collector, "audit") && m->fd < 0)
		return "To have it: build kptbench.ko for this kernel and load it.";
	if (!strcmp(collector, "slab") && m->fd >= 0 &&
	    !(m->info.flags & KPTB_INFO_ALLOC_PTLOCKS))
		return "Nothing to do: this kernel has no such objects. PREEMPT_RT or DEBUG_SPINLOCK kernels do.";
	if (!strcmp(collector, "topology"))
		return "To have it: build with hwloc's development files installed.";
	return NULL;
}

static void print_module(const struct machine *m)
{
	if (m->fd < 0) {
		printf("module:    none\n");
		wrapped(m->why, 11);
		return;
	}
	printf("module:    ABI %u, %zu mechanisms\n", m->info.abi,
	       m->nr_mechs);
	printf("ptlocks:   %s, %u bytes\n",
	       !(m->info.flags & KPTB_INFO_SPLIT_PTE) ? "not split" :
	       m->info.flags & KPTB_INFO_ALLOC_PTLOCKS ? "allocated" :
	       "embedded in the page descriptor", m->info.ptlock_size);
	if (m->info.hidden_size)
		printf("hotplug:   %llu MiB of RAM hidden with mem=\n",
		       (unsigned long long)m->info.hidden_size >> 20);
	else
		printf("hotplug:   no hidden RAM: boot with mem= below the RAM size\n");
}

int cmd_info(int argc, char **argv)
{
	static struct machine m;
	static struct collect_set set;
	size_t i, j;

	(void)argc;
	(void)argv;
	if (open_all(&m, &set))
		return KPT_FAIL;
	printf("CPUs:      %d online, pages of %ld bytes\n", m.cpus,
	       m.page_size);
	printf("topology:  %s\n", m.topology);
	printf("measuring: %s\n", m.pinned);
	print_module(&m);
	printf("\nSources:\n");
	for (i = 0; i < set.nr; i++) {
		const struct collect *c = &set.c[i];
		const char *hint = advice(&m, c->ops->name);

		printf("  %-10s %s\n", c->ops->name, c->avail ? "ok" : "n/a");
		wrapped(c->ops->summary, 6);
		if (!c->avail)
			wrapped(c->why, 6);
		if (!c->avail && hint)
			wrapped(hint, 6);
		for (j = 0; c->avail && c->ops->cost && j < c->nr_metrics; j++)
			printf("      %-24s %s\n", c->metrics[j].name,
			       c->metrics[j].source);
	}
	if (geteuid())
		printf("\nNot root: slab counts, the module and kernel counters need it.\n");
	return close_all(&m, &set);
}
