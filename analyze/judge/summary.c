// SPDX-License-Identifier: GPL-2.0-only
/* summary.c - everything a report is made from, its verdict and headline */
#include <math.h>
#include <string.h>

#include "analyze/judge/compare.h"
#include "analyze/words/words.h"
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
	if (count(health, "incomplete") || count(health, "missing"))
		return "incomplete";
	return "ok";
}

/* The memory row that moved most, in its own units relative to its base. */
static const json_t *loudest_memory(const json_t *rows)
{
	const json_t *best = NULL;
	double most = 0;
	size_t i;
	json_t *row;

	json_array_foreach((json_t *)rows, i, row) {
		double base = words_real(row, "base");
		double rel = words_real(row, "diff");

		if (!words_is(row, "kind", "memory") ||
		    !words_is(row, "phase", "held") ||
		    (!words_is(row, "verdict", "improved") &&
		     !words_is(row, "verdict", "regressed")))
			continue;
		rel = fabs(base != 0 ? rel / base : rel);
		if (rel <= most)
			continue;
		most = rel;
		best = row;
	}
	return best;
}

static void say_costs(const json_t *summary, char *buf, size_t len)
{
	const json_t *low = NULL, *high = NULL;
	size_t i, moved = 0, n = 0;
	json_t *row;
	char a[WORDS_LEN], b[WORDS_LEN];

	json_array_foreach(json_object_get(summary, "comparisons"), i, row) {
		double base = words_real(row, "base"), rel;

		if (!words_main_cost(row) || base == 0 ||
		    words_is(row, "verdict", "n/a") ||
		    words_is(row, "verdict", "inconclusive"))
			continue;
		n++;
		rel = words_real(row, "diff") / base;
		moved += rel != 0;
		if (!low || rel < words_real(low, "diff") /
				  words_real(low, "base"))
			low = row;
		if (!high || rel > words_real(high, "diff") /
				   words_real(high, "base"))
			high = row;
	}
	if (!n)
		return;
	if (!moved) {
		say(buf, len, " No operation costs more or less.");
		return;
	}
	if (low == high) {
		say(buf, len, " Cost of %s: %s (%s).",
		    words_str(low, "scenario"), words_percent(low, a),
		    words_direction(low));
		return;
	}
	words_percent(low, a);
	words_percent(high, b);
	say(buf, len, " Cost per operation: from %s (%s%s%s) to %s (%s%s%s).",
	    a, words_str(low, "scenario"), *words_direction(low) ? ", " : "",
	    words_direction(low), b, words_str(high, "scenario"),
	    *words_direction(high) ? ", " : "", words_direction(high));
}

/* Equal is one thing, not more apart than the margin another. */
static void say_same(const json_t *summary, char *buf, size_t len)
{
	const json_t *rows = json_object_get(summary, "comparisons");
	size_t all = words_count(summary, "equivalent"), near = 0, i;
	json_t *row;

	json_array_foreach(rows, i, row)
		near += words_is(row, "verdict", "equivalent") &&
			words_is(row, "class", "noisy") && words_shown(row);
	if (!near)
		say(buf, len, " no difference at all in %zu comparisons.", all);
	else if (near == all)
		say(buf, len, " no difference beyond the margin in %zu "
		    "comparisons.", all);
	else
		say(buf, len, " no difference in %zu comparisons: %zu are "
		    "equal, %zu noisy ones inside the margin.", all,
		    all - near, near);
}

static json_t *headline(const json_t *summary)
{
	const json_t *rows = json_object_get(summary, "comparisons");
	const json_t *health = json_object_get(summary, "health");
	const json_t *env = json_object_get(summary, "base"), *m;
	size_t better = words_count(summary, "improved");
	size_t worse = words_count(summary, "regressed");
	size_t shift = words_count(summary, "shift");
	size_t changed = words_count(summary, "changed");
	size_t unclear = words_count(summary, "inconclusive");
	char buf[1600] = "", a[WORDS_LEN], b[WORDS_LEN];

	say(buf, sizeof(buf), "%s%s%s:", words_str(env, "arch"),
	    *words_str(env, "config_name") ? " " : "",
	    words_str(env, "config_name"));
	if (!(better + worse + shift + changed + unclear))
		say_same(summary, buf, sizeof(buf));
	m = loudest_memory(rows);
	if (m)
		say(buf, sizeof(buf), " %s per %s goes from %s to %s %s "
		    "(%s).", words_str(m, "metric"), words_str(m, "per"),
		    words_num(json_object_get(m, "base"), a),
		    words_num(json_object_get(m, "patched"), b),
		    words_str(m, "unit"), words_str(m, "scenario"));
	if (better + worse + shift + changed + unclear) {
		say_costs(summary, buf, sizeof(buf));
		say(buf, sizeof(buf), " In all: %zu improved, %zu regressed, "
		    "%zu expected accounting shift%s, %zu changed otherwise, "
		    "%zu inconclusive, %zu without difference.", better, worse,
		    shift, shift == 1 ? "" : "s", changed, unclear,
		    words_count(summary, "equivalent"));
	}
	if (count(health, "badness"))
		say(buf, sizeof(buf), " BADNESS on the console of %zu boots.",
		    count(health, "badness"));
	if (count(health, "leaks"))
		say(buf, sizeof(buf), " LEAK: %zu readings did not return to "
		    "where they began.", count(health, "leaks"));
	if (count(health, "incomplete") + count(health, "missing"))
		say(buf, sizeof(buf), " INCOMPLETE: %zu boots or records and "
		    "%zu metrics are missing.", count(health, "incomplete"),
		    count(health, "missing"));
	return json_string(buf);
}

static json_t *no_effect(const struct cmp *c)
{
	const json_t *env = c->p.side[BASE].env;

	if (!strcmp(ds_str(env, "ptlocks"), "embedded"))
		return json_sprintf("no effect on lock objects expected here: "
			"a ptlock (%lld bytes) fits into the page descriptor, "
			"so none is ever allocated", ds_int(env,
			"ptlock_size"));
	if (!strcmp(ds_str(env, "ptlocks"), "none"))
		return json_string("no effect on lock objects expected here: "
			"this configuration has no split page-table locks");
	return json_null();
}

json_t *summary_build(struct cmp *c, const char *command)
{
	static const char *const lists[] = { "badness", "leaks", "demoted",
		"incomplete", "missing", "uncovered", "locked", "notes" };
	json_t *out = json_object(), *perf;

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		if (!json_object_get(c->p.health, lists[i]))
			json_object_set_new(c->p.health, lists[i], json_array());
	json_object_set_new(out, "schema", json_string(KPT_SUMMARY_SCHEMA));
	json_object_set_new(out, "command", json_string(command ? command
								 : ""));
	json_object_set_new(out, "base", environment(&c->p.side[BASE]));
	json_object_set_new(out, "patched", environment(&c->p.side[PATCHED]));
	json_object_set(out, "comparisons", c->comparisons);
	if (words_mark_main(out)) {
		json_decref(out);
		return NULL;
	}
	json_object_set(out, "coverage", c->coverage);
	json_object_set_new(out, "timeline", timeline_build(c));
	perf = perf_build(c);
	if (json_array_size(perf))
		json_object_set(out, "perf", perf);
	json_decref(perf);
	json_object_set(out, "health", c->p.health);
	json_object_set_new(out, "no_effect", no_effect(c));
	json_object_set_new(out, "verdict", json_string(overall(c->p.health)));
	json_object_set_new(out, "headline", headline(out));
	return out;
}
