// SPDX-License-Identifier: GPL-2.0-only
/*
 * kcidb.c - KCIDB I/O version 5: both kernels as builds, a test a comparison
 *
 * The schema forbids null and unknown members, and what is not known is left
 * out: records have no date and no address, so there is none here.
 */
#include <ctype.h>
#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/report/report.h"
#include "analyze/report/suite.h"
#include "analyze/words/words.h"
#include "common/util.h"

#define ORIGIN "kptbench"

/* FNV-1a: ids must be the same for the same records, and need not be secret. */
static uint64_t hash(uint64_t h, const char *text)
{
	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * 0x100000001b3ull;
	return h;
}

static uint64_t hash_text(const char *text)
{
	return hash(0xcbf29ce484222325ull, text ? text : "");
}

static uint64_t hash_json(const json_t *v)
{
	char *text = json_dumps(v, JSON_COMPACT | JSON_SORT_KEYS |
				   JSON_ENCODE_ANY);
	uint64_t h = hash_text(text);

	free(text);
	return h;
}

/* Of all that a summary says. */
static uint64_t hash_summary(const struct summary *s)
{
	char *text = summary_text(s);
	uint64_t h = hash_text(text);

	free(text);
	return h;
}

static json_t *id_of(const char *what, uint64_t h)
{
	return json_sprintf(ORIGIN ":%s-%016llx", what, (unsigned long long)h);
}

/* A full commit hash in the words about the source, if there is one. */
static json_t *commit_of(const char *source)
{
	for (; *source; source++) {
		size_t n = strspn(source, "0123456789abcdef");

		if (n == 40 && !isalnum((unsigned char)source[n]))
			return json_stringn(source, n);
		if (isalnum((unsigned char)*source))
			while (isalnum((unsigned char)source[1]))
				source++;
	}
	return NULL;
}

/* The same kernel has the same id, whichever side it is on. */
static json_t *build_id(const struct env *env)
{
	json_t *o = json_pack("{s:s, s:s, s:s, s:s}", "source",
		env->source, "release", env->release,
		"build_id", env->build_id,
		"config", env->config_digest);
	json_t *id = id_of("build", hash_json(o));

	json_decref(o);
	return id;
}

static void put(json_t *o, const char *key, json_t *value)
{
	if (value)
		json_object_set_new(o, key, value);
}

static void put_text(json_t *o, const char *key, const char *text)
{
	if (*text)
		json_object_set_new(o, key, json_string(text));
}

static json_t *checkout(const struct env *env, json_t *id)
{
	json_t *o = json_pack("{s:O, s:s, s:b}", "id", id, "origin", ORIGIN,
			      "valid", 1);

	put(o, "git_commit_hash", commit_of(env->source));
	put_text(o, "comment", env->source);
	return o;
}

/* No machine of a CI has an architecture in capitals. */
static json_t *build(const struct env *env, json_t *id, json_t *checkout_id)
{
	json_t *o = json_pack("{s:O, s:O, s:s, s:s}", "id", id, "checkout_id",
			      checkout_id, "origin", ORIGIN, "status", "PASS");
	json_t *config = json_object();
	const char *arch = env->arch;

	for (size_t i = 0; i < env->nr_options; i++)
		put(config, env->option[i].name,
		    json_string(env->option[i].value));

	if (!arch[strspn(arch, "abcdefghijklmnopqrstuvwxyz0123456789_")])
		put_text(o, "architecture", arch);
	put_text(o, "config_name", env->config_name);
	put_text(o, "compiler", env_compiler(env));
	put_text(o, "comment", env->release);
	put(o, "misc", json_pack("{s:s, s:s, s:o}",
		"build_id", env->build_id,
		"config_digest", env->config_digest,
		"config", config));
	return o;
}

static json_t *environment(const struct env *env)
{
	json_t *o = json_object();

	put_text(o, "comment", env->machine);
	put(o, "misc", json_pack("{s:s, s:s, s:I, s:I, s:s}",
		"mode", env->mode,
		"cmdline", env->cmdline,
		"cpus", (json_int_t)env->cpus,
		"boots", (json_int_t)env->boots,
		"ptlocks", env->ptlocks));
	return o;
}

/* Displays scale a value by its prefix: only what has one by nature gets it. */
static json_t *number(const struct summary *s, const struct row *row, int side)
{
	double v = row_value(row, (enum row_number)side);
	/* A number of one rung is per nothing. */
	const char *per = row->has_at ? "" : row->per;
	bool bytes = !strcmp(row->unit, "bytes");
	json_t *o;

	if (!isfinite(v))
		return NULL;
	o = json_pack("{s:o}", "value", json_num(v));
	put(o, "unit", json_sprintf("%s%s%s", bytes ? "B" :
				    words_unit_code(s, row), *per ? "/" : "", per));
	if (bytes)
		put_text(o, "prefix", "binary");
	return o;
}

static const char *status_of(enum suite_result r)
{
	static const char *const names[] = {
		[SUITE_PASS] = "PASS", [SUITE_FAIL] = "FAIL",
		[SUITE_ERROR] = "ERROR", [SUITE_OPEN] = "DONE",
		[SUITE_SKIP] = "SKIP",
	};

	return names[r];
}

/* Who filters, and sends the rest alone, is to be seen in it. */
static json_t *misc(const struct summary *s, int side, const struct row *row)
{
	json_t *o = json_pack("{s:s, s:s, s:s, s:s}", "params", row->params,
		"class", row->class_word, "source", row->source,
		"verdict", side == BASE ? "" : row->verdict_word);
	char filter[600];

	put_text(o, "filter", words_filter(s, filter, sizeof(filter)));
	return o;
}

static json_t *test(const struct summary *s, int side, json_t *bid,
		    const struct suite_test *t, uint64_t run)
{
	const char *status = status_of(t->result);
	json_t *value = t->row ? number(s, t->row, side) : NULL, *o;

	/* The base is what is compared with: measured, and not judged. */
	if (side == BASE)
		status = value ? "DONE" : "SKIP";
	o = json_pack("{s:o, s:O, s:s, s:o, s:s, s:o}", "id",
		      json_sprintf(ORIGIN ":%016llx-%s-%s",
				   (unsigned long long)run, side_name[side],
				   t->name),
		      "build_id", bid, "origin", ORIGIN,
		      "path", json_sprintf("kptbench.%s", t->name),
		      "status", status, "environment",
		      environment(&s->env[side]));
	put(o, "number", value);
	if (side != BASE)
		put_text(o, "log_excerpt", t->why);
	if (t->row)
		put(o, "misc", misc(s, side, t->row));
	return o;
}

static int print(FILE *f, const struct summary *s)
{
	json_t *out, *checkouts = json_array(), *builds = json_array();
	json_t *tests = json_array();
	uint64_t run = hash_summary(s);
	size_t n, i;
	struct suite_test *t = suite_build(s, &n);
	int err = t ? 0 : -ENOMEM;

	for (int k = 0; k < SIDES && !err; k++) {
		const struct env *env = &s->env[k];
		json_t *source = json_string(env->source);
		json_t *cid = id_of("checkout", hash_json(source));
		json_t *bid = build_id(env);

		json_array_append_new(checkouts, checkout(env, cid));
		json_array_append_new(builds, build(env, bid, cid));
		for (i = 0; i < n; i++)
			if (t[i].row || k)
				json_array_append_new(tests,
					test(s, k, bid, &t[i], run));
		json_decref(source);
		json_decref(cid);
		json_decref(bid);
	}
	out = json_pack("{s:{s:i, s:i}, s:o, s:o, s:o}", "version", "major", 5,
			"minor", 3, "checkouts", checkouts, "builds", builds,
			"tests", tests);
	if (!err && (json_dumpf(out, f, JSON_INDENT(1) |
				JSON_REAL_PRECISION(15)) ||
		     fputc('\n', f) == EOF || fflush(f)))
		err = -EIO;
	json_decref(out);
	free(t);
	return err;
}

const struct report_ops report_kcidb = {
	.name = "kcidb",
	.summary = "KCIDB 5.3 JSON: both kernels, a test a comparison or check",
	.print = print,
	.fail_on = "regressed",
};
