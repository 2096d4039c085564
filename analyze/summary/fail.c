// SPDX-License-Identifier: GPL-2.0-only
/* fail.c - what counts as a failure, for exit statuses and test reports */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "analyze/summary/fail.h"
#include "analyze/summary/row.h"
#include "common/util.h"

/* What --fail-on names, and where the summary keeps it. */
static const struct {
	const char *name;
	const char *list;	/* of health; NULL: a verdict of a row */
	bool always;		/* asked about or not */
	bool hole;		/* hides what else there may have been */
} rules[] = {
	{ "regressed", NULL, false, false },
	{ "improved", NULL, false, false },
	{ "changed", NULL, false, false },
	{ "inconclusive", NULL, false, false },
	{ "unresolved", NULL, false, false },
	{ "demoted", "demoted", false, false },
	{ "uncovered", "uncovered", false, false },
	{ "locked", "locked", false, false },
	{ "leak", "leaks", true, false },
	{ "badness", "badness", true, false },
	{ "incomplete", "incomplete", true, true },
	{ "missing", "missing", true, true },
	{ "incomparable", "incomparable", true, true },
};

static long find(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++)
		if (strlen(rules[i].name) == len &&
		    !strncmp(rules[i].name, name, len))
			return (long)i;
	return -1;
}

static unsigned int always(void)
{
	unsigned int set = 0;

	for (size_t i = 0; i < ARRAY_SIZE(rules); i++)
		if (rules[i].always)
			set |= 1u << i;
	return set;
}

/* Returns the first word that is unknown, or NULL. */
static const char *parse(const char *words, unsigned int *set)
{
	const char *bad = NULL;

	*set = always();
	while (words && *words) {
		size_t len = strcspn(words, ",");
		long at = find(words, len);

		if (at >= 0)
			*set |= 1u << at;
		else if (!bad)
			bad = words;
		words += len;
		words += *words == ',';
	}
	return bad;
}

int fail_check(const char *words)
{
	unsigned int set;
	const char *bad = parse(words, &set);
	char valid[256] = "";

	if (!bad)
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		size_t n = strlen(valid);

		snprintf(valid + n, sizeof(valid) - n, "%s%s", n ? ", " : "",
			 rules[i].name);
	}
	kpt_error("--fail-on: \"%.*s\" is unknown; valid are: %s",
		  (int)strcspn(bad, ","), bad, valid);
	return -EINVAL;
}

unsigned int fail_set(const json_t *summary)
{
	unsigned int set;

	parse(ds_str(summary, "fail_on"), &set);
	return set;
}

bool fail_row(unsigned int set, const json_t *row)
{
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++)
		if ((set & 1u << i) && !rules[i].list &&
		    ds_is(row, "verdict", rules[i].name))
			return true;
	return false;
}

bool fail_list(unsigned int set, const char *list)
{
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++)
		if ((set & 1u << i) && rules[i].list &&
		    !strcmp(rules[i].list, list))
			return true;
	return false;
}

static size_t verdicts(const json_t *summary, const char *verdict)
{
	size_t i, n = 0;
	json_t *row;

	json_array_foreach(json_object_get(summary, "comparisons"), i, row)
		n += ds_is(row, "verdict", verdict);
	return n;
}

static size_t found(const json_t *summary, size_t rule)
{
	const json_t *health = json_object_get(summary, "health");

	if (!rules[rule].list)
		return verdicts(summary, rules[rule].name);
	return json_array_size(json_object_get(health, rules[rule].list));
}

static size_t judged(const json_t *summary)
{
	size_t i, n = 0;
	json_t *row;

	json_array_foreach(json_object_get(summary, "comparisons"), i, row)
		n += row_judged(row);
	return n;
}

static bool asked(const json_t *summary, const char *rule)
{
	const char *words = ds_str(summary, "fail_on");
	size_t len = strlen(rule);

	for (; *words; words += *words == ',') {
		size_t n = strcspn(words, ",");

		if (n == len && !strncmp(words, rule, n))
			return true;
		words += n;
	}
	return false;
}

const char *fail_unchecked(const json_t *summary, const char *list)
{
	const json_t *h = json_object_get(summary, "health");
	const json_t *cov = json_object_get(summary, "coverage");
	const json_t *c = json_object_get(h, "consoles");

	if (!strcmp(list, "leaks") && !ds_int(h, "drained_readings"))
		return "nothing was read after a drain";
	if (!strcmp(list, "badness") && json_is_object(c) &&
	    ds_int(c, "checked") < ds_int(c, "of"))
		return "the records do not say what was on every console";
	if (!strcmp(list, "badness") && json_is_object(c) && !ds_int(c, "of"))
		return "nobody reads the console of a real machine";
	if ((!strcmp(list, "uncovered") || !strcmp(list, "locked")) &&
	    !json_array_size(json_object_get(cov, "points")))
		return "no page-table walk was recorded on both kernels";
	return NULL;
}

/* Why a rule that was named could not be looked at, or NULL. */
static const char *hole(const json_t *summary, size_t rule)
{
	if (!asked(summary, rules[rule].name))
		return NULL;
	if (rules[rule].list)
		return fail_unchecked(summary, rules[rule].list);
	return judged(summary) ? NULL : "nothing could be compared";
}

static bool asks_rows(unsigned int set)
{
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++)
		if ((set & 1u << i) && !rules[i].list)
			return true;
	return false;
}

/* Verdicts are those of the rows that are left, health is of the whole run. */
static void tell_filter(const json_t *summary)
{
	const json_t *f = json_object_get(summary, "filter");
	const json_t *rows = json_object_get(f, "rows");

	if (f && asks_rows(fail_set(summary)))
		kpt_info("--fail-on %s looked at %lld of %lld rows (--only, "
			 "--metrics) and at the health of the whole run",
			 ds_str(summary, "fail_on"), ds_int(rows, "shown"),
			 ds_int(rows, "of"));
}

int fail_status(const json_t *summary)
{
	unsigned int set = fail_set(summary);
	int status = KPT_PASS;

	/* A gate that was asked for does not pass on what nobody looked at. */
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++)
		if (hole(summary, i))
			status = kpt_error("failed: %s was not checked: %s",
					   rules[i].name, hole(summary, i));
	tell_filter(summary);
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		size_t n = set & 1u << i ? found(summary, i) : 0;

		if (n)
			status = kpt_error("failed: %zu %s", n, rules[i].name);
	}
	return status;
}

int fail_bisect(const json_t *summary)
{
	unsigned int set = fail_set(summary);
	bool skip = asks_rows(set) && (verdicts(summary, "inconclusive") ||
				       verdicts(summary, "unresolved"));

	fail_status(summary);
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		skip |= hole(summary, i) != NULL;
		if (!(set & 1u << i) || !found(summary, i))
			continue;
		if (!rules[i].hole)
			return KPT_FAIL;
		skip = true;
	}
	return skip ? FAIL_BISECT_SKIP : KPT_PASS;
}
