/* SPDX-License-Identifier: GPL-2.0-only */
/* coverage.h - what page-table walks found, by region and level */
#ifndef KPT_SUMMARY_COVERAGE_H
#define KPT_SUMMARY_COVERAGE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "analyze/summary/row.h"

/**
 * enum tables - counts of tables
 * @TABLES_EARLY:	allocated before the page allocator was up
 * @TABLES_LATER:	after it
 * @TABLES_CTOR:	the constructor ran
 * @TABLES_LOCK:	with an allocated ptlock
 */
enum tables { TABLES_ALL, TABLES_EARLY, TABLES_LATER, TABLES_CTOR,
	      TABLES_LOCK, TABLES_COUNTS };

/**
 * struct region - tables of one region and level, on either kernel
 * @by_design:	a code: why they are in no total; NULL: they are
 * @mm:		whose tables they are, NULL for init_mm's
 */
struct region {
	const char *region, *level, *by_design, *mm;
	long long n[SIDES][TABLES_COUNTS];
};

/**
 * struct point - a walk
 * @when:	at the start, at the end, or with @n tables of @scenario held
 */
struct point {
	const char *group, *scenario, *when_word;
	enum phase when;
	long long n;
	struct region *row;
	size_t nr;
};

/** struct design - a region that is left out of totals, and the code why */
struct design {
	const char *region, *reason;
};

/**
 * struct per_gib - what a GiB of kernel memory mapped with pages takes
 * @known:	there are such numbers
 * @na:		a code: why there are none; NULL where it is not said
 */
struct per_gib {
	bool known;
	const char *na;
	double pte_tables, pmd_tables, bytes[SIDES], constructed[SIDES];
};

struct coverage {
	struct point *point;
	size_t nr;
	struct design *by_design;
	size_t nr_by_design;
	struct per_gib gib;
};

void coverage_read(struct pool *p, const json_t *o, struct coverage *c);

/**
 * point_sum - tables of a walk
 * @level:	of one level, NULL for all
 *
 * Those out by design and those of another mm than init_mm are in no sum.
 */
long long point_sum(const struct point *p, int side, const char *level,
		    enum tables which);

/** coverage_fullest - the walk with most tables that patched allocated later */
const struct point *coverage_fullest(const struct coverage *c,
				     const char *level);

/** coverage_shown - is it the walk at the start, or the fullest one held? */
bool coverage_shown(const struct coverage *c, const struct point *p);

/** coverage_as_at_start - has the walk at the start the same row? */
bool coverage_as_at_start(const struct coverage *c, const struct point *p,
			  const struct region *r);

#endif
