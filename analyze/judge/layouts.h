/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * layouts.h - a difference in several layouts of memory
 *
 * Boots of one layout repeat to the digit, those of another begin with other
 * free lists, slabs and trees. What differs by the same amount in every window
 * of every layout is a property of the kernels. What does not has a mean over
 * the layouts, and an interval.
 */
#ifndef KPT_LAYOUTS_H
#define KPT_LAYOUTS_H

#include "analyze/judge/compare.h"
#include "analyze/stats/infer.h"

#define LAYOUTS_ALPHA	0.01	/* of all varying rows of a comparison */
#define LAYOUTS_LEVEL	0.95	/* of the interval that is shown */

/**
 * struct layouts - the difference of two kernels, layout by layout
 * @n:		layouts that both kernels were booted in
 * @diff:	patched - base in each, in the row's unit
 * @base:	what base reads in each
 * @se:		of @diff in each, from the scatter of its windows
 * @alike:	every window of every layout differs by one amount
 * @rung:	the amount is what is read with so many held; 0: the slope
 */
struct layouts {
	size_t n;
	double *diff, *base, *se;
	bool alike;
	double rung;
};

/**
 * layouts_build - the first boot of either kernel in each layout, paired
 *
 * Return: 0 or -ENOMEM. layouts_free() in either case.
 */
int layouts_build(struct layouts *l, const struct half h[SIDES]);
void layouts_free(struct layouts *l);

/** layouts_test - is their mean 0? Of two layouts or more, st_nested() */
void layouts_test(const struct layouts *l, struct st_test *out);

/** layouts_put - in how many layouts they differ alike, into a row */
void layouts_put(json_t *row, const struct layouts *l);

/**
 * layouts_wait - a row whose difference varies, for layouts_judge()
 *
 * Return: 0 or -ENOMEM.
 */
int layouts_wait(struct cmp *c, json_t *row, const struct layouts *l);

/**
 * layouts_judge - verdicts of the rows that wait, decided together
 *
 * The mean over layouts is tested with Student's t; its standard error is that
 * between layouts, or what the windows within them scatter by where that is
 * more. The p-values are adjusted for their number (Holm).
 *
 * Return: 0 or -ENOMEM.
 */
int layouts_judge(struct cmp *c);

#endif
