// SPDX-License-Identifier: GPL-2.0-only
/* filter.c - some of the rows of a summary */
#include <errno.h>
#include <fnmatch.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "analyze/records/json.h"
#include "analyze/summary/filter.h"
#include "analyze/summary/read.h"
#include "common/util.h"

#define LISTED_LEN 2000

static const char *name_of(const json_t *row, const char *key)
{
	const char *name = ds_str(row, key);

	return *name || strcmp(key, "scenario") ? name : FILTER_BOOT;
}

static bool one_matches(const char *pattern, size_t len, const char *name)
{
	char one[200];

	return len < sizeof(one) &&
	       !kpt_join(one, sizeof(one), "%.*s", (int)len, pattern) &&
	       !fnmatch(one, name, 0);
}

bool filter_matches(const char *patterns, const char *name)
{
	size_t len;

	if (!patterns)
		return true;
	for (;; patterns += len + 1) {
		len = strcspn(patterns, ",");
		if (one_matches(patterns, len, name))
			return true;
		if (!patterns[len])
			return false;
	}
}

/* All names of the summaries, each once. */
static json_t *names_of(struct summary *const *s, size_t n, const char *key)
{
	json_t *names = json_object(), *row;
	size_t i;

	for (size_t k = 0; k < n; k++)
		json_array_foreach(json_object_get(s[k]->json, "comparisons"),
				   i, row)
			json_object_set_new(names, name_of(row, key),
					    json_true());
	return names;
}

static int complain(const char *opt, const char *pattern, size_t len,
		    json_t *names)
{
	char list[LISTED_LEN] = "", more[40] = "";
	const char *name;
	size_t used = 0, left = 0;
	json_t *e;

	json_object_foreach(names, name, e) {
		if (left || used + strlen(name) + 3 > sizeof(list)) {
			left++;
			continue;
		}
		used += (size_t)snprintf(list + used, sizeof(list) - used,
					 "%s%s", used ? ", " : "", name);
	}
	if (left)
		snprintf(more, sizeof(more), " and %zu more", left);
	kpt_error("--%s: nothing matches \"%.*s\"; there are: %s%s", opt,
		  (int)len, pattern, used ? list : "none", more);
	return -EINVAL;
}

/* A pattern that matches nothing is a mistake: the rest would hide it. */
static int check(const char *opt, const char *patterns,
		 struct summary *const *s, size_t n, const char *key)
{
	json_t *names = patterns ? names_of(s, n, key) : NULL, *e;
	int err = 0;

	while (patterns && !err) {
		size_t len = strcspn(patterns, ",");
		const char *name;
		bool any = false;

		json_object_foreach(names, name, e)
			any |= one_matches(patterns, len, name);
		if (!any)
			err = complain(opt, patterns, len, names);
		patterns = patterns[len] ? patterns + len + 1 : NULL;
	}
	json_decref(names);
	return err;
}

/* Both the rows and what else is told by scenario. */
static json_t *keep(const json_t *list, const struct filter *filter, bool rows)
{
	json_t *kept = json_array(), *e;
	size_t i;

	json_array_foreach((json_t *)list, i, e)
		if (filter_matches(filter->only, name_of(e, "scenario")) &&
		    (!rows || filter_matches(filter->metrics, ds_str(e, "metric"))))
			json_array_append(kept, e);
	return kept;
}

static size_t count(json_t *list, const char *key)
{
	json_t *seen = json_object(), *row;
	size_t i, n;

	json_array_foreach(list, i, row)
		json_object_set_new(seen, name_of(row, key), json_true());
	n = json_object_size(seen);
	json_decref(seen);
	return n;
}

static int apply(const struct filter *filter, struct summary *summary)
{
	static const char *const others[] = { "where", "perf" };
	json_t *s = summary->json;
	json_t *all = json_object_get(s, "comparisons");
	json_t *kept = keep(all, filter, true);
	json_t *told = json_pack("{s:s, s:s, s:{s:I, s:I}, s:{s:I, s:I}, "
		"s:{s:I, s:I}}",
		"only", filter->only ? filter->only : "",
		"metrics", filter->metrics ? filter->metrics : "",
		"rows", "shown", (json_int_t)json_array_size(kept),
		"of", (json_int_t)json_array_size(all),
		"scenarios", "shown", (json_int_t)count(kept, "scenario"),
		"of", (json_int_t)count(all, "scenario"),
		"names", "shown", (json_int_t)count(kept, "metric"),
		"of", (json_int_t)count(all, "metric"));

	if (!told) {
		json_decref(kept);
		return kpt_error("--only, --metrics: not UTF-8, or out of "
				 "memory");
	}
	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		json_t *list = json_object_get(s, others[i]);

		if (list)
			json_object_set_new(s, others[i],
					    keep(list, filter, false));
	}
	json_object_set_new(s, "filter", told);
	json_object_set_new(s, "comparisons", kept);
	return summary_read_again(summary);
}

int filter_apply(const struct filter *filter, struct summary *const *s,
		 size_t n)
{
	int err;

	if (!filter->only && !filter->metrics)
		return 0;
	err = check("only", filter->only, s, n, "scenario");
	if (!err)
		err = check("metrics", filter->metrics, s, n, "metric");
	for (size_t k = 0; k < n && !err; k++)
		err = apply(filter, s[k]);
	return err ? -EINVAL : 0;
}
