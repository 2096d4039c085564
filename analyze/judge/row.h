/* SPDX-License-Identifier: GPL-2.0-only */
/* row.h - what the parts share that make one row of one series */
#ifndef KPT_ROW_H
#define KPT_ROW_H

#include "analyze/judge/compare.h"
#include "analyze/judge/reason.h"
#include "analyze/records/half.h"

/**
 * row_measured - has every boot of both kernels a value?
 *
 * Else the verdict is "n/a" where neither kernel has any, and "missing", which
 * fails every gate, where there are some.
 */
bool row_measured(struct cmp *c, json_t *row, const struct series *sr,
		  const struct half h[SIDES]);

/**
 * row_comparable - do all boots measure the same thing in the same way?
 *
 * Else the verdict is "incomparable".
 */
bool row_comparable(struct cmp *c, json_t *row, const struct series *sr,
		    const struct half h[SIDES]);

/**
 * row_exact - difference and verdict of boots that repeat to the digit
 *
 * Return: 0 or -ENOMEM.
 */
int row_exact(struct cmp *c, json_t *row, const struct half h[SIDES]);

/**
 * row_windows - what the windows of the first boot counted, into the row
 *
 * Each less what a window with nothing in it costs; of many windows how many
 * there are.
 */
void row_windows(struct cmp *c, json_t *row, const struct half h[SIDES]);

/** row_ladder - the counts held and what they read, into the row */
void row_ladder(json_t *row, const struct half h[SIDES]);

#endif
