/* SPDX-License-Identifier: GPL-2.0-only */
/* row.h - questions about one row of a summary */
#ifndef KPT_SUMMARY_ROW_H
#define KPT_SUMMARY_ROW_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "analyze/records/json.h"

/**
 * row_boots - the numbers a row was judged from, one a boot
 * @side: base or patched
 *
 * Noisy metrics are judged by the mean of a boot, exact ones (demoted, too) by
 * its value. Return: an array, or NULL.
 */
const json_t *row_boots(const json_t *row, const char *side);

/** row_in_totals - not raw by design, and not of another mm than init_mm */
bool row_in_totals(const json_t *row);

/** row_part - a count of one side of a coverage row */
long long row_part(const json_t *row, const char *side, const char *key);

/** row_judged - was it measured on both kernels, and alike? */
bool row_judged(const json_t *row);

/** row_differs - does the row say anything but "no difference"? */
bool row_differs(const json_t *row);

/** row_main - is this the cost row to show of its scenario? */
bool row_main(const json_t *row);

/** row_shown - a row of text and pictures: of costs, the main one alone */
bool row_shown(const json_t *row);

/**
 * row_value - a number of a row as it is to be shown
 * @key: base, patched or diff
 *
 * A ladder whose slopes are equal was judged at one rung: then that rung's.
 */
const json_t *row_value(const json_t *row, const char *key);

#endif
