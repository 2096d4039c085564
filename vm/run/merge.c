// SPDX-License-Identifier: GPL-2.0-only
/* merge.c - boots of one run that were done in several folders */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/record.h"
#include "common/util.h"
#include "vm/base/files.h"
#include "vm/run/jobs.h"
#include "vm/run/lost.h"
#include "vm/run/merge.h"
#include "vm/run/results.h"
#include "vm/run/stamp.h"

int vm_shard_parse(struct vm_run *r, const char *text)
{
	const char *slash = strchr(text, '/');
	char k[16];

	if (slash && !kpt_join(k, sizeof(k), "%.*s", (int)(slash - text), text) &&
	    !kpt_parse_int(slash + 1, 1, 10000, &r->shards) &&
	    !kpt_parse_int(k, 1, r->shards, &r->shard))
		return 0;
	return kpt_error("--shard %s: want K/N, as 1/3, 2/3 and 3/3", text),
	       KPT_USAGE;
}

bool vm_shard_has(const struct vm_run *r, long long boot, size_t group)
{
	long long nr = (boot - 1) * (long long)r->groups.n + (long long)group;

	return !r->shards || nr % r->shards == r->shard - 1;
}

int vm_merge_check(const struct vm_run *r, const char *stamp)
{
	char path[VM_PATH + 32], *there;
	int status = 0;
	size_t i;

	for (i = 0; i < r->merge->n && !status; i++) {
		if (kpt_join(path, sizeof(path), "%s/.boots/stamp",
			     r->merge->v[i]) || !vm_exists(path))
			return kpt_error("--merge %s: no run was begun there",
					 r->merge->v[i]), KPT_USAGE;
		there = vm_read_text(path);
		if (!there)
			return KPT_FAIL;
		if (!vm_stamp_same(there, stamp)) {
			kpt_error("--merge %s: it holds boots of another run, which are not mixed with those of this one",
				  r->merge->v[i]);
			vm_stamp_difference(true, there, stamp);
			status = KPT_USAGE;
		}
		free(there);
	}
	return status;
}

/* 1: the same bytes; 0: others; -errno */
static int same_bytes(const char *a, const char *b)
{
	char *s = NULL, *t = NULL;
	long n = kpt_read_all(a, &s), m = kpt_read_all(b, &t);
	int ret = n < 0 ? (int)n : m < 0 ? (int)m :
		  n == m && !memcmp(s, t, (size_t)n);

	free(s);
	free(t);
	return ret;
}

/* The folder whose boot is taken, and in @to its records; NULL: none. */
static const char *choose(const struct vm_run *r, const char *name,
			  char *path, size_t len, int *status)
{
	const char *chosen = NULL;
	bool well = false;
	char at[VM_PATH + 160];
	size_t i;

	for (i = 0; i < r->merge->n && !*status; i++) {
		const char *dir = r->merge->v[i];

		if (kpt_join(at, sizeof(at), "%s/.boots/%s.jsonl", dir, name)) {
			*status = kpt_error("%s: name too long", dir);
		} else if (!vm_exists(at)) {
			continue;
		} else if (!vm_results_finished(at)) {
			if (chosen)
				continue;
		} else if (well && same_bytes(at, path) != 1) {
			kpt_error("boot %s is in %s and in %s, and they are not the same; leave one of these folders out",
				  name, chosen, dir);
			*status = KPT_USAGE;
		} else {
			well = true;
		}
		kpt_copy(path, len, at);
		chosen = dir;
	}
	return chosen;
}

static int take_boot(const struct vm_run *r, const char *name)
{
	char from[VM_PATH + 160] = "", to[VM_PATH + 160];
	int status = 0;
	const char *dir = choose(r, name, from, sizeof(from), &status);

	if (!dir || status)
		return status;
	if (kpt_join(to, sizeof(to), "%s/.boots/%s.jsonl", r->dir, name))
		return kpt_error("%s: name too long", r->dir);
	if (vm_copy_file(from, to))
		return KPT_FAIL;
	if (kpt_join(from, sizeof(from), "%s/console-%s.log", dir, name) ||
	    kpt_join(to, sizeof(to), "%s/console-%s.log", r->dir, name))
		return kpt_error("%s: name too long", dir);
	return vm_exists(from) && vm_copy_file(from, to) ? KPT_FAIL : 0;
}

/* Every file of a folder in the folder of results, from where it is. */
static int take_folder(const struct vm_run *r, const char *dir,
		       const char *sub, const char *suffix)
{
	char from[VM_PATH + 512], to[VM_PATH + 512];
	struct vm_names names;
	int status = 0;
	size_t i;

	kpt_join(from, sizeof(from), "%s/%s", dir, sub);
	kpt_join(to, sizeof(to), "%s/%s", r->dir, sub);
	if (!vm_exists(from))
		return 0;
	if (vm_mkdirs(to))
		return kpt_error("%s: cannot be made", to);
	if (vm_names_read(&names, from, suffix))
		return KPT_FAIL;
	for (i = 0; i < names.n && !status; i++) {
		if (kpt_join(from, sizeof(from), "%s/%s/%s%s", dir, sub,
			     names.v[i], suffix) ||
		    kpt_join(to, sizeof(to), "%s/%s/%s%s", r->dir, sub,
			     names.v[i], suffix))
			status = kpt_error("%s: name too long", dir);
		else if (vm_copy_file(from, to))
			status = KPT_FAIL;
	}
	vm_names_free(&names);
	return status;
}

static int take_rest(const struct vm_run *r)
{
	int status = 0;
	size_t i;

	for (i = 0; i < r->merge->n && !status; i++) {
		status = take_folder(r, r->merge->v[i], "profile", ".prof");
		if (!status)
			status = take_folder(r, r->merge->v[i], "cover",
					     ".cover");
	}
	return status ? status : vm_lost_join(r);
}

/* What the kernel of a boot says it is; "" where its records do not say. */
static void build_of(const char *path, char *id, size_t len)
{
	char why[512];
	struct kpt_reader *k = kpt_reader_open(path, why, sizeof(why));
	const char *text;
	json_t *rec;

	id[0] = '\0';
	/* The environment comes first. */
	if (k && kpt_reader_next(k, &rec) > 0) {
		text = json_string_value(json_object_get(rec, "build_id"));
		if (text)
			kpt_copy(id, len, text);
	}
	if (k)
		kpt_reader_close(k);
}

static int is_one_build(const char *label, const char *const *from, size_t n)
{
	char first[128] = "", id[128];
	size_t i;

	for (i = 0; i < n; i++) {
		build_of(from[i], id, sizeof(id));
		if (!first[0])
			kpt_copy(first, sizeof(first), id);
		if (id[0] && strcmp(first, id))
			return kpt_error("%s is not one kernel: its build id is %s, and %s in %s; share one cache, or copy the kernel to all hosts",
					 label, first, id, from[i]), KPT_USAGE;
	}
	return 0;
}

/* Each kernel has to be one build, wherever its boots were done. */
static int check_builds(const struct vm_run *r, const struct vm_jobs *jobs)
{
	const char **from = calloc(jobs->n + 1, sizeof(*from));
	int status = from ? 0 : kpt_error("out of memory");
	size_t s, i, n;

	for (s = 0; s < r->nr_sides && !status; s++) {
		for (i = n = 0; i < jobs->n; i++)
			if (jobs->v[i].side == &r->side[s] &&
			    jobs->v[i].state == VM_JOB_ENDED)
				from[n++] = jobs->v[i].kept;
		status = is_one_build(r->side[s].label, from, n);
	}
	free(from);
	return status;
}

/* Nothing is booted: what no folder has is missing. */
int vm_merge_jobs(struct vm_run *r, struct vm_jobs *jobs)
{
	size_t i, missing;
	int status = take_rest(r);

	for (i = 0; i < jobs->n && !status; i++) {
		struct vm_job *j = &jobs->v[i];

		if (j->ok)
			continue;
		status = take_boot(r, j->name);
		if (!status && j->state == VM_JOB_WAITING)
			vm_jobs_look(r, jobs, j, true);
	}
	if (!status)
		status = check_builds(r, jobs);
	if (!status)
		status = vm_jobs_join(r, jobs);
	if (status)
		return status;
	missing = jobs->n - jobs->ended;
	for (i = 0; i < jobs->n; i++)
		if (jobs->v[i].state == VM_JOB_WAITING)
			kpt_error("boot %s is in none of the folders",
				  jobs->v[i].name);
	kpt_info("%zu of %zu boots are in %s", jobs->ended, jobs->n, r->dir);
	jobs->lost += missing;
	jobs->failed += missing;
	return jobs->failed ? vm_jobs_failed(jobs) : 0;
}
