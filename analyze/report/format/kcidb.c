// SPDX-License-Identifier: GPL-2.0-only
/*
 * kcidb.c - KCIDB I/O version 5: both kernels as builds, a test a comparison
 *
 * The schema forbids null and unknown members, and what is not known is left
 * out: records have no date and no address, so there is none here.
 */
#include <ctype.h>
#include <errno.h>
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

static uint64_t hash_json(const json_t *v)
{
	char *text = json_dumps(v, JSON_COMPACT | JSON_SORT_KEYS |
				   JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
	uint64_t h = hash(0xcbf29ce484222325ull, text ? text : "");

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
static json_t *build_id(const json_t *env)
{
	json_t *o = json_pack("{s:s, s:s, s:s, s:s}", "source",
		ds_str(env, "source"), "release", ds_str(env, "release"),
		"build_id", ds_str(env, "build_id"),
		"config", ds_str(env, "config_digest"));
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

static json_t *checkout(const json_t *env, json_t *id)
{
	json_t *o = json_pack("{s:O, s:s, s:b}", "id", id, "origin", ORIGIN,
			      "valid", 1);

	put(o, "git_commit_hash", commit_of(ds_str(env, "source")));
	put_text(o, "comment", ds_str(env, "source"));
	return o;
}

/* No machine of a CI has an architecture in capitals. */
static json_t *build(const json_t *env, json_t *id, json_t *checkout_id)
{
	json_t *o = json_pack("{s:O, s:O, s:s, s:s}", "id", id, "checkout_id",
			      checkout_id, "origin", ORIGIN, "status", "PASS");
	const json_t *config = json_object_get(env, "config");
	const char *arch = ds_str(env, "arch");

	if (!arch[strspn(arch, "abcdefghijklmnopqrstuvwxyz0123456789_")])
		put_text(o, "architecture", arch);
	put_text(o, "config_name", ds_str(env, "config_name"));
	put_text(o, "compiler", ds_str(config, "CC_VERSION_TEXT"));
	put_text(o, "comment", ds_str(env, "release"));
	put(o, "misc", json_pack("{s:s, s:s, s:O*}",
		"build_id", ds_str(env, "build_id"),
		"config_digest", ds_str(env, "config_digest"),
		"config", config));
	return o;
}

static json_t *environment(const json_t *env)
{
	json_t *o = json_object();

	put_text(o, "comment", ds_str(env, "machine"));
	put(o, "misc", json_pack("{s:s, s:s, s:O*, s:O*, s:s}",
		"mode", ds_str(env, "mode"),
		"cmdline", ds_str(env, "cmdline"),
		"cpus", json_object_get(env, "cpus"),
		"boots", json_object_get(env, "boots"),
		"ptlocks", ds_str(env, "ptlocks")));
	return o;
}

/* Displays scale a value by its prefix: only what has one by nature gets it. */
static json_t *number(const json_t *s, const json_t *row, const char *side)
{
	const json_t *v = row_value(row, side);
	/* A number of one rung is per nothing. */
	const char *per = json_object_get(row, "at") ? "" :
			  ds_str(row, "per");
	bool bytes = ds_is(row, "unit", "bytes");
	json_t *o;

	if (!json_is_number(v))
		return NULL;
	o = json_pack("{s:O}", "value", v);
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

static json_t *test(const json_t *s, const char *side, json_t *bid,
		    const struct suite_test *t, uint64_t run)
{
	bool base = !strcmp(side, "base");
	const char *status = status_of(t->result);
	json_t *value = t->row ? number(s, t->row, side) : NULL, *o;

	/* The base is what is compared with: measured, and not judged. */
	if (base)
		status = value ? "DONE" : "SKIP";
	o = json_pack("{s:o, s:O, s:s, s:o, s:s, s:o}", "id",
		      json_sprintf(ORIGIN ":%016llx-%s-%s",
				   (unsigned long long)run, side, t->name),
		      "build_id", bid, "origin", ORIGIN,
		      "path", json_sprintf("kptbench.%s", t->name),
		      "status", status, "environment",
		      environment(json_object_get(s, side)));
	put(o, "number", value);
	if (!base)
		put_text(o, "log_excerpt", t->why);
	if (t->row)
		put(o, "misc", json_pack("{s:s, s:s, s:s, s:s}",
			"params", ds_str(t->row, "params"),
			"class", ds_str(t->row, "class"),
			"source", ds_str(t->row, "source"),
			"verdict", base ? "" : ds_str(t->row, "verdict")));
	return o;
}

static int print(FILE *f, const json_t *s)
{
	static const char *const sides[] = { "base", "patched" };
	json_t *out, *checkouts = json_array(), *builds = json_array();
	json_t *tests = json_array();
	uint64_t run = hash_json(s);
	size_t n, i;
	struct suite_test *t = suite_build(s, &n);
	int err = t ? 0 : -ENOMEM;

	for (int k = 0; k < 2 && !err; k++) {
		const json_t *env = json_object_get(s, sides[k]);
		json_t *cid = id_of("checkout",
				    hash_json(json_object_get(env, "source")));
		json_t *bid = build_id(env);

		json_array_append_new(checkouts, checkout(env, cid));
		json_array_append_new(builds, build(env, bid, cid));
		for (i = 0; i < n; i++)
			if (t[i].row || k)
				json_array_append_new(tests,
					test(s, sides[k], bid, &t[i], run));
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
