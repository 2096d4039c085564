// SPDX-License-Identifier: GPL-2.0-only
/* fail.c - what counts as a failure, for exit statuses and test reports */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "analyze/summary/fail.h"
#include "common/util.h"

/* What --fail-on names: a verdict of a row, or a list of its health. */
static const struct {
	const char *name;
	enum verdict verdict;
	enum health_list list;	/* where there is no verdict */
	bool always;		/* asked about or not */
	bool hole;		/* hides what else there may have been */
} rules[] = {
	{ .name = "regressed", .verdict = VERDICT_REGRESSED },
	{ .name = "improved", .verdict = VERDICT_IMPROVED },
	{ .name = "changed", .verdict = VERDICT_CHANGED },
	{ .name = "inconclusive", .verdict = VERDICT_INCONCLUSIVE },
	{ .name = "unresolved", .verdict = VERDICT_UNRESOLVED },
	{ .name = "demoted", .list = HEALTH_DEMOTED },
	{ .name = "uncovered", .list = HEALTH_UNCOVERED },
	{ .name = "locked", .list = HEALTH_LOCKED },
	{ .name = "leak", .list = HEALTH_LEAKS, .always = true },
	{ .name = "badness", .list = HEALTH_BADNESS, .always = true },
	{ .name = "incomplete", .list = HEALTH_INCOMPLETE, .always = true,
	  .hole = true },
	{ .name = "missing", .list = HEALTH_MISSING, .always = true,
	  .hole = true },
	{ .name = "incomparable", .list = HEALTH_INCOMPARABLE, .always = true,
	  .hole = true },
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

unsigned int fail_set(const struct summary *s)
{
	unsigned int set;

	parse(s->fail_on, &set);
	return set;
}

/*
 * Any patch changes the size of some function, and with it some step of the
 * boot: that fails no gate.
 */
bool fail_row(unsigned int set, const struct row *row)
{
	if (row_of_build(row))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++)
		if ((set & 1u << i) && rules[i].verdict &&
		    rules[i].verdict == row->verdict)
			return true;
	return false;
}

bool fail_list(unsigned int set, enum health_list list)
{
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++)
		if ((set & 1u << i) && !rules[i].verdict &&
		    rules[i].list == list)
			return true;
	return false;
}

static size_t verdicts(const struct summary *s, enum verdict verdict)
{
	size_t n = 0;

	summary_each_row(s, row)
		n += row->verdict == verdict && !row_of_build(row);
	return n;
}

static size_t found(const struct summary *s, size_t rule)
{
	if (rules[rule].verdict)
		return verdicts(s, rules[rule].verdict);
	return health_of(s, rules[rule].list)->nr;
}

static size_t judged(const struct summary *s)
{
	size_t n = 0;

	summary_each_row(s, row)
		n += row_judged(row) && !row_of_build(row);
	return n;
}

static bool asked(const struct summary *s, const char *rule)
{
	const char *words = s->fail_on ? s->fail_on : "";
	size_t len = strlen(rule);

	for (; *words; words += *words == ',') {
		size_t n = strcspn(words, ",");

		if (n == len && !strncmp(words, rule, n))
			return true;
		words += n;
	}
	return false;
}

const char *fail_unchecked(const struct summary *s, enum health_list list)
{
	const struct health *h = &s->health;

	if (list == HEALTH_LEAKS && !h->readings)
		return "nothing was read after a drain";
	if (list == HEALTH_BADNESS && h->consoles && h->checked < h->of)
		return "the records do not say what was on every console";
	if (list == HEALTH_BADNESS && h->consoles && !h->of)
		return "nobody reads the console of a real machine";
	if ((list == HEALTH_UNCOVERED || list == HEALTH_LOCKED) &&
	    !s->coverage.nr)
		return "no page-table walk was recorded on both kernels";
	return NULL;
}

/* Why a rule that was named could not be looked at, or NULL. */
static const char *hole(const struct summary *s, size_t rule)
{
	if (!asked(s, rules[rule].name))
		return NULL;
	if (!rules[rule].verdict)
		return fail_unchecked(s, rules[rule].list);
	return judged(s) ? NULL : "nothing could be compared";
}

static bool asks_rows(unsigned int set)
{
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++)
		if ((set & 1u << i) && rules[i].verdict)
			return true;
	return false;
}

/* Verdicts are those of the rows that are left, health is of the whole run. */
static void tell_filter(const struct summary *s)
{
	if (s->is_filtered && asks_rows(fail_set(s)))
		kpt_info("--fail-on %s looked at %lld of %lld rows (--only, "
			 "--metrics) and at the health of the whole run",
			 s->fail_on ? s->fail_on : "", s->filtered.rows.shown,
			 s->filtered.rows.of);
}

int fail_status(const struct summary *s)
{
	unsigned int set = fail_set(s);
	int status = KPT_PASS;

	/* A gate that was asked for does not pass on what nobody looked at. */
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++)
		if (hole(s, i))
			status = kpt_error("failed: %s was not checked: %s",
					   rules[i].name, hole(s, i));
	tell_filter(s);
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		size_t n = set & 1u << i ? found(s, i) : 0;

		if (n)
			status = kpt_error("failed: %zu %s", n, rules[i].name);
	}
	return status;
}

int fail_bisect(const struct summary *s)
{
	unsigned int set = fail_set(s);
	bool skip = asks_rows(set) && (verdicts(s, VERDICT_INCONCLUSIVE) ||
				       verdicts(s, VERDICT_UNRESOLVED));

	fail_status(s);
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		skip |= hole(s, i) != NULL;
		if (!(set & 1u << i) || !found(s, i))
			continue;
		if (!rules[i].hole)
			return KPT_FAIL;
		skip = true;
	}
	return skip ? FAIL_BISECT_SKIP : KPT_PASS;
}
