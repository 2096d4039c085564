/* SPDX-License-Identifier: GPL-2.0-only */
/* rollup.h - the costs of a summary as one ratio */
#ifndef KPT_SUMMARY_ROLLUP_H
#define KPT_SUMMARY_ROLLUP_H

#include <stdbool.h>
#include <stddef.h>

#include "analyze/stats/rollup.h"
#include "analyze/summary/row.h"

#define ROLLUP_LEAST 3	/* rows that are worth a mean */

/**
 * struct rollup - the geometric mean of the ratios of some cost rows
 * @rows:	it is of so many
 * @left:	rows without a verdict, with a value not above 0, below the
 *		fixed cost, not resolved, or of other boots than the first
 * @boots:	of each kernel, the fewer; 0 for exact rows
 * @mean:	exact rows have no interval
 */
struct rollup {
	size_t rows, left, boots;
	struct st_rollup mean;
};

/**
 * rollup_rows - the mean of rows of one unit, all exact or all noisy
 * @rows:	@n pointers, each to a struct row
 *
 * Return: false when fewer than ROLLUP_LEAST of them have a ratio.
 */
bool rollup_rows(const void *const *rows, size_t n, struct rollup *out);

#endif
