/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * shape.h - boots that look unlike the others: outliers, and two modes
 *
 * These are flags for a reader. No value is ever left out because of one.
 */
#ifndef KPT_SHAPE_H
#define KPT_SHAPE_H

#include <stddef.h>

#define ST_OUTLIER	3.5	/* modified z of an outlier is above this */
#define ST_MODES_GAP	4	/* gap between modes, in sd within them */
#define ST_MODES_MIN	8	/* values needed to look for modes */

/**
 * st_outliers - which values lie far from the others?
 * @at:	room for @n indices, ascending
 *
 * Those with |v - median| / (1.4826 MAD) above 3.5 (Iglewicz and Hoaglin, How
 * to Detect and Handle Outliers, 1993). Where more than half of the values are
 * equal the MAD is 0, and 1.2533 times the mean absolute deviation takes its
 * place, as there. The fewer values the less the MAD is known: of normal
 * values 21 % of samples of 5 have one, 13 % of 10 and 10 %
 * of 20 (simulated).
 *
 * Return: how many, or -ENOMEM.
 */
long st_outliers(const double *v, size_t n, size_t *at);

/**
 * st_two_modes - do the values fall into two groups?
 *
 * The sorted values are cut at the widest gap that leaves at least two on
 * either side. There are two modes where this gap is more than four times the
 * standard deviation within both parts (in the manner of Ashman, Bird and
 * Zepf, AJ 108, 1994, with the gap for the distance of the means). Of normal
 * values 2.6 % of samples of 8 are flagged, 0.9 % of 10 and none of 20; of two
 * modes ten standard deviations apart 91 %, 96 % and 98 % (simulated). Fewer
 * than 8 values cannot show modes and are never flagged.
 *
 * Return: how many are in the lower group; 0 where there is one group only;
 * -ENOMEM.
 */
long st_two_modes(const double *v, size_t n);

#endif
