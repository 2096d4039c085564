// SPDX-License-Identifier: GPL-2.0-only
/* doc_na.c - what was not measured, by reason */
#include <stdlib.h>
#include <string.h>

#include "analyze/report/doc.h"
#include "analyze/report/groups.h"
#include "analyze/words/words.h"

json_t *doc_na_groups(const json_t *s)
{
	json_t *groups = json_object(), *row;
	size_t i;

	json_array_foreach(json_object_get(s, "comparisons"), i, row) {
		char *why;

		if (row_judged(row))
			continue;
		why = json_dumps(json_object_get(row, "reasons"),
				 JSON_COMPACT | JSON_SORT_KEYS |
				 JSON_ENCODE_ANY);
		groups_add(groups, row, "%s", why ? why : "");
		free(why);
	}
	return groups;
}

/* The names of all rows of a group, each once; how many there are. */
static size_t names_of(const json_t *group, const char *key, char *buf,
		       size_t len)
{
	json_t *seen = json_object(), *row;
	size_t i, n, left = 0;

	buf[0] = '\0';
	json_array_foreach((json_t *)group, i, row) {
		const char *name = *ds_str(row, key) ? ds_str(row, key) :
						       "start";

		if (json_object_get(seen, name))
			continue;
		json_object_set_new(seen, name, json_true());
		if (left || strlen(buf) + strlen(name) + 30 > len)
			left++;
		else
			say(buf, len, "%s%s", *buf ? ", " : "", name);
	}
	if (left)
		say(buf, len, " and %zu more", left);
	n = json_object_size(seen);
	json_decref(seen);
	return n;
}

size_t doc_na_names(const json_t *group, char *metrics, size_t mlen,
		    char *scenarios, size_t slen)
{
	names_of(group, "scenario", scenarios, slen);
	return names_of(group, "metric", metrics, mlen);
}

void doc_na(FILE *f, const json_t *s)
{
	json_t *groups = doc_na_groups(s), *group;
	const char *key;

	if (json_object_size(groups))
		doc_title(f, "Not available (n/a), or missing");
	json_object_foreach(groups, key, group) {
		char metrics[600], scenarios[600], why[WHY_LEN];
		size_t n = doc_na_names(group, metrics, sizeof(metrics),
					scenarios, sizeof(scenarios));

		words_why(json_array_get(group, 0), why, sizeof(why));
		if (n > 2)
			doc_wrap(f, "- ", "  ", "%zu metrics of %s: %s", n,
				 scenarios, why);
		else
			doc_wrap(f, "- ", "  ", "%s (%s): %s", metrics,
				 scenarios, why);
	}
	json_decref(groups);
}
