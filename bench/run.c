// SPDX-License-Identifier: GPL-2.0-only
/* run.c - `kptbench run`: a plan in, records out */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "bench/commands.h"
#include "bench/config.h"
#include "bench/events.h"
#include "bench/output.h"
#include "bench/perf_record.h"
#include "bench/plan.h"
#include "bench/scenario_run.h"
#include "common/util.h"
#include "install.h"
#include "kmod/kptb_mark.h"

static struct request req = { .plan = KPT_PLAN_DEFAULT };
static bool opt_quiet;

const struct kpt_option run_options[] = {
	OPT_STR('p', "plan", &req.plan, "FILE",
		"what to do; made by kptvm (" KPT_PLAN_DEFAULT ")"),
	OPT_STR('o', "output", &req.output, "FILE",
		"append records to FILE; - is standard output (on a terminal RELEASE.jsonl here, named as uname -r has it; else -)"),
	OPT_LIST('s', "scenario", &req.scenarios, "NAME,...",
		 "only these scenarios of the plan"),
	OPT_ALIAS("scenarios"),
	OPT_STR(0, "label", &req.label, "NAME",
		"the kernel's role (the plan's, else the output file's name)"),
	OPT_INT(0, "boot", &req.boot, 1, 1000000, "N",
		"number of this boot (the next one free in the file)"),
	OPT_STR(0, "mode", &req.mode, "MODE", "exact, kvm or metal"),
	OPT_LIST('e', "event", &req.events, "EVENT",
		 "count this event too, by libpfm4's name of it"),
	OPT_FLAG(0, "perf-record", &req.perf,
		 "then do each scenario again under perf record"),
	OPT_STR(0, "perf-dir", &req.perf_dir, "DIR",
		"for LABEL-SCENARIO.perf.data (the folder of -o)"),
	OPT_FLAG(0, "again", &req.again,
		 "measure twice in one boot, though that is no replicate"),
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
	NULL,
};

/* A kernel parameter the scenario asks for and this boot does not have. */
static const char *missing_param(const struct machine *m,
				 const struct kpt_scenario *sc)
{
	static char text[256];
	char line[4096], *tok, *save;

	if (!sc->boot[0] || machine_read(m, "/proc/cmdline", line,
					 sizeof(line)) < 0)
		return NULL;
	line[strcspn(line, "\n")] = '\0';
	kpt_copy(text, sizeof(text), sc->boot);
	for (tok = strtok_r(text, " ", &save); tok;
	     tok = strtok_r(NULL, " ", &save))
		if (!plan_in_list(line, tok))
			return tok;
	return NULL;
}

static int run_scenario(struct bench *b, const struct kpt_scenario *sc,
			char *why, size_t len)
{
	bool hold = !strcmp(sc->kind, "hold");
	struct step skipped = { sc, hold ? "held" : "op",
				hold ? sc->ladder[sc->ladder_len - 1] :
				sc->ops };
	const char *param = missing_param(b->m, sc);
	int ret = 0;

	if (param) {
		snprintf(why, len, "this boot lacks the kernel parameter %s",
			 param);
		return emit_na(&b->emit, &skipped, !hold, why);
	}
	for (long long run = 1; run <= sc->runs && !why[0]; run++) {
		b->emit.run = sc->runs > 1 ? run : 0;
		ret = hold ? run_hold(b, sc, why, len) :
			     run_churn(b, sc, why, len);
		if (ret)
			break;
	}
	b->emit.run = 0;
	if (!ret && why[0])
		kpt_info("%s: n/a: %s", sc->name, why);
	return ret;
}

static int emit_start(struct bench *b)
{
	struct step st = { NULL, "start", 0 };
	size_t i;
	int ret = 0;

	collect_state(&b->set, b->before);
	for (i = 0; i < b->set.nr_slots && !ret; i++)
		if (!collect_is_cost(&b->set, i))
			ret = emit_sample(&b->emit, &st, i, 0, &b->before[i],
					  1);
	return ret;
}

static int emit_walk(struct bench *b, const char *when)
{
	if (machine_audit(b->m, &b->audits[0]))
		return 0;
	return emit_audit(&b->emit, "", when, 0, &b->audits[0]);
}

static bool here(const struct kpt_plan *plan, const struct kpt_scenario *sc)
{
	return plan_wants(&req, sc->name) &&
	       (!sc->arch[0] || plan_in_list(sc->arch, plan->arch));
}

/* Every scenario runs, whatever became of the one before it. */
static int run_all(struct bench *b, const struct kpt_plan *plan, char *reason,
		   size_t len)
{
	char why[KPT_WHY_LEN];
	int failed = 0, ret;
	size_t i;

	for (i = 0; i < plan->nr_scenarios; i++) {
		const struct kpt_scenario *sc = &plan->scenarios[i];

		/* Of one that is left out too: markers count the plan's. */
		kptb_mark(KPTB_MARK_SCENARIO);
		if (!here(plan, sc))
			continue;
		why[0] = '\0';
		kpt_info("%s: %s", sc->name, sc->title);
		output_settle(b->emit.w.f);
		ret = run_scenario(b, sc, why, sizeof(why));
		if (b->emit.w.err)
			return b->emit.w.err;
		if (!ret)
			continue;
		kpt_error("%s: %s", sc->name, why[0] ? why : strerror(-ret));
		if (!failed++)
			snprintf(reason, len, "%s: %s", sc->name,
				 why[0] ? why : strerror(-ret));
	}
	return failed ? -EIO : 0;
}

/*
 * When all is measured, and not between: perf's own memory, and the tables it
 * took, would be there for the scenarios behind it.
 */
static int profile_all(struct bench *b, const struct kpt_plan *plan)
{
	int failed = 0;
	size_t i;

	for (i = 0; i < plan->nr_scenarios && !b->emit.w.err; i++) {
		const struct kpt_scenario *sc = &plan->scenarios[i];

		if (here(plan, sc) && !missing_param(b->m, sc) &&
		    perf_record_scenario(b, sc, req.perf_dir))
			failed = -EIO;
	}
	return failed;
}

static int measure(struct bench *b, const struct kpt_plan *plan,
		   const char *boot_id)
{
	char reason[256] = "";
	int ret, perf;

	ret = emit_env(&b->emit, b->m, boot_id);
	if (!ret)
		ret = emit_start(b);
	if (!ret)
		ret = emit_walk(b, "start");
	if (ret)
		return ret;
	ret = run_all(b, plan, reason, sizeof(reason));
	if (b->emit.w.err)
		return b->emit.w.err;
	emit_walk(b, "end");
	/* What was measured is good, whatever perf says. */
	perf = req.perf ? profile_all(b, plan) : 0;
	return emit_end(&b->emit, !ret, reason) ?: ret ?: perf;
}

/*
 * Everything is taken and touched here, so that nothing of ours moves between
 * two readings: a fault of this program would be a page table of its own.
 */
static int take_memory(struct bench *b, const struct kpt_plan *plan)
{
	size_t i, need = b->set.nr_slots;

	for (i = 0; i < plan->nr_scenarios; i++) {
		size_t n = bench_pool(&b->set, &plan->scenarios[i]);

		if (plan_wants(&req, plan->scenarios[i].name) && n > need)
			need = n;
	}
	b->pool_len = need;
	b->pool = calloc(need, sizeof(*b->pool));
	b->before = calloc(2 * b->set.nr_slots + 1, sizeof(*b->before));
	if (!b->pool || !b->before) {
		kpt_error("no memory for %zu values: fewer iterations, please",
			  need);
		return -ENOMEM;
	}
	b->after = b->before + b->set.nr_slots;
	prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
	if (mlockall(MCL_CURRENT | MCL_FUTURE))
		kpt_warn("mlockall: %s: our own page tables may move",
			 strerror(errno));
	return 0;
}

static void touch_stack(void)
{
	volatile char deep[256 * 1024];
	size_t i;

	for (i = 0; i < sizeof(deep); i += 1024)
		deep[i] = 0;
}

static int run_plan(struct kpt_plan *plan, const struct machine *m,
		    const char *boot_id, FILE *out)
{
	static struct bench b;
	const char *events[KPT_OPT_LIST_MAX + 1] = { NULL };
	int ret;

	memcpy(events, req.events.v, req.events.n * sizeof(events[0]));
	ret = event_check(events);
	if (ret)
		return ret;
	memset(&b, 0, sizeof(b));
	b.m = m;
	ret = collect_open(&b.set, m, events);
	if (ret)
		goto out;
	kpt_writer_init(&b.emit.w, out);
	b.emit.plan = plan;
	b.emit.set = &b.set;
	ret = take_memory(&b, plan);
	if (ret)
		goto out;
	touch_stack();
	ret = measure(&b, plan, boot_id);
	if (b.emit.w.err)
		kpt_error("-o %s: %s: records are lost, this boot is incomplete",
			  req.output, strerror(-b.emit.w.err));
out:
	collect_close(&b.set);
	free(b.pool);
	free(b.before);
	return ret;
}

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
	if (!isatty(STDOUT_FILENO) || uname(&u))
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
	if (geteuid() && !req.root)
		return kpt_error("run: must be root: the module, slab counts and kernel counters are root's");
	if (choose_perf_dir())
		return KPT_USAGE;
	m.fd = -1;
	ret = prepare(&plan, &m, boot_id, sizeof(boot_id));
	if (ret)
		goto out;
	out = output_open(req.output);
	if (!out) {
		ret = -EIO;
		goto out;
	}
	ret = run_plan(&plan, &m, boot_id, out);
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
