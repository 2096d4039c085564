/* SPDX-License-Identifier: GPL-2.0-only */
/* windows.h - window i of one boot against window i of another */
#ifndef KPT_WINDOWS_H
#define KPT_WINDOWS_H

#include "analyze/records/half.h"

/**
 * struct windows - what the windows of two boots say of the difference
 * @agree:	most that differ by one amount
 * @of:		how many there are
 * @common:	that amount
 * @mid:	the middle of all differences
 * @lo, @hi:	the least and the largest difference
 * @se:		standard error of @mid: 1.2533 times the deviation over the
 *		root of @of, the deviation as 1.4826 times the median absolute
 *		one
 */
struct windows {
	size_t agree, of;
	double common, mid, lo, hi, se;
};

/**
 * windows_pair - the windows of samples that belong to each other
 *
 * Return: are there as many on both sides, and any?
 */
bool windows_pair(const struct ds_sample *const *a,
		  const struct ds_sample *const *b, size_t nr,
		  struct windows *out);

/** windows_agree - do all differ by one amount, of five or more but one? */
bool windows_agree(const struct windows *w);

/** windows_resolve - is the difference larger than the scatter? */
bool windows_resolve(const struct windows *w);

/** windows_put - how many agree, into a row; amounts are divided by @den */
void windows_put(json_t *row, const struct windows *w, double den);

#endif
