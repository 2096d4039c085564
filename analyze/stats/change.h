/* SPDX-License-Identifier: GPL-2.0-only */
/* change.h - where in a series of kernels a number changes for good */
#ifndef KPT_CHANGE_H
#define KPT_CHANGE_H

#include <stdbool.h>
#include <stddef.h>

/* Four values before a cut and four behind: 2 of 70 orders are as far apart. */
#define ST_MIN_SERIES	8

/**
 * st_changes - where values that vary begin to lie elsewhere
 * @v:		@n values in their order
 * @alpha:	how often a series without a change may have one called
 * @first:	@n flags: value i lies elsewhere than those before it
 *
 * The series is cut where means before and behind lie farthest apart, for their
 * numbers; a cut stands if fewer than @alpha of the orders of the same values
 * have one as far (a permutation test, so that how much a number scatters is
 * learned from the series itself). Then each part is looked at in turn. Orders
 * are drawn from one seed. Two values are the fewest on a side. Fewer than
 * ST_MIN_SERIES values have no cut.
 *
 * Return: how many cuts there are, or -ENOMEM.
 */
int st_changes(const double *v, size_t n, double alpha, bool *first);

#endif
