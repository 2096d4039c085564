// SPDX-License-Identifier: GPL-2.0-only
/* run.c - boots interleaved, several at once, kept as they end */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common/durable.h"
#include "common/text.h"
#include "common/util.h"
#include "vm/base/files.h"
#include "vm/base/progress.h"
#include "vm/cache/cache.h"
#include "vm/cache/times.h"
#include "vm/guest/plug.h"
#include "vm/run/classes.h"
#include "vm/run/layout.h"
#include "vm/run/profile.h"
#include "vm/run/results.h"
#include "vm/run/run.h"
#include "vm/run/shuffle.h"
#include "vm/run/stamp.h"

#define GUEST_MIB	8	/* while it runs: initramfs, console, records */
#define BOOT_MIB	2	/* kept of it, twice */

enum state { WAITING, RUNNING, ENDED };

struct job {
	const struct vm_side *side;
	const struct kpt_plan *plan;
	long long boot;
	char name[128];		/* LABEL-BOOT[-SLUG] */
	char kept[VM_PATH];	/* its records, once it has ended */
	enum state state;
	bool ok, again;		/* again: after a crash that was not its own */
	struct vm_guest guest;
};

struct jobs {
	struct job *v;
	size_t n, ended, running, failed, resumed;
	double started;
};

static void job_who(const struct vm_run *r, const struct job *j,
		    struct vm_who *who)
{
	*who = (struct vm_who){ .label = j->side->label, .boot = j->boot,
				.group = j->plan->group,
				.layout = vm_layout_of(r, j->boot),
				.source = j->side->kernel.source,
				.config_digest = j->side->digest,
				.no_config = j->side->kernel.no_config,
				.emulator = r->emulator };
	/* Once in a boot of all groups, as what is read at boot. */
	if (j->plan == r->groups.plan[0]) {
		who->size = &j->side->size;
		who->build = j->side->build;
		if (r->classes) {
			who->startup = &j->side->startup;
			who->guest = j->guest.dir;
		}
	}
}

/*
 * Which kernel comes first, second, ... in one round of boots: another order in
 * each, but where counts are exact.
 */
static void choose_order(const struct vm_run *r, uint64_t *state,
			 size_t *order)
{
	size_t i;

	for (i = 0; i < r->nr_sides; i++)
		order[i] = i;
	if (!r->exact)
		vm_shuffle(state, order, r->nr_sides);
}

/*
 * base 1, patched 1, base 2, patched 2, ...: what drifts, drifts for both.
 * Where a number depends on the time it is taken, chance has each round's
 * order, so that none of them is always the first.
 */
static int make_jobs(struct vm_run *r, struct jobs *jobs)
{
	size_t s, g, n = r->nr_sides * (size_t)r->boots * r->groups.n;
	uint64_t chance = (uint64_t)r->seed;
	size_t order[VM_KERNELS_MAX];
	long long boot;

	memset(jobs, 0, sizeof(*jobs));
	jobs->v = calloc(n, sizeof(*jobs->v));
	if (!jobs->v)
		return kpt_error("out of memory");
	for (boot = 1; boot <= r->boots; boot++) {
		choose_order(r, &chance, order);
		for (s = 0; s < r->nr_sides; s++) {
			for (g = 0; g < r->groups.n; g++) {
				struct job *j = &jobs->v[jobs->n++];
				const char *slug = r->groups.slug[g];

				j->side = &r->side[order[s]];
				j->plan = r->groups.plan[g];
				j->boot = boot;
				kpt_join(j->name, sizeof(j->name),
					 "%s-%lld%s%s", j->side->label, boot,
					 slug[0] ? "-" : "", slug);
				if (kpt_join(j->kept, sizeof(j->kept),
					     "%s/.boots/%s.jsonl", r->dir,
					     j->name))
					return kpt_error("%s: name too long",
							 r->dir);
				if (!vm_results_finished(j->kept))
					continue;
				j->state = ENDED;
				j->ok = true;
				jobs->ended++;
				jobs->resumed++;
			}
		}
	}
	return 0;
}

static bool is_profiled(const struct vm_run *r, const struct job *j)
{
	return r->profile && j->boot == 1;
}

static int start_job(struct vm_run *r, struct job *j)
{
	const long long layout = vm_layout_of(r, j->boot);
	struct vm_guest *g = &j->guest;
	char words[VM_LAYOUT_WORDS];
	int ret;

	memset(g, 0, sizeof(*g));
	g->arch = &r->arch;
	g->kernel = &j->side->kernel;
	g->qemu_args = r->qemu_args;
	g->pin = r->pin;
	g->seed = r->seed;
	g->timeout = r->timeout;
	vm_layout_words(layout, words, sizeof(words));
	ret = vm_profile_args(r, j->side, j->boot, g->plugin,
			      sizeof(g->plugin));
	if (!ret)
		ret = kpt_join(g->boot, sizeof(g->boot), "%s%s%s%s",
			       j->plan->group,
			       j->plan->group[0] && r->extra[0] ? " " : "",
			       r->extra, words);
	if (!ret)
		ret = kpt_join(g->dir, sizeof(g->dir), "%s/.boots/%s", r->dir,
			       j->name);
	if (!ret)
		ret = vm_remove_tree(g->dir);
	if (!ret)
		ret = vm_mkdirs(g->dir);
	if (ret)
		return kpt_error("%s: %s", g->dir, strerror(-ret));
	if (vm_plug_args(&r->arch, g->boot, g->devices, sizeof(g->devices)))
		return KPT_FAIL;
	ret = vm_run_initramfs(r, j->side, j->plan, layout, g->dir);
	if (!ret && r->classes)
		ret = vm_places_write(&j->side->places, g->dir);
	if (!ret)
		ret = vm_guest_start(g);
	if (!ret)
		j->state = RUNNING;
	return ret ? KPT_FAIL : 0;
}

/* Puts the finished boots together as records.jsonl, in the jobs' order. */
static int join_records(const struct vm_run *r, const struct jobs *jobs)
{
	const char **from = calloc(jobs->n, sizeof(*from));
	char to[VM_PATH + 32];
	size_t s, i, n = 0;
	int ret;

	if (!from)
		return kpt_error("out of memory");
	/* label, boot, group */
	for (s = 0; s < r->nr_sides; s++)
		for (i = 0; i < jobs->n; i++)
			if (jobs->v[i].side == &r->side[s] &&
			    jobs->v[i].state == ENDED)
				from[n++] = jobs->v[i].kept;
	kpt_join(to, sizeof(to), "%s/records.jsonl", r->dir);
	ret = vm_join_files(to, from, n);
	free(from);
	return ret ? KPT_FAIL : 0;
}

static void show_trouble(const struct job *j, const struct vm_verdict *v,
			 const char *console)
{
	char shown[512];

	vm_progress_clear();
	kpt_error("boot %s: %s: %s", j->name, v->status,
		  kpt_shown(shown, sizeof(shown), v->reason));
	if (!strcmp(v->status, "qemu"))
		vm_guest_tail(&j->guest, "qemu.log", 10);
	kpt_error("the last lines of %s:", console);
	vm_guest_tail(&j->guest, "console", 20);
}

/* Judges an ended guest and keeps all it left; its folder goes away. */
static int keep_job(const struct vm_run *r, struct job *j)
{
	char path[VM_PATH + 32], console[256], tmp[VM_PATH + 8];
	struct vm_verdict v;
	struct vm_taken t;
	struct vm_who who;
	int ret;
	FILE *f;

	if (is_profiled(r, j) &&
	    vm_profile_take(r, j->side, j->plan, j->guest.dir))
		return KPT_FAIL;
	job_who(r, j, &who);
	if (r->classes)
		who.classes = vm_classes_open(j->plan, who.layout,
					      j->guest.dir, &j->side->places);
	kpt_join(tmp, sizeof(tmp), "%s.new", j->kept);
	kpt_join(console, sizeof(console), "console-%s.log", j->name);
	f = fopen(tmp, "we");
	if (!f)
		return kpt_error("%s: %s", tmp, strerror(errno));
	kpt_join(path, sizeof(path), "%s/records", j->guest.dir);
	ret = vm_results_take(path, f, &who, &t);
	vm_classes_close(who.classes);
	vm_guest_judge(&j->guest, t.whole, t.why, &v);
	j->ok = !strcmp(v.status, "ok");
	if (!j->ok) {
		show_trouble(j, &v, console);
		kpt_error("%zu record%s of it kept", t.records,
			  t.records == 1 ? " is" : "s are");
	}
	/* The same in every boot. */
	if (v.bad.no_module[0] && j->boot == 1)
		kpt_warn("boot %s: no module: %s; what the kernel itself counts is measured",
			 j->name, v.bad.no_module);
	if (!ret)
		ret = vm_results_host(f, &who, &v, console);
	errno = EIO;
	if (fclose(f) && !ret)
		ret = -errno;
	if (!ret)
		ret = kpt_commit(tmp, j->kept);
	if (ret)
		return kpt_error("%s: %s", j->kept, strerror(-ret));
	kpt_join(path, sizeof(path), "%s/console", j->guest.dir);
	kpt_join(tmp, sizeof(tmp), "%s/%s", r->dir, console);
	if (vm_exists(path) && vm_results_console(path, tmp))
		return KPT_FAIL;
	vm_remove_tree(j->guest.dir);
	j->state = ENDED;
	return 0;
}

/*
 * QEMU before 8.0 can lose track of a plugin's memory callbacks when
 * translations are thrown away (its issue 1381), and aborts. It is seldom, and
 * a second boot does the same to the instruction, so one more is worth it.
 */
static bool is_plugin_crash(const struct vm_run *r, const struct job *j)
{
	return is_profiled(r, j) && !j->again && !j->guest.hung &&
	       WIFSIGNALED(j->guest.wstatus) && vm_emulator_major(r->emulator) < 8;
}

static void boot_again(struct job *j)
{
	const struct vm_guest *g = &j->guest;

	j->again = true;
	j->state = WAITING;
	vm_progress_clear();
	kpt_warn("boot %s: %s with the plugin was killed by signal %d; it is booted once more",
		 j->name, g->arch->binary, WTERMSIG(g->wstatus));
	vm_guest_tail(g, "qemu.log", 3);
}

static void stop_all(struct jobs *jobs)
{
	size_t i;

	for (i = 0; i < jobs->n; i++) {
		if (jobs->v[i].state != RUNNING)
			continue;
		vm_guest_stop(&jobs->v[i].guest);
		vm_remove_tree(jobs->v[i].guest.dir);
		jobs->v[i].state = WAITING;
	}
}

static void say_progress(const struct vm_run *r, const struct jobs *jobs)
{
	char what[128];

	snprintf(what, sizeof(what), "boots on %s (%zu at once)",
		 r->arch.name, jobs->running);
	vm_progress(what, jobs->ended - jobs->resumed, jobs->n - jobs->resumed,
		    jobs->started);
}

static int run_jobs(struct vm_run *r, struct jobs *jobs)
{
	static const struct timespec nap = { .tv_nsec = 20 * 1000 * 1000 };
	size_t i;

	while (jobs->ended < jobs->n && !vm_interrupted()) {
		for (i = 0; i < jobs->n; i++) {
			struct job *j = &jobs->v[i];

			if (j->state == WAITING &&
			    jobs->running < (size_t)r->jobs) {
				if (start_job(r, j))
					return KPT_FAIL;
				jobs->running++;
			} else if (j->state == RUNNING &&
				   vm_guest_poll(&j->guest)) {
				/* A signal to us may have hit QEMU too. */
				if (vm_interrupted())
					break;
				jobs->running--;
				if (is_plugin_crash(r, j)) {
					boot_again(j);
					continue;
				}
				if (keep_job(r, j) || join_records(r, jobs))
					return KPT_FAIL;
				jobs->ended++;
				jobs->failed += !j->ok;
			}
		}
		say_progress(r, jobs);
		nanosleep(&nap, NULL);
	}
	return vm_interrupted() ? KPT_FAIL : 0;
}

void vm_run_time_name(const struct vm_run *r, char *what, size_t len)
{
	size_t i, scenarios = 0;

	for (i = 0; i < r->groups.n; i++)
		scenarios += r->groups.plan[i]->nr_scenarios;
	kpt_join(what, len, "boot %s %s%s %zu", r->arch.name,
		 r->groups.plan[0]->mode, r->profile ? " profile" : "",
		 scenarios);
}

/* All went well: how long a boot takes here is remembered. */
static void tell_time(const struct vm_run *r, const struct jobs *jobs)
{
	double took = vm_now() - jobs->started;
	size_t booted = jobs->n - jobs->resumed;
	char what[128];

	kpt_info("boots: all well, %.1f s", took);
	vm_run_time_name(r, what, sizeof(what));
	if (booted >= (size_t)r->jobs)
		vm_times_put(what, took / (double)booted);
}

int vm_run_all(struct vm_run *r)
{
	struct vm_text stamp = { NULL };
	struct jobs jobs = { NULL };
	int status, lock = -1;

	status = vm_run_stamp(r, &stamp);
	if (!status)
		status = vm_run_open(r, stamp.buf, &lock);
	if (!status)
		status = vm_run_keep_guest(r);
	if (!status)
		status = vm_run_copy_configs(r);
	if (!status)
		status = make_jobs(r, &jobs);
	if (status)
		goto out;
	status = vm_check_room(r->dir, GUEST_MIB * (long)r->jobs + BOOT_MIB *
			       (long)(jobs.n - jobs.resumed)) ? KPT_FAIL : 0;
	if (status)
		goto out;
	jobs.started = vm_now();
	if (jobs.resumed)
		kpt_info("%zu of %zu boots are in %s already", jobs.resumed,
			 jobs.n, r->dir);
	kpt_info("%zu boot%s on %s ...", jobs.n - jobs.resumed,
		 jobs.n - jobs.resumed == 1 ? "" : "s", r->arch.name);
	status = run_jobs(r, &jobs);
	stop_all(&jobs);
	vm_progress_clear();
	if (!status)
		status = join_records(r, &jobs);
	if (vm_interrupted())
		kpt_error("interrupted: %zu of %zu boots are kept; the same command goes on from there",
			  jobs.ended, jobs.n);
	else if (jobs.failed)
		status = kpt_error("%zu of %zu boots did not end well",
				   jobs.failed, jobs.n);
	else if (!status)
		tell_time(r, &jobs);
out:
	free(jobs.v);
	free(stamp.buf);
	if (lock >= 0)
		close(lock);
	return status;
}
