// SPDX-License-Identifier: GPL-2.0-only
/* headline.c - what a summary says, in a few sentences */
#include <math.h>
#include <string.h>

#include "analyze/words/words.h"

static size_t items(const json_t *s, const char *list)
{
	return json_array_size(json_object_get(json_object_get(s, "health"),
					       list));
}

/* The costs that change most, either way, in units and in percent. */
static void say_costs(const json_t *s, char *buf, size_t len)
{
	const json_t *low = NULL, *high = NULL;
	size_t i, same = 0, open = 0;
	json_t *row;
	char d[WORDS_LEN], pc[WORDS_LEN];

	json_array_foreach(json_object_get(s, "comparisons"), i, row) {
		double diff = words_real(row, "diff");

		if (!row_main(row) || !row_judged(row))
			continue;
		if (ds_is(row, "verdict", "equivalent"))
			same++;
		else if (!ds_is(row, "verdict", "improved") &&
			 !ds_is(row, "verdict", "regressed"))
			open++;
		else if (diff > 0 && (!high || diff / words_real(row, "base") >
			 words_real(high, "diff") / words_real(high, "base")))
			high = row;
		else if (diff < 0 && (!low || diff / words_real(row, "base") <
			 words_real(low, "diff") / words_real(low, "base")))
			low = row;
	}
	for (int k = 0; k < 2; k++) {
		row = (json_t *)(k ? low : high);
		if (!row)
			continue;
		words_percent(row, pc);
		say(buf, len, " Largest %s of a cost: %s %s per %s%s%s%s (%s).",
		    k ? "decrease" : "increase", words_amount(row, "diff", d),
		    words_unit(s, row), ds_str(row, "per"), *pc ? ", " : "",
		    pc, "", ds_str(row, "scenario"));
	}
	if (same)
		say(buf, len, " %zu cost%s without difference.", same,
		    same == 1 ? "" : "s");
	if (open)
		say(buf, len, " %zu cost%s not resolved.", open,
		    open == 1 ? "" : "s");
}

/* The memory row that moved most, relative to its base. */
static void say_memory(const json_t *s, char *buf, size_t len)
{
	const json_t *best = NULL;
	double most = 0;
	char a[WORDS_LEN], b[WORDS_LEN];
	size_t i;
	json_t *row;

	json_array_foreach(json_object_get(s, "comparisons"), i, row) {
		double base = words_real(row, "base");
		double rel = words_real(row, "diff");

		if (!ds_is(row, "kind", "memory") ||
		    !ds_is(row, "phase", "held") ||
		    (!ds_is(row, "verdict", "improved") &&
		     !ds_is(row, "verdict", "regressed")))
			continue;
		rel = fabs(base != 0 ? rel / base : rel);
		if (rel <= most)
			continue;
		most = rel;
		best = row;
	}
	if (best)
		say(buf, len, " %s per %s held: %s -> %s %s (%s).",
		    ds_str(best, "metric"), ds_str(best, "per"),
		    words_amount(best, "base", a),
		    words_amount(best, "patched", b), ds_str(best, "unit"),
		    ds_str(best, "scenario"));
}

static void say_health(const json_t *s, char *buf, size_t len)
{
	const json_t *h = json_object_get(s, "health");
	const json_t *consoles = json_object_get(h, "consoles");
	long long checked = ds_int(consoles, "checked");
	long long of = ds_int(consoles, "of");

	if (items(s, "leaks"))
		say(buf, len, " LEAK: %zu readings did not return to their "
		    "start.", items(s, "leaks"));
	else if (ds_int(h, "drained_readings"))
		say(buf, len, " No leak.");
	else
		say(buf, len, " Leaks: not checked.");
	if (items(s, "fixed"))
		say(buf, len, " FIXED: %zu findings of base that patched does "
		    "not have.", items(s, "fixed"));
	if (items(s, "badness"))
		say(buf, len, " WARNINGS on the console of %zu boots.",
		    items(s, "badness"));
	else if (of && checked == of)
		say(buf, len, " No console warning.");
	else
		say(buf, len, " Consoles: %s.", checked ? "not all checked" :
		    "not checked");
	if (items(s, "incomplete") + items(s, "missing"))
		say(buf, len, " INCOMPLETE: %zu boots or records and %zu "
		    "metrics are missing.", items(s, "incomplete"),
		    items(s, "missing"));
	if (items(s, "incomparable"))
		say(buf, len, " NOT COMPARABLE: %zu metrics.",
		    items(s, "incomparable"));
}

void words_headline(const json_t *s, char *buf, size_t len)
{
	const json_t *env = json_object_get(s, "base");
	size_t i, differ = 0, same = 0;
	json_t *row;

	buf[0] = '\0';
	if (*ds_str(s, "headline")) {
		say(buf, len, "%s", ds_str(s, "headline"));
		return;
	}
	json_array_foreach(json_object_get(s, "comparisons"), i, row) {
		differ += row_shown(row) && row_differs(row);
		same += row_shown(row) &&
			ds_is(row, "verdict", "equivalent");
	}
	say(buf, len, "%s%s%s:", ds_str(env, "arch"),
	    *ds_str(env, "config_name") ? " " : "",
	    ds_str(env, "config_name"));
	if (!differ)
		say(buf, len, " no difference in %zu comparisons.", same);
	say_memory(s, buf, len);
	if (differ)
		say_costs(s, buf, len);
	say_health(s, buf, len);
}
