// SPDX-License-Identifier: GPL-2.0-only
/* run.c - boots interleaved, several at once, kept as they end */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/cache.h"
#include "vm/initramfs.h"
#include "vm/kconfig.h"
#include "vm/progress.h"
#include "vm/results.h"
#include "vm/run.h"

enum state { WAITING, RUNNING, ENDED };

struct job {
	const struct vm_side *side;
	const struct kpt_plan *plan;
	long long boot;
	char name[128];		/* LABEL-BOOT[-SLUG] */
	char kept[VM_PATH];	/* its records, once it has ended */
	enum state state;
	bool ok;
	struct vm_guest guest;
};

struct jobs {
	struct job *v;
	size_t n, ended, running, failed, resumed;
	double started;
};

static void job_who(const struct job *j, struct vm_who *who)
{
	*who = (struct vm_who){ .label = j->side->label, .boot = j->boot,
				.group = j->plan->group,
				.source = j->side->kernel.source,
				.config_digest = j->side->digest };
}

/* base 1, patched 1, base 2, patched 2, ...: what drifts, drifts for both. */
static int make_jobs(struct vm_run *r, struct jobs *jobs)
{
	size_t s, g, n = r->nr_sides * (size_t)r->boots * r->groups.n;
	long long boot;

	memset(jobs, 0, sizeof(*jobs));
	jobs->v = calloc(n, sizeof(*jobs->v));
	if (!jobs->v)
		return kpt_error("out of memory");
	for (boot = 1; boot <= r->boots; boot++) {
		for (s = 0; s < r->nr_sides; s++) {
			for (g = 0; g < r->groups.n; g++) {
				struct job *j = &jobs->v[jobs->n++];
				const char *slug = r->groups.slug[g];

				j->side = &r->side[s];
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

static int make_initramfs(const struct vm_run *r, const struct job *j)
{
	char path[VM_PATH + 32], config[VM_PATH + 32];
	struct kpt_plan *plan;
	struct vm_cpio c;
	char *text = NULL, *kconfig;
	int ret = 0;
	FILE *f;

	plan = malloc(sizeof(*plan));
	kpt_join(config, sizeof(config), "%s/.config", j->side->kernel.dir);
	kconfig = vm_kconfig_load(config);
	if (!plan || !kconfig) {
		ret = -ENOMEM;
		goto out;
	}
	*plan = *j->plan;
	ret = vm_kconfig_matter(plan, kconfig);
	text = vm_plan_text(plan);
	if (ret || !text)
		goto out;
	kpt_join(path, sizeof(path), "%s/initramfs", j->guest.dir);
	f = fopen(path, "we");
	if (!f) {
		ret = -errno;
		kpt_error("%s: %s", path, strerror(errno));
		goto out;
	}
	vm_cpio_begin(&c, f);
	kpt_join(path, sizeof(path), "%s/init", r->guest);
	vm_cpio_add_file(&c, "init", 0755, path);
	kpt_join(path, sizeof(path), "%s/kptbench", r->guest);
	vm_cpio_add_file(&c, "kptbench", 0755, path);
	vm_cpio_add_file(&c, "kptbench.ko", 0644, j->side->ko);
	vm_cpio_add(&c, "plan", 0100644, text, strlen(text));
	ret = vm_cpio_end(&c);
	fclose(f);
	if (ret)
		kpt_error("initramfs of %s: %s", j->name, strerror(-ret));
out:
	free(text);
	free(kconfig);
	free(plan);
	return ret;
}

static int start_job(struct vm_run *r, struct job *j)
{
	struct vm_guest *g = &j->guest;
	int ret;

	memset(g, 0, sizeof(*g));
	g->arch = &r->arch;
	g->kernel = &j->side->kernel;
	g->qemu_args = r->qemu_args;
	g->seed = r->seed;
	g->timeout = r->timeout;
	ret = kpt_join(g->boot, sizeof(g->boot), "%s%s%s", j->plan->group,
		       j->plan->group[0] && r->extra[0] ? " " : "", r->extra);
	if (!ret)
		ret = kpt_join(g->dir, sizeof(g->dir), "%s/.boots/%s", r->dir,
			       j->name);
	if (!ret)
		ret = vm_remove_tree(g->dir);
	if (!ret)
		ret = vm_mkdirs(g->dir);
	if (ret)
		return kpt_error("%s: %s", g->dir, strerror(-ret));
	ret = make_initramfs(r, j);
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
	ret = vm_results_join(to, from, n);
	free(from);
	return ret ? KPT_FAIL : 0;
}

static void show_trouble(const struct job *j, const struct vm_verdict *v,
			 const char *console)
{
	vm_progress_clear();
	kpt_error("boot %s: %s: %s", j->name, v->status, v->reason);
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

	job_who(j, &who);
	kpt_join(tmp, sizeof(tmp), "%s.new", j->kept);
	kpt_join(console, sizeof(console), "console-%s.log", j->name);
	f = fopen(tmp, "we");
	if (!f)
		return kpt_error("%s: %s", tmp, strerror(errno));
	kpt_join(path, sizeof(path), "%s/records", j->guest.dir);
	ret = vm_results_take(path, f, &who, &t);
	vm_guest_judge(&j->guest, t.whole, t.why, &v);
	j->ok = !strcmp(v.status, "ok");
	if (!j->ok) {
		show_trouble(j, &v, console);
		kpt_error("%zu record%s of it kept", t.records,
			  t.records == 1 ? " is" : "s are");
	}
	if (!ret)
		ret = vm_results_host(f, &who, &v, console);
	errno = EIO;
	if (fclose(f) && !ret)
		ret = -errno;
	if (!ret && rename(tmp, j->kept))
		ret = -errno;
	if (ret)
		return kpt_error("%s: %s", j->kept, strerror(-ret));
	kpt_join(path, sizeof(path), "%s/console", j->guest.dir);
	kpt_join(tmp, sizeof(tmp), "%s/%s", r->dir, console);
	if (vm_exists(path) && vm_copy_file(path, tmp))
		return KPT_FAIL;
	vm_remove_tree(j->guest.dir);
	j->state = ENDED;
	return 0;
}

static void stop_all(struct jobs *jobs)
{
	size_t i;

	for (i = 0; i < jobs->n; i++) {
		if (jobs->v[i].state != RUNNING)
			continue;
		vm_guest_kill(&jobs->v[i].guest);
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

/* A line that differs, for the message that refuses a foreign folder. */
static void say_difference(const char *old, const char *new)
{
	while (*old && *new) {
		size_t a = strcspn(old, "\n"), b = strcspn(new, "\n");

		if (a != b || memcmp(old, new, a)) {
			kpt_error("there: %.*s", (int)a, old);
			kpt_error("now:   %.*s", (int)b, new);
			return;
		}
		old += a + (old[a] == '\n');
		new += b + (new[b] == '\n');
	}
}

/* Everything that decides what a boot does; the number of boots does not. */
static int make_stamp(const struct vm_run *r, struct vm_text *t)
{
	char path[VM_PATH + 32];
	size_t i;

	vm_text_add(t, "arch %s\nmode %s\nargs %s\ncmdline %s %s\nseed %lld\n",
		    r->arch.name, r->arch.mode, r->arch.args, r->arch.cmdline,
		    r->extra, r->seed);
	for (i = 0; r->qemu_args && i < r->qemu_args->n; i++)
		vm_text_add(t, "qemu-arg %s\n", r->qemu_args->v[i]);
	for (i = 0; i < r->nr_sides; i++) {
		vm_text_add(t, "kernel %s=%s\n", r->side[i].label,
			    r->side[i].kernel.dir);
		if (vm_text_add_file(t, r->side[i].ko, "kptbench.ko"))
			return KPT_FAIL;
	}
	for (i = 0; i < 2; i++) {
		kpt_join(path, sizeof(path), "%s/%s", r->guest,
			 i ? "kptbench" : "init");
		if (vm_text_add_file(t, path, i ? "kptbench" : "init"))
			return KPT_FAIL;
	}
	for (i = 0; i < r->groups.n; i++) {
		char *text = vm_plan_text(r->groups.plan[i]);

		if (!text)
			return KPT_FAIL;
		vm_text_add(t, "%s", text);
		free(text);
	}
	return t->err ? kpt_error("out of memory") : 0;
}

/* Locks the folder and sees that it is empty or holds boots of this run. */
static int open_dir(const struct vm_run *r, const char *stamp, int *lock)
{
	char path[VM_PATH + 32];
	char *old;
	int ret;
	FILE *f;

	kpt_join(path, sizeof(path), "%s/.boots", r->dir);
	ret = vm_mkdirs(path);
	if (!ret) {
		*lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		ret = *lock < 0 ? -errno : 0;
	}
	if (!ret && flock(*lock, LOCK_EX | LOCK_NB))
		return kpt_error("%s: another kptvm run works there", r->dir);
	if (ret)
		return kpt_error("%s: %s", path, strerror(-ret));
	kpt_join(path, sizeof(path), "%s/.boots/stamp", r->dir);
	if (!vm_exists(path)) {
		char records[VM_PATH + 32];

		kpt_join(records, sizeof(records), "%s/records.jsonl", r->dir);
		if (vm_exists(records))
			return kpt_error("%s: is there, but nothing says what run it is of; choose another folder",
					 records);
		f = fopen(path, "we");
		if (!f || fputs(stamp, f) < 0 || fclose(f))
			return kpt_error("%s: %s", path, strerror(errno));
		return 0;
	}
	old = vm_kconfig_load(path);
	if (!old)
		return KPT_FAIL;
	ret = strcmp(old, stamp);
	if (ret) {
		kpt_error("%s holds boots of another run; choose another folder",
			  r->dir);
		say_difference(old, stamp);
	}
	free(old);
	return ret ? KPT_FAIL : 0;
}

static int copy_configs(const struct vm_run *r)
{
	char from[VM_PATH + 32], to[VM_PATH + 128];
	size_t i;

	for (i = 0; i < r->nr_sides; i++) {
		kpt_join(from, sizeof(from), "%s/.config",
			 r->side[i].kernel.dir);
		kpt_join(to, sizeof(to), "%s/config-%s", r->dir,
			 r->side[i].label);
		if (vm_copy_file(from, to))
			return KPT_FAIL;
	}
	return 0;
}

int vm_run_all(struct vm_run *r)
{
	struct vm_text stamp = { NULL };
	struct jobs jobs = { NULL };
	int status, lock = -1;

	status = make_stamp(r, &stamp);
	if (!status)
		status = open_dir(r, stamp.buf, &lock);
	if (!status)
		status = copy_configs(r);
	if (!status)
		status = make_jobs(r, &jobs);
	if (status)
		goto out;
	jobs.started = vm_now();
	if (jobs.resumed)
		kpt_info("%zu of %zu boots are in %s already", jobs.resumed,
			 jobs.n, r->dir);
	kpt_info("%zu boots on %s ...", jobs.n - jobs.resumed, r->arch.name);
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
		kpt_info("%zu boots: all well, %.1f s", jobs.n - jobs.resumed,
			 vm_now() - jobs.started);
out:
	free(jobs.v);
	free(stamp.buf);
	if (lock >= 0)
		close(lock);
	return status;
}
