/* SPDX-License-Identifier: GPL-2.0-only */
/* pilot.h - what a pilot tells of the comparison to come */
#ifndef KPT_PILOT_H
#define KPT_PILOT_H

#include "analyze/records/half.h"

/**
 * struct design - how the comparison will be judged
 * @margin:	as kptstat compare has it
 * @boots:	of each kernel
 * @paired:	boots are taken in turn
 * @tests:	how many there are that are adjusted for: others, primary
 */
struct design {
	double margin;
	size_t boots;
	bool paired;
	size_t tests[2];
};

/**
 * struct wish - what one metric of one scenario wants
 * @had:	repetitions of the pilot
 * @r:		iterations and runs that are worth their time
 * @window:	seconds an iteration takes, NAN when unknown
 * @var, @df:	of a relative difference, with one boot of each kernel
 */
struct wish {
	const struct ds_sample *s;
	struct st_hier h;
	size_t had[ST_LEVELS];
	size_t r[2];
	double window;
	double var, df;
};

/**
 * pilot_gather - every cost of the pilot that varies, and how many tests
 * @cost:	of one run and of one boot, in seconds
 * @w:		room for a wish a series; @nr become filled
 *
 * Return: 0 or -ENOMEM.
 */
int pilot_gather(struct pair *c, const struct series_set *set,
		 const double cost[2], struct design *d, struct wish *w,
		 size_t *nr);

/**
 * plan_layouts - where layouts of memory are what varies: how many are needed
 *
 * Return: 0 or -ENOMEM.
 */
int plan_layouts(const struct series_set *set);

#endif
