/* SPDX-License-Identifier: GPL-2.0-only */
/* where.h - where instructions and cycles of a scenario went */
#ifndef KPT_SUMMARY_WHERE_H
#define KPT_SUMMARY_WHERE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "analyze/summary/health.h"

/** struct where_fn - a function, with those that are inlined into it */
struct where_fn {
	const char *name;
	double value[ROW_NUMBERS];
	struct where_fn *inlined;
	size_t nr;
};

/**
 * struct where - one scenario
 * @fn:		functions that differ, the largest difference first
 * @others:	how many more there are, and their difference
 * @fixed:	what the fixed cost that was taken off differs by
 * @remainder:	what is in no window
 */
struct where {
	const char *scenario, *per, *unit;
	double diff, others, others_diff, fixed, remainder;
	struct where_fn *fn;
	size_t nr;
};

/**
 * struct perf - the files of samples that perf took of one scenario
 * @na:		why there is nothing to compare, where @has_na
 */
struct perf {
	const char *scenario;
	const char *file[SIDES], *event[SIDES];
	double samples[SIDES];
	bool has_na;
	struct finding na;
};

/** where_read, perf_read - a list of them; @nr is how many */
struct where *where_read(struct pool *p, const json_t *list, size_t *nr);
struct perf *perf_read(struct pool *p, const json_t *list, size_t *nr);

#endif
