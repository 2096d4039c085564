// SPDX-License-Identifier: GPL-2.0-only
/* run.c - a plan is measured: every scenario of it, into records */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include "bench/events.h"
#include "bench/output.h"
#include "bench/perf_record.h"
#include "bench/plan.h"
#include "bench/progress.h"
#include "bench/scenario_run.h"
#include "common/util.h"
#include "kmod/kptb_mark.h"

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

static bool here(const struct request *req, const struct kpt_plan *plan,
		 const struct kpt_scenario *sc)
{
	return plan_wants(req, sc) &&
	       (!sc->arch[0] || plan_in_list(sc->arch, plan->arch));
}

/* Every scenario runs, whatever became of the one before it. */
static int run_all(struct bench *b, const struct request *req,
		   const struct kpt_plan *plan, char *reason, size_t len)
{
	struct progress p = { .clock = strcmp(plan->mode, "exact") };
	char why[KPT_WHY_LEN];
	int failed = 0, ret;
	size_t i;

	for (i = 0; i < plan->nr_scenarios; i++)
		p.of += here(req, plan, &plan->scenarios[i]);
	for (i = 0; i < plan->nr_scenarios; i++) {
		const struct kpt_scenario *sc = &plan->scenarios[i];

		/* Of one that is left out too: markers count the plan's. */
		kptb_mark(KPTB_MARK_SCENARIO);
		if (!here(req, plan, sc))
			continue;
		why[0] = '\0';
		progress_next(&p, sc->name, sc->title);
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
static int profile_all(struct bench *b, const struct request *req,
		       const struct kpt_plan *plan)
{
	int failed = 0;
	size_t i;

	for (i = 0; i < plan->nr_scenarios && !b->emit.w.err; i++) {
		const struct kpt_scenario *sc = &plan->scenarios[i];

		if (here(req, plan, sc) && !missing_param(b->m, sc) &&
		    perf_record_scenario(b, sc, req->perf_dir))
			failed = -EIO;
	}
	return failed;
}

static int measure(struct bench *b, const struct request *req,
		   const struct kpt_plan *plan, const char *boot_id)
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
	ret = run_all(b, req, plan, reason, sizeof(reason));
	if (b->emit.w.err)
		return b->emit.w.err;
	emit_walk(b, "end");
	/* What was measured is good, whatever perf says. */
	perf = req->perf ? profile_all(b, req, plan) : 0;
	return emit_end(&b->emit, !ret, reason) ?: ret ?: perf;
}

/*
 * Everything is taken and touched here, so that nothing of ours moves between
 * two readings: a fault of this program would be a page table of its own.
 */
static int take_memory(struct bench *b, const struct request *req,
		       const struct kpt_plan *plan)
{
	size_t i, need = b->set.nr_slots;

	for (i = 0; i < plan->nr_scenarios; i++) {
		size_t n = bench_pool(&b->set, &plan->scenarios[i]);

		if (plan_wants(req, &plan->scenarios[i]) && n > need)
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

static int take_events(const struct request *req, const char **events)
{
	memcpy(events, req->events.v, req->events.n * sizeof(events[0]));
	events[req->events.n] = NULL;
	return event_check(events);
}

int run_dry(const struct request *req, const struct kpt_plan *plan,
	    const struct machine *m)
{
	const char *events[KPT_OPT_LIST_MAX + 1];
	int ret = take_events(req, events);
	size_t i;

	for (i = 0; i < plan->nr_scenarios && !ret; i++) {
		const struct kpt_scenario *sc = &plan->scenarios[i];
		const char *param = missing_param(m, sc);

		if (!here(req, plan, sc))
			continue;
		printf("%-16s %s%s%s\n", sc->name, sc->title, param ?
		       "; n/a: this boot lacks the kernel parameter " : "",
		       param ? param : "");
	}
	return ret;
}

int run_plan(const struct request *req, struct kpt_plan *plan,
	     const struct machine *m, const char *boot_id, FILE *out)
{
	static struct bench b;
	const char *events[KPT_OPT_LIST_MAX + 1];
	int ret = take_events(req, events);

	if (ret)
		return ret;
	memset(&b, 0, sizeof(b));
	b.m = m;
	b.aligned = !strcmp(plan->mode, "exact");
	ret = collect_open(&b.set, m, events);
	if (ret)
		goto out;
	kpt_writer_init(&b.emit.w, out);
	b.emit.plan = plan;
	b.emit.set = &b.set;
	for (size_t i = 0; i < plan->nr_scenarios; i++)
		work_fit(m, &plan->scenarios[i]);
	ret = take_memory(&b, req, plan);
	if (ret)
		goto out;
	touch_stack();
	ret = measure(&b, req, plan, boot_id);
	if (b.emit.w.err)
		kpt_error("-o %s: %s: records are lost, this boot is incomplete",
			  req->output, strerror(-b.emit.w.err));
out:
	collect_close(&b.set);
	free(b.pool);
	free(b.before);
	return ret;
}
