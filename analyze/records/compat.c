// SPDX-License-Identifier: GPL-2.0-only
/* compat.c - may the records of two kernels be compared at all? */
#include <stdlib.h>
#include <string.h>

#include "analyze/records/pair.h"
#include "common/util.h"

/* Names of environment that must agree, and what a difference means. */
static const struct {
	const char *key;
	const char *what;
} must_agree[] = {
	{ "arch", "architecture" },
	{ "mode", "mode of measurement" },
	{ "page_size", "page size" },
	{ "config_name", "configuration" },
	{ "machine", "machine" },
	{ "cpus", "number of CPUs" },
	{ "levels", "page-table levels" },
	{ "emulator", "emulator" },
	{ "tools", "kptbench, or what built it," },
};

/* Options that tell what the kernel was built by, and not what it is. */
static bool is_compiler(const char *option)
{
	return !strcmp(option, "CC_VERSION_TEXT") ||
	       !strcmp(option, "LD_VERSION") ||
	       !strcmp(option, "LLD_VERSION");
}


bool compat_allowed(const struct pair *c, const char *name)
{
	for (size_t i = 0; c->allow && i < c->allow->n; i++)
		if (!strcmp(c->allow->v[i], name))
			return true;
	return false;
}

static const char *text_of(const json_t *v, char *buf, size_t len)
{
	if (json_is_string(v))
		kpt_copy(buf, len, json_string_value(v));
	else if (json_is_integer(v))
		kpt_join(buf, len, "%lld",
			 (long long)json_integer_value(v));
	else
		kpt_copy(buf, len, "not recorded");
	return buf;
}

static int differs(struct pair *c, const char *name, const char *what,
		   const json_t *a, const json_t *b)
{
	char x[200], y[200];

	if (a && b && json_equal(a, b))
		return 0;
	if (!a && !b)
		return 0;
	text_of(a, x, sizeof(x));
	text_of(b, y, sizeof(y));
	if (compat_allowed(c, name)) {
		health_note(c, json_pack("{s:s, s:s, s:s, s:s, s:s}", "code",
			"allowed", "what", what, "option", name,
			"base", x, "patched", y));
		return 0;
	}
	kpt_error("refused: %s differs: \"%s\" on base, \"%s\" on patched; "
		  "to compare all the same: --allow-different %s", what, x, y,
		  name);
	return 1;
}

/* What is not known cannot agree. */
static int unknown_options(struct pair *c, const struct side *s)
{
	const char *why = ds_str(s->env, "config_na");

	if (!*why)
		return 0;
	if (compat_allowed(c, "config")) {
		health_note(c, json_pack("{s:s, s:s, s:s}", "code",
			"config_unknown", "label", s->label, "text", why));
		return 0;
	}
	kpt_error("refused: the .config of %s is not known, so options cannot "
		  "be compared: %s; to compare all the same: "
		  "--allow-different config", s->label, why);
	return 1;
}

/* A compiler by two names, with and without the target's, is one. */
static bool same_compiler(const char *key, const json_t *a, const json_t *b)
{
	const char *x = json_string_value(a), *y = json_string_value(b);

	if (strcmp(key, "CC_VERSION_TEXT") || !x || !y)
		return false;
	x = strchr(x, ' ');
	y = strchr(y, ' ');
	return x && y && !strcmp(x, y);
}

static int option_differs(struct pair *c, const char *key, const json_t *a,
			  const json_t *b)
{
	char what[128];

	if (same_compiler(key, a, b))
		return 0;
	kpt_join(what, sizeof(what), "option %s", key);
	return differs(c, is_compiler(key) ? "compiler" : "config", what, a, b);
}

static int compare_options_of(struct pair *c)
{
	const json_t *a = json_object_get(c->side[BASE].env, "config");
	const json_t *b = json_object_get(c->side[PATCHED].env, "config");
	const char *key;
	json_t *v;
	int bad = 0;

	if (*ds_str(c->side[BASE].env, "config_na") ||
	    *ds_str(c->side[PATCHED].env, "config_na"))
		return unknown_options(c, &c->side[BASE]) +
		       unknown_options(c, &c->side[PATCHED]);
	json_object_foreach((json_t *)a, key, v)
		bad += option_differs(c, key, v, json_object_get(b, key));
	json_object_foreach((json_t *)b, key, v)
		if (!json_object_get(a, key))
			bad += option_differs(c, key, NULL, v);
	if (json_equal(a, b) && json_object_size(a) &&
	    strcmp(ds_str(c->side[BASE].env, "config_digest"),
		   ds_str(c->side[PATCHED].env, "config_digest")))
		health_note(c, json_pack("{s:s}", "code", "digests_differ"));
	return bad;
}

/* What may change from boot to boot of one kernel, when it is allowed. */
static bool may_vary(const struct pair *c, const char *key)
{
	return (!strcmp(key, "emulator") || !strcmp(key, "tools")) &&
	       compat_allowed(c, key);
}

/* Two different kernels under one label are not one side of anything. */
static int one_kernel(struct pair *c, const struct side *s)
{
	static const char *const keys[] = { "arch", "mode", "page_size",
		"config_name", "config_digest", "build_id", "release", "cpus",
		"levels", "ptlocks", "ptlock_size", "module_abi", "emulator",
		"tools" };
	char x[200], y[200];
	int bad = 0;

	for (size_t i = 1; i < s->nr; i++)
		for (size_t k = 0; k < ARRAY_SIZE(keys); k++) {
			const json_t *a = json_object_get(s->env, keys[k]);
			const json_t *b = json_object_get(s->boots[i]->env,
							  keys[k]);

			if ((!a && !b) || json_equal(a, b) ||
			    may_vary(c, keys[k]) ||
			    (s->builds && !strcmp(keys[k], "build_id")) ||
			    (!strcmp(keys[k], "cpus") &&
			     strcmp(s->boots[i]->group, s->boots[0]->group)))
				continue;
			bad++;
			kpt_error("refused: %s:%ld: boot %lld of %s is another "
				  "kernel or machine than the first: %s is "
				  "\"%s\", was \"%s\"; give it a label of its "
				  "own", c->ds.paths[s->file],
				  s->boots[i]->line, s->boots[i]->boot,
				  s->label, keys[k],
				  text_of(b, y, sizeof(y)),
				  text_of(a, x, sizeof(x)));
		}
	return bad;
}

/* The params of every scenario measured on both sides. */
static int scenario_params(struct pair *c)
{
	json_t *seen = json_object();
	int bad = 0;

	for (int k = 0; k < SIDES; k++)
		for (size_t i = 0; i < c->side[k].nr; i++) {
			const struct ds_boot *b = c->side[k].boots[i];

			for (size_t j = 0; j < b->nr_samples; j++) {
				const struct ds_sample *s = &b->samples[j];
				const char *was = json_string_value(
					json_object_get(seen, s->scenario));
				char name[80];

				if (!was)
					json_object_set_new(seen, s->scenario,
						json_string(s->params));
				if (!was || !strcmp(was, s->params) ||
				    compat_allowed(c, "params"))
					continue;
				kpt_join(name, sizeof(name), "\t%.60s",
					 s->scenario);
				if (json_object_get(seen, name))
					continue;
				json_object_set_new(seen, name, json_true());
				kpt_error("refused: scenario %s was run with "
					  "other parameters: \"%s\" and \"%s\" "
					  "(%s, boot %lld); to compare all the "
					  "same: --allow-different params",
					  s->scenario, was, s->params,
					  side_name[k], b->boot);
				bad++;
			}
		}
	json_decref(seen);
	return bad;
}

/* Only the module tells levels: one that is not there says nothing of them. */
static bool told(const struct pair *c, const char *key)
{
	return strcmp(key, "levels") ||
	       (*ds_str(c->side[BASE].env, key) &&
		*ds_str(c->side[PATCHED].env, key));
}

static void note_modules(struct pair *c)
{
	long long base = ds_int(c->side[BASE].env, "module_abi");
	long long patched = ds_int(c->side[PATCHED].env, "module_abi");

	if (base == patched)
		return;
	if (base && patched)
		health_note(c, json_pack("{s:s}", "code", "abi_differs"));
	else
		health_note(c, json_pack("{s:s, s:s}", "code", "no_module",
			"label", c->side[base ? PATCHED : BASE].label));
}

int compat_check(struct pair *c)
{
	const json_t *a = c->side[BASE].env, *b = c->side[PATCHED].env;
	int bad = 0;

	bad += one_kernel(c, &c->side[BASE]);
	bad += one_kernel(c, &c->side[PATCHED]);
	bad += builds_check(c);
	for (size_t i = 0; i < ARRAY_SIZE(must_agree); i++) {
		const char *key = must_agree[i].key;

		if (told(c, key))
			bad += differs(c, key, must_agree[i].what,
				       json_object_get(a, key),
				       json_object_get(b, key));
	}
	bad += compare_options_of(c);
	bad += scenario_params(c);
	if (!bad && ds_int(a, "seed") != ds_int(b, "seed"))
		health_note(c, json_pack("{s:s}", "code", "seed_differs"));
	if (!bad)
		note_modules(c);
	return bad;
}
