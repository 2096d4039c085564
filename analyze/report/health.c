// SPDX-License-Identifier: GPL-2.0-only
/* health.c - leaks, consoles, missing boots and metrics, in one line */
#include "analyze/report/facts.h"
#include "analyze/words/words.h"

static size_t items(const json_t *s, const char *list)
{
	return json_array_size(json_object_get(json_object_get(s, "health"),
					       list));
}

static void say_health(const json_t *s, bool one, char *buf, size_t len)
{
	static const struct {
		const char *list, *words;
	} lists[] = {
		{ "incomplete", "INCOMPLETE: boots or records" },
		{ "missing", "MISSING: metrics" },
		{ "incomparable", "NOT COMPARABLE: metrics" },
		{ "fixed", "FIXED: findings of base that patched has not" },
		{ "uncovered", "kinds of tables without a constructor" },
		{ "locked", "kinds of kernel tables with a ptlock" },
		{ "demoted", "exact metrics that did not repeat" },
	};
	const json_t *h = json_object_get(s, "health");
	char text[400];

	buf[0] = '\0';
	if (items(s, "leaks"))
		say(buf, len, "LEAK: %zu readings did not return to their "
		    "start", items(s, "leaks"));
	else if (ds_int(h, "drained_readings") && one)
		say(buf, len, "no leak in %lld readings",
		    ds_int(h, "drained_readings"));
	else if (ds_int(h, "drained_readings"))
		say(buf, len, "no leak");
	else
		say(buf, len, "leaks not checked");
	words_consoles(s, text, sizeof(text));
	if (!one && ds_int(json_object_get(h, "consoles"), "of") &&
	    !items(s, "unchecked") && !items(s, "badness"))
		say(buf, len, ", no console warning");
	else
		say(buf, len, "; consoles: %s", text);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (items(s, lists[i].list))
			say(buf, len, "; %s: %zu", lists[i].words,
			    items(s, lists[i].list));
}

void health_put(struct model *m, const struct columns *c)
{
	char text[COLUMNS_MAX][800];
	const char *list[COLUMNS_MAX];
	char all[1600] = "";

	for (size_t k = 0; k < c->n; k++) {
		say_health(c->s[k], c->n == 1, text[k], sizeof(text[k]));
		list[k] = text[k];
	}
	columns_grouped(c, list, all, sizeof(all));
	model_item(m, "Health: %s.", all);
}
