/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scaling.h - what several CPUs at once gain: rows that differ in their number
 *
 * Scenarios NAME-1, NAME-2, NAME-4 with as many CPUs in their params are one
 * curve, of one metric: of the time that a window took where it was measured,
 * else of the cost that reports show.
 */
#ifndef KPT_SUMMARY_SCALING_H
#define KPT_SUMMARY_SCALING_H

#include "analyze/summary/summary.h"

#define CURVE_MAX	32

/**
 * struct curve - one scenario and metric by the number of CPUs
 * @name:	of the scenario, without the number
 * @rate:	time was measured: what is shown is operations a second
 * @nr:		of @at, ascending; rows that are n/a are there, too
 */
struct curve {
	char name[64];
	bool rate;
	size_t nr;
	struct {
		long long cpus;
		const struct row *row;
	} at[CURVE_MAX];
};

/**
 * scaling_find - the curves of a summary, those of more than one number
 *
 * Return: how many, in @curves, to be freed; 0 also without memory.
 */
size_t scaling_find(const struct summary *s, struct curve **curves);

/** curve_row - a row of a curve that was measured; any of them can say more */
const struct row *curve_row(const struct curve *c);

/** curve_value - as it is shown; NAN where it was not measured */
double curve_value(const struct curve *c, size_t i, int side);

/** curve_spread - the least and the largest of the boots, likewise */
void curve_spread(const struct curve *c, size_t i, int side, double *lo,
		  double *hi);

#endif
