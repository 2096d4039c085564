// SPDX-License-Identifier: GPL-2.0-only
/* cmd_list.c - `kptbench list`: mechanisms and metrics */
#include <string.h>

#include "bench/collect.h"
#include "bench/commands.h"
#include "bench/events.h"
#include "bench/memory.h"
#include "bench/plan.h"
#include "bench/show.h"
#include "bench/work.h"
#include "common/record.h"
#include "common/util.h"
#include "install.h"

static const char *opt_root;
static const char *opt_mode = "metal";
static struct request req = { .plan = KPT_PLAN_DEFAULT };
static bool opt_events, opt_scenarios, opt_json;

const struct kpt_option list_options[] = {
	OPT_STR(0, "mode", &opt_mode, "MODE", "exact, kvm or metal (metal)"),
	OPT_STR(0, "root", &opt_root, "DIR",
		"replay recorded /proc, /sys and /dev files below DIR"),
	OPT_FLAG(0, "json", &opt_json, "print one JSON object instead"),
	OPT_FLAG(0, "events", &opt_events,
		 "list the PMU's standard events alone, as libpfm4 encodes them"),
	OPT_FLAG('s', "scenarios", &opt_scenarios,
		 "list the scenarios of a plan alone, and the groups they are in"),
	OPT_STR('p', "plan", &req.plan, "FILE",
		"of which plan (" KPT_PLAN_DEFAULT ")"),
	OPT_END(),
};

const char *const list_examples[] = {
	"kptbench list", "kptbench list --scenarios", "kptbench list --json | jq -r '.metrics[].name'", NULL
};

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
		show_wrapped(k->summary, 6);
		if (k->avail)
			show_wrapped(k->reason[0] ? k->reason :
				strerror(-k->avail), 6);
	}
	for (i = 0; (name = work_own(i, &summary)); i++) {
		printf("  %-14s this program's own\n", name);
		show_wrapped(summary, 6);
	}
	printf("\nMemory (what the operations of a process may be done to):\n");
	for (i = 0; memory_at(i); i++)
		printf("  %-14s %s\n", memory_at(i)->name,
		       memory_at(i)->summary);
}

/* The module's reason stands once, before all that is missing for it. */
static void print_module(const struct machine *m)
{
	if (m->fd >= 0)
		return;
	printf("No module: its mechanisms are not listed, its metrics are n/a.\n");
	show_wrapped(m->why, 2);
	putchar('\n');
}

/* By libpfm4's tables alone: nothing is counted, so any PMU can be looked up. */
static int print_events(void)
{
	const char *metric, *event;
	size_t i;

	for (i = 0; perf_standard(i, 0, &metric, &event); i++) {
		struct perf_event_attr attr = { 0 };

		if (!event || event_encode(event, &attr))
			printf("  %-20s n/a%s%s\n", metric,
			       event ? ": not known: " : "",
			       event ? event : "");
		else
			printf("  %-20s %s: type %u, config 0x%llx\n", metric,
			       event, attr.type,
			       (unsigned long long)attr.config);
	}
	return KPT_PASS;
}

/* By their groups, as `kptbench run -s @GROUP` takes them. */
static int print_scenarios(void)
{
	static struct kpt_plan plan;
	size_t i;

	plan_choose(&req);
	if (plan_load(&req, &plan))
		return KPT_FAIL;
	for (i = 0; i < plan.nr_scenarios; i++) {
		const struct kpt_scenario *sc = &plan.scenarios[i];
		char groups[sizeof(sc->groups)], *save, *tok;

		printf("  %-16s%s", sc->name, sc->standard ? " standard" : "");
		kpt_copy(groups, sizeof(groups), sc->groups);
		for (tok = strtok_r(groups, " ", &save); tok;
		     tok = strtok_r(NULL, " ", &save))
			printf(" @%s", tok);
		putchar('\n');
		show_wrapped(sc->title, 6);
	}
	return KPT_PASS;
}

static void json_metrics(struct kpt_writer *w, const struct collect_set *set)
{
	size_t i, j;

	kpt_rec_open(w, "metrics", '[');
	for (i = 0; i < set->nr; i++) {
		const struct collect *c = &set->c[i];

		for (j = 0; j < c->nr_metrics; j++) {
			kpt_rec_open(w, NULL, '{');
			kpt_rec_str(w, "name", c->metrics[j].name);
			kpt_rec_str(w, "kind", c->metrics[j].kind);
			kpt_rec_str(w, "unit", c->metrics[j].unit);
			kpt_rec_str(w, "class", c->metrics[j].class);
			kpt_rec_str(w, "better", c->metrics[j].better);
			kpt_rec_str(w, "source", c->metrics[j].source);
			kpt_rec_int(w, "available", c->avail);
			kpt_rec_str(w, "why", c->avail ? "" : c->why);
			kpt_rec_close(w, '}');
		}
	}
	kpt_rec_close(w, ']');
}

static int print_json(const struct machine *m, const struct collect_set *set)
{
	const char *name, *summary;
	struct kpt_writer w;
	size_t i;

	kpt_writer_init(&w, stdout);
	kpt_rec_begin(&w, "list");
	kpt_rec_str(&w, "module_why", m->fd < 0 ? m->why : "");
	kpt_rec_open(&w, "mechanisms", '[');
	for (i = 0; i < m->nr_mechs; i++) {
		const struct kptb_mech *k = &m->mechs[i];

		kpt_rec_open(&w, NULL, '{');
		kpt_rec_str(&w, "name", k->name);
		kpt_rec_str(&w, "summary", k->summary);
		kpt_rec_int(&w, "churn", !!(k->flags & KPTB_MECH_CHURN));
		kpt_rec_int(&w, "hold", !!(k->flags & KPTB_MECH_HOLD));
		kpt_rec_int(&w, "available", !k->avail);
		kpt_rec_str(&w, "why", !k->avail ? "" : k->reason[0] ?
			    k->reason : strerror(-k->avail));
		kpt_rec_close(&w, '}');
	}
	kpt_rec_close(&w, ']');
	kpt_rec_open(&w, "own", '[');
	for (i = 0; (name = work_own(i, &summary)); i++)
		kpt_rec_str(&w, NULL, name);
	kpt_rec_close(&w, ']');
	kpt_rec_open(&w, "memory", '[');
	for (i = 0; memory_at(i); i++)
		kpt_rec_str(&w, NULL, memory_at(i)->name);
	kpt_rec_close(&w, ']');
	json_metrics(&w, set);
	return kpt_rec_end(&w);
}

int cmd_list(int argc, char **argv)
{
	static struct machine m;
	static struct collect_set set;
	size_t i, j;

	(void)argc;
	(void)argv;
	if (opt_events)
		return print_events();
	if (opt_scenarios)
		return print_scenarios();
	if (show_open(&m, &set, opt_root, opt_mode))
		return KPT_FAIL;
	if (opt_json)
		return print_json(&m, &set) | show_close(&m, &set) ? KPT_FAIL :
								     KPT_PASS;
	print_module(&m);
	print_mechanisms(&m);
	printf("\nMetrics:\n");
	for (i = 0; i < set.nr; i++) {
		const struct collect *c = &set.c[i];

		for (j = 0; j < c->nr_metrics; j++)
			printf("  %-36s %-13s %s%s\n", c->metrics[j].name,
			       c->metrics[j].unit, c->metrics[j].class,
			       c->avail ? "" : " n/a");
		if (!c->avail && c->nr_metrics)
			show_wrapped(m.fd < 0 && !strcmp(c->why, m.why) ?
				     "no module, as told above" : c->why, 6);
	}
	return show_close(&m, &set);
}
