// SPDX-License-Identifier: GPL-2.0-only
/* summary.c - everything a report is made from, and the verdict of the run */
#include <math.h>
#include <string.h>

#include "analyze/judge/compare.h"
#include "common/util.h"

/* No date, no path: two runs must give the same bytes. */
static json_t *environment(const struct side *s)
{
	static const char *const keys[] = { "label", "mode", "seed", "arch",
		"release", "build_id", "config_name", "config_digest",
		"config", "config_na", "source", "emulator", "tools", "cmdline",
		"page_size", "cpus", "machine", "topology", "module_abi",
		"ptlocks", "ptlock_size", "levels", "counters" };
	json_t *out = json_object();

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		json_object_set(out, keys[i],
				json_object_get(s->env, keys[i]));
	json_object_set_new(out, "boots",
			    json_integer((json_int_t)s->replicates));
	if (s->layouts)
		json_object_set_new(out, "layouts",
				    json_integer((json_int_t)s->layouts));
	if (s->builds)
		json_object_set_new(out, "builds",
				    json_integer((json_int_t)s->builds));
	return out;
}

static size_t count(const json_t *health, const char *list)
{
	return json_array_size(json_object_get(health, list));
}

static const char *overall(const json_t *health)
{
	if (count(health, "badness"))
		return "badness";
	if (count(health, "leaks"))
		return "leak";
	if (count(health, "incomplete") || count(health, "missing") ||
	    count(health, "incomparable"))
		return "incomplete";
	return "ok";
}

/* Why no lock object can be saved here: a code, or null. */
static json_t *no_effect(const struct cmp *c)
{
	const json_t *env = c->p.side[BASE].env;

	return ds_is(env, "ptlocks", "embedded") ||
	       ds_is(env, "ptlocks", "none") ?
	       json_string(ds_str(env, "ptlocks")) : json_null();
}

json_t *summary_build(struct cmp *c, const char *command)
{
	static const char *const lists[] = { "badness", "leaks", "demoted",
		"incomplete", "missing", "incomparable", "fixed", "unchecked",
		"uncovered", "locked", "notes" };
	json_t *out = json_object(), *perf, *build = build_compare(c);

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		if (!json_object_get(c->p.health, lists[i]))
			json_object_set_new(c->p.health, lists[i], json_array());
	json_object_set_new(out, "schema", json_string(KPT_SUMMARY_SCHEMA));
	json_object_set_new(out, "command",
			    json_string(command ? command : ""));
	json_object_set_new(out, "margin", json_real(c->margin));
	json_object_set_new(out, "base", environment(&c->p.side[BASE]));
	json_object_set_new(out, "patched", environment(&c->p.side[PATCHED]));
	json_object_set_new(out, "boots", boots_list(c));
	json_object_set(out, "comparisons", c->comparisons);
	json_object_set(out, "coverage", c->coverage);
	json_object_set_new(out, "timeline", timeline_build(c));
	if (build)
		json_object_set_new(out, "build", build);
	perf = perf_build(c);
	if (json_array_size(perf))
		json_object_set(out, "perf", perf);
	json_decref(perf);
	json_object_set(out, "health", c->p.health);
	json_object_set_new(out, "no_effect", no_effect(c));
	json_object_set_new(out, "verdict", json_string(overall(c->p.health)));
	return out;
}
