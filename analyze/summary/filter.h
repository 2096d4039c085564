/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * filter.h - some of the rows of a summary
 *
 * Rows are left out after they were judged: the family of tests is that of
 * the whole comparison. Health, coverage and the verdict stay those of the
 * whole run, so that no filter hides a leak, a console warning, a boot or a
 * metric that is missing.
 */
#ifndef KPT_FILTER_H
#define KPT_FILTER_H

#include "analyze/summary/summary.h"

/** FILTER_BOOT - what rows that were read at boot match as a scenario */
#define FILTER_BOOT "boot"

/**
 * struct filter - patterns of fnmatch(3), several by comma; NULL for all
 * @only:	of scenarios
 * @metrics:	of metrics
 */
struct filter {
	const char *only, *metrics;
};

/**
 * filter_apply - leave out what does not match, in every summary
 *
 * Each summary then says what was left out, see struct filtered. Without
 * patterns nothing is done.
 *
 * Return: 0; -EINVAL when a pattern matches nothing in any summary, after a
 * message that lists what there is.
 */
int filter_apply(const struct filter *filter, struct summary *const *s,
		 size_t n);

/**
 * filter_matches - is @name one of these globs, separated by commas?
 * @patterns: NULL: everything is
 */
bool filter_matches(const char *patterns, const char *name);

#endif
