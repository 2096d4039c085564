/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * decide.h - the verdicts of a whole comparison, from the boots of its rows
 *
 * kptstat compare and kptstat calibrate call the same function, so that what
 * is calibrated is what is reported. Nothing here knows names, units or
 * wishes: a row is two vectors of boots, and a verdict is more, less, inside
 * the margin, or not enough evidence.
 */
#ifndef KPT_DECIDE_H
#define KPT_DECIDE_H

#include <stdbool.h>
#include <stddef.h>

#define ST_LEVEL	0.95	/* of intervals */

/**
 * struct st_boots - one side of a row: a value a boot
 * @boot:	number of each boot; those of one number are a pair
 * @build:	which build of its kernel each boot is of; NULL: there is one.
 *		Boots of a build share its addresses, so they are no
 *		replicates: the mean of a build is. Boots of a pair are of
 *		builds of one number.
 */
struct st_boots {
	const double *v;
	const long long *boot, *build;
	size_t n;
};

enum st_method {
	ST_BY_NOTHING,		/* too few boots, or no boot differs at all */
	ST_BY_WELCH,
	ST_BY_PAIRED_T,
	ST_BY_SPLITS,		/* permutation of labels */
	ST_BY_SIGNS,		/* permutation of the signs of pairs */
};

enum st_verdict {
	ST_FEW,			/* fewer than ST_MIN_NOISY boots or pairs */
	ST_LESS,		/* the second side, by more than the margin */
	ST_MORE,
	ST_INSIDE,		/* shown to be inside the margin */
	ST_STRADDLES,		/* not enough evidence for any of these */
};

/** enum st_why - why is there not enough evidence? */
enum st_why {
	ST_WHY_CLEAR,		/* there is enough */
	ST_WHY_SAME,		/* inside: no boot or pair differs at all */
	ST_WHY_NOTHING,		/* no difference found, and none excluded */
	ST_WHY_MARGIN,		/* a difference, not shown beyond the margin */
	ST_WHY_FAMILY,		/* beyond it, but not among so many tests */
	ST_WHY_LEAST_P,		/* the smallest p of so few boots is too large
				 * for so many tests */
};

/**
 * struct st_row - one metric of one scenario
 * @side:	what was measured
 * @primary:	member of the family that Holm adjusts
 *
 * What st_decide() finds:
 * @v:		the boots that are used; of pairs the complete ones, in order;
 *		with builds the mean of each
 * @number:	of each of them: its boot, or build
 * @n:		how many a side
 * @builds:	they are builds
 * @left_out:	boots without a partner
 * @paired:	boots are compared in pairs
 * @units:	a mean is not above 0, or a boot of a pair is not: there is no
 *		ratio, and the difference alone is judged; no margin
 * @mean, @diff: of the boots that are used
 * @ratio:	second to first; of pairs the geometric mean; NAN in @units
 * @tests:	how many the family has
 * @p:		that there is no difference; 1 where no boot differs
 * @p_t:	the same by Welch or the paired t; NAN without variance
 * @p_beyond:	that the difference is not beyond the margin; @p in @units
 * @p_adj, @p_beyond_adj: adjusted for the family
 * @p_tost:	that it is not inside the margin; NAN in @units
 */
struct st_row {
	struct st_boots side[2];
	bool primary;

	double *v[2];
	long long *number[2];
	size_t n[2], left_out[2];
	bool builds, paired, units;
	double mean[2], diff, ratio;
	enum st_method by;
	size_t tests;
	double p, p_t, p_beyond, p_adj, p_beyond_adj, p_tost;
	enum st_verdict verdict;
	enum st_why why;
	/* Is the t interval beyond the margin, before adjustment? */
	bool clear_of_margin;
};

/**
 * st_decide - verdicts of all rows of one comparison
 * @rows:	zeroed but for @side and @primary
 * @in_turn:	boots of the two sides were taken in turn: pairs by number
 * @margin:	relative difference that does not matter; 0: every one does
 *
 * The primary rows are one family (Holm), all others another (Benjamini and
 * Hochberg). A difference is beyond the margin when the hypothesis that it is
 * at the nearer end of the margin, or inside it, is rejected after adjustment,
 * and the 95 % interval lies beyond as well. It is inside when both one-sided
 * tests say so (TOST), each at 5 %.
 *
 * Return: 0 or -ENOMEM. st_rows_free() either way.
 */
int st_decide(struct st_row *rows, size_t n, bool in_turn, double margin);
void st_rows_free(struct st_row *rows, size_t n);

/** st_row_test - p-values of one row whose boots and family are known */
int st_row_test(struct st_row *r, double margin);

/**
 * struct st_told - what a report says beside the verdict; NAN where there is
 * no such number
 * @diff:	95 % interval of the difference, in units
 * @ratio:	95 % interval of the ratio, by Fieller or of pairs
 * @ratio_tost:	the 90 % interval that belongs to TOST
 * @unbounded:	the ratio has none: the first mean cannot be told from 0
 * @mde:	smallest effect that a comparison with boots like these calls
 *		beyond the margin four times out of five (st_promise()): relative,
 *		or in @units a difference
 * @p_exact:	by permutation of labels or signs
 */
struct st_told {
	double diff[2], ratio[2], ratio_tost[2];
	bool unbounded;
	double mde, p_exact;
};

/**
 * st_tell - intervals of a row that st_decide() has seen
 *
 * Return: 0 or -ENOMEM.
 */
int st_tell(const struct st_row *r, double margin, struct st_told *out);

/** st_pair_diffs - ln(second / first) of pairs, in @units the difference */
void st_pair_diffs(const struct st_row *r, double *d);

#endif
