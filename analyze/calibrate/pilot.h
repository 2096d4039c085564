/* SPDX-License-Identifier: GPL-2.0-only */
/* pilot.h - what a pilot tells of the comparison to come */
#ifndef KPT_PILOT_H
#define KPT_PILOT_H

#include "analyze/records/half.h"

/**
 * struct design - how the comparison will be judged
 * @margin:	as kptstat compare has it
 * @boots:	of each kernel; where @builds is not 0, of each build
 * @builds:	of each kernel, each with a layout of its own; 0: it has one
 * @paired:	boots are taken in turn
 * @tests:	how many there are that are adjusted for: others, primary
 */
struct design {
	double margin;
	size_t boots, builds;
	bool paired;
	size_t tests[2];
};

/**
 * struct wish - what one metric of one scenario wants
 * @had:	repetitions of the pilot
 * @r:		iterations, runs, and boots of a build, that are worth their time
 * @window:	seconds an iteration takes, NAN when unknown
 * @var, @df:	of a relative difference, with one boot of each kernel, or one
 *		build and as many boots of it as the pilot had
 */
struct wish {
	const struct ds_sample *s;
	struct st_hier h;
	size_t had[ST_LEVELS];
	size_t r[ST_BUILD];
	double window;
	double var, df;
};

/** struct plan_cost - of one run, one boot and one build, in seconds */
struct plan_cost {
	double run, boot, build;
};

/**
 * pilot_gather - every cost of the pilot that varies, and how many tests
 * @w:		room for a wish a series; @nr become filled
 *
 * Return: 0 or -ENOMEM.
 */
int pilot_gather(struct pair *c, const struct series_set *set,
		 const struct plan_cost *cost, struct design *d,
		 struct wish *w, size_t *nr);

/**
 * plan_layouts - where layouts of memory are what varies: how many are needed
 *
 * Return: 0 or -ENOMEM.
 */
int plan_layouts(const struct series_set *set);

#endif
