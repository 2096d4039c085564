/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * suite.h - a summary as a list of tests: one a comparison, one a check of
 * the run (leaks, consoles, whole boots, constructors, locks, exactness)
 *
 * Test formats print this list and decide nothing themselves. What fails is
 * what --fail-on says, see fail.h.
 */
#ifndef KPT_SUITE_H
#define KPT_SUITE_H

#include <stddef.h>

#include "analyze/summary/summary.h"

/**
 * enum suite_result - what became of a test
 * @SUITE_PASS:	judged, and no failure
 * @SUITE_FAIL:	a failure
 * @SUITE_ERROR: a failure to measure: boots or records are missing
 * @SUITE_OPEN:	measured, but not to be told (inconclusive), or a finding that
 *		--fail-on does not ask about
 * @SUITE_SKIP:	could not be measured there
 */
enum suite_result { SUITE_PASS, SUITE_FAIL, SUITE_ERROR, SUITE_OPEN,
		    SUITE_SKIP };

/**
 * struct suite_test - one test
 * @name:	words by '.', of letters, digits, '-' and '_' alone; unique
 * @why:	what it says, in words, on one line
 * @row:	the comparison, or NULL for a check of the run
 * @list:	of a check, what it looked at
 */
struct suite_test {
	char name[400];
	enum suite_result result;
	char why[1200];
	const struct row *row;
	enum health_list list;
};

/** suite_build - all tests in a fixed order; NULL without memory; free() it */
struct suite_test *suite_build(const struct summary *summary, size_t *n);

/** suite_word - a text as one word of a name: the rest becomes '_' */
void suite_word(char *buf, size_t len, const char *text);

#endif
