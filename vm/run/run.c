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
#include "vm/run/jobs.h"
#include "vm/run/layout.h"
#include "vm/run/lost.h"
#include "vm/run/merge.h"
#include "vm/run/profile.h"
#include "vm/run/results.h"
#include "vm/run/run.h"
#include "vm/run/stamp.h"

#define GUEST_MIB	8	/* while it runs: initramfs, console, records */
#define BOOT_MIB	2	/* kept of it, twice */

static void job_who(const struct vm_run *r, const struct vm_job *j,
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
	}
	/* With other RAM it comes up another way. */
	if (r->classes && (j->plan == r->groups.plan[0] ||
			   vm_plug_sets_ram(&r->arch, j->plan->group))) {
		who->startup = &j->side->startup;
		who->guest = j->guest.dir;
	}
}

static bool is_profiled(const struct vm_run *r, const struct vm_job *j)
{
	return r->profile && j->boot == 1;
}

static int start_job(struct vm_run *r, struct vm_job *j)
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
	if (vm_plug_args(&r->arch, g->boot, g->devices, sizeof(g->devices)) ||
	    vm_plug_cmdline(&r->arch, g->boot, g->cmdline,
			    sizeof(g->cmdline)))
		return KPT_FAIL;
	ret = vm_run_initramfs(r, j->side, j->plan, layout, g->dir);
	if (!ret && r->classes)
		ret = vm_places_write(&j->side->places, g->dir);
	if (!ret)
		ret = vm_guest_start(g);
	if (!ret)
		j->state = VM_JOB_RUNNING;
	return ret ? KPT_FAIL : 0;
}

static void show_trouble(const struct vm_job *j, const struct vm_verdict *v,
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
static int keep_job(const struct vm_run *r, struct vm_job *j)
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
		if (vm_lost_note(r, j->name, &v))
			return KPT_FAIL;
		j->lost = vm_lost_is(r, j->name, v.status);
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
	j->state = VM_JOB_ENDED;
	return 0;
}

/*
 * QEMU before 8.0 can lose track of a plugin's memory callbacks when
 * translations are thrown away (its issue 1381), and aborts. It is seldom, and
 * a second boot does the same to the instruction, so one more is worth it.
 */
static bool is_plugin_crash(const struct vm_run *r, const struct vm_job *j)
{
	return is_profiled(r, j) && !j->again && !j->guest.hung &&
	       WIFSIGNALED(j->guest.wstatus) && vm_emulator_major(r->emulator) < 8;
}

static void boot_again(struct vm_job *j)
{
	const struct vm_guest *g = &j->guest;

	j->again = true;
	j->state = VM_JOB_WAITING;
	vm_progress_clear();
	kpt_warn("boot %s: %s with the plugin was killed by signal %d; it is booted once more",
		 j->name, g->arch->binary, WTERMSIG(g->wstatus));
	vm_guest_tail(g, "qemu.log", 3);
}

static void stop_all(struct vm_jobs *jobs)
{
	size_t i;

	for (i = 0; i < jobs->n; i++) {
		if (jobs->v[i].state != VM_JOB_RUNNING)
			continue;
		vm_guest_stop(&jobs->v[i].guest);
		vm_remove_tree(jobs->v[i].guest.dir);
		jobs->v[i].state = VM_JOB_WAITING;
	}
}

static void say_progress(const struct vm_run *r, const struct vm_jobs *jobs)
{
	char what[128];

	snprintf(what, sizeof(what), "boots on %s (%zu at once)",
		 r->arch.name, jobs->running);
	vm_progress(what, jobs->ended - jobs->resumed, jobs->n - jobs->resumed,
		    jobs->started);
}

static int run_jobs(struct vm_run *r, struct vm_jobs *jobs)
{
	static const struct timespec nap = { .tv_nsec = 20 * 1000 * 1000 };
	size_t i;

	while (jobs->ended < jobs->n && !vm_interrupted()) {
		for (i = 0; i < jobs->n; i++) {
			struct vm_job *j = &jobs->v[i];

			if (j->state == VM_JOB_WAITING &&
			    jobs->running < (size_t)r->jobs) {
				if (start_job(r, j))
					return KPT_FAIL;
				jobs->running++;
			} else if (j->state == VM_JOB_RUNNING &&
				   vm_guest_poll(&j->guest)) {
				/* A signal to us may have hit QEMU too. */
				if (vm_interrupted())
					break;
				jobs->running--;
				if (is_plugin_crash(r, j)) {
					boot_again(j);
					continue;
				}
				if (keep_job(r, j) || vm_jobs_join(r, jobs))
					return KPT_FAIL;
				jobs->ended++;
				jobs->failed += !j->ok;
				jobs->lost += !j->ok && j->lost;
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
static void tell_time(const struct vm_run *r, const struct vm_jobs *jobs)
{
	double took = vm_now() - jobs->started;
	size_t booted = jobs->n - jobs->resumed;
	char what[128];

	kpt_info("boots: all well, %.1f s", took);
	vm_run_time_name(r, what, sizeof(what));
	if (booted >= (size_t)r->jobs)
		vm_times_put(what, took / (double)booted);
}

static int boot_jobs(struct vm_run *r, struct vm_jobs *jobs)
{
	size_t todo = jobs->n - jobs->resumed;
	int status;

	if (vm_check_room(r->dir, GUEST_MIB * (long)r->jobs +
			  BOOT_MIB * (long)todo))
		return KPT_FAIL;
	jobs->started = vm_now();
	if (jobs->resumed)
		kpt_info("%zu of %zu boots are in %s already", jobs->resumed,
			 jobs->n, r->dir);
	kpt_info("%zu boot%s on %s ...", todo, todo == 1 ? "" : "s",
		 r->arch.name);
	status = run_jobs(r, jobs);
	stop_all(jobs);
	vm_progress_clear();
	if (!status)
		status = vm_jobs_join(r, jobs);
	if (vm_interrupted())
		kpt_error("interrupted: %zu of %zu boots are kept; the same command goes on from there",
			  jobs->ended, jobs->n);
	else if (jobs->failed)
		status = vm_jobs_failed(jobs);
	else if (!status)
		tell_time(r, jobs);
	return status;
}

int vm_run_all(struct vm_run *r)
{
	struct vm_text stamp = { NULL };
	struct vm_jobs jobs = { NULL };
	int status, lock = -1;

	status = vm_run_stamp(r, &stamp);
	if (!status && r->merge)
		status = vm_merge_check(r, stamp.buf);
	if (!status)
		status = vm_run_open(r, stamp.buf, &lock);
	if (!status)
		status = vm_run_keep_guest(r);
	if (!status)
		status = vm_run_copy_configs(r);
	if (!status)
		status = vm_jobs_make(r, &jobs);
	if (status)
		goto out;
	status = r->merge ? vm_merge_jobs(r, &jobs) : boot_jobs(r, &jobs);
out:
	free(jobs.v);
	free(stamp.buf);
	if (lock >= 0)
		close(lock);
	return status;
}
