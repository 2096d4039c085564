// SPDX-License-Identifier: GPL-2.0-only
/* doc_na.c - what was not measured, by reason */
#include <string.h>

#include "analyze/report/doc.h"
#include "analyze/report/groups.h"
#include "analyze/words/words.h"

struct groups doc_na_groups(const struct summary *s)
{
	struct groups groups = { .nr = 0 };
	char why[WHY_LEN];

	summary_each_row(s, row) {
		if (row_judged(row))
			continue;
		words_why(row, why, sizeof(why));
		groups_add(&groups, row, "%s", why);
	}
	return groups;
}

/* One name more behind the others; where there is no room it is counted. */
static void say_name(struct names *seen, const char *name, size_t *left,
		     char *buf, size_t len)
{
	if (!*name)
		name = "start";
	if (!names_new(seen, name))
		return;
	if (*left || strlen(buf) + strlen(name) + 30 > len)
		++*left;
	else
		say(buf, len, "%s%s", *buf ? ", " : "", name);
}

size_t doc_na_names(const struct group *group, char *metrics, size_t mlen,
		    char *scenarios, size_t slen)
{
	struct names metric = { NULL, 0 }, scenario = { NULL, 0 };
	size_t mleft = 0, sleft = 0, n;

	metrics[0] = scenarios[0] = '\0';
	for (size_t i = 0; i < group->nr; i++) {
		const struct row *row = group->v[i];

		say_name(&metric, row->metric, &mleft, metrics, mlen);
		say_name(&scenario, row->scenario, &sleft, scenarios, slen);
	}
	if (mleft)
		say(metrics, mlen, " and %zu more", mleft);
	if (sleft)
		say(scenarios, slen, " and %zu more", sleft);
	n = metric.nr;
	names_free(&metric);
	names_free(&scenario);
	return n;
}

void doc_na(FILE *f, const struct summary *s)
{
	struct groups groups = doc_na_groups(s);

	if (groups.nr)
		doc_title(f, "Not available (n/a), or missing");
	groups_each(&groups, g) {
		char metrics[600], scenarios[600];
		size_t n = doc_na_names(g, metrics, sizeof(metrics), scenarios,
					sizeof(scenarios));

		if (n > 2)
			doc_wrap(f, "- ", "  ", "%zu metrics of %s: %s", n,
				 scenarios, g->key);
		else
			doc_wrap(f, "- ", "  ", "%s (%s): %s", metrics,
				 scenarios, g->key);
	}
	groups_free(&groups);
}
