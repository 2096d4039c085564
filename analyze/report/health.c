// SPDX-License-Identifier: GPL-2.0-only
/* health.c - leaks, consoles, missing boots and metrics, in one line */
#include "analyze/report/facts.h"
#include "analyze/words/words.h"

static size_t items(const struct summary *s, enum health_list list)
{
	return health_of(s, list)->nr;
}

static void say_health(const struct summary *s, bool one, char *buf,
		       size_t len)
{
	static const struct {
		enum health_list list;
		const char *words;
	} lists[] = {
		{ HEALTH_INCOMPLETE, "INCOMPLETE: boots or records" },
		{ HEALTH_MISSING, "MISSING: metrics" },
		{ HEALTH_INCOMPARABLE, "NOT COMPARABLE: metrics" },
		{ HEALTH_FIXED, "FIXED: findings of base that patched has "
		  "not" },
		{ HEALTH_UNCOVERED, "kinds of tables without a constructor" },
		{ HEALTH_LOCKED, "kinds of kernel tables with a ptlock" },
		{ HEALTH_DEMOTED, "exact metrics that did not repeat" },
	};
	const struct health *h = &s->health;
	char text[400];

	buf[0] = '\0';
	if (items(s, HEALTH_LEAKS))
		say(buf, len, "LEAK: %zu readings did not return to their "
		    "start", items(s, HEALTH_LEAKS));
	else if (h->readings && one)
		say(buf, len, "no leak in %lld readings", h->readings);
	else if (h->readings)
		say(buf, len, "no leak");
	else
		say(buf, len, "leaks not checked");
	words_consoles(s, text, sizeof(text));
	if (!one && h->of && !items(s, HEALTH_UNCHECKED) &&
	    !items(s, HEALTH_BADNESS))
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
