/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fail.h - what counts as a failure: the words of --fail-on
 *
 * A summary carries the words it is judged by as "fail_on". A run that is not
 * clean (badness, leaks, boots or metrics that are missing or cannot be
 * compared) fails with any. A word that is named fails also when nobody looked.
 */
#ifndef KPT_FAIL_H
#define KPT_FAIL_H

#include <stdbool.h>

#include "analyze/summary/summary.h"

/**
 * fail_check - are these words, by comma, all known? NULL and "" are none
 *
 * Return: 0; -EINVAL for an unknown word, after a message with the valid ones.
 */
int fail_check(const char *words);

/** fail_set - the set of a summary; unknown words count for nothing */
unsigned int fail_set(const struct summary *s);

/** fail_row - is the verdict of a comparison a failure? */
bool fail_row(unsigned int set, const struct row *row);

/** fail_list - is an entry in this list of its health a failure? */
bool fail_list(unsigned int set, enum health_list list);

/**
 * fail_unchecked - why nobody looked for what a list of its health would have
 *
 * Return: a reason, or NULL when it was checked.
 */
const char *fail_unchecked(const struct summary *s, enum health_list list);

/**
 * fail_status - KPT_FAIL when anything in the summary is a failure
 *
 * Each word asked about and found is told in a message.
 */
int fail_status(const struct summary *s);

/** FAIL_BISECT_SKIP - what git bisect run takes for "cannot be tested" */
#define FAIL_BISECT_SKIP 125

/**
 * fail_bisect - the status for git bisect run
 *
 * Return: KPT_FAIL (bad) when a failure was found that needs no more records;
 * FAIL_BISECT_SKIP when boots or metrics are missing, or no row or not every
 * row asked about could be judged; else KPT_PASS (good).
 */
int fail_bisect(const struct summary *s);

#endif
