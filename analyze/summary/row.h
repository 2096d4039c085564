/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * row.h - one row of a summary: what was compared, its numbers, its verdict
 *
 * A number that a row does not have is NAN, a text is "". What a file says by
 * a word is a code; a word that this program does not know is the code
 * "other", and the word itself is kept beside it.
 */
#ifndef KPT_SUMMARY_ROW_H
#define KPT_SUMMARY_ROW_H

#include <stdbool.h>
#include <stddef.h>

#include "analyze/records/pair.h"
#include "analyze/summary/reason.h"
#include "analyze/summary/vec.h"

enum verdict { VERDICT_OTHER, VERDICT_NA, VERDICT_MISSING,
	       VERDICT_INCOMPARABLE, VERDICT_EQUIVALENT, VERDICT_IMPROVED,
	       VERDICT_REGRESSED, VERDICT_CHANGED, VERDICT_SHIFT,
	       VERDICT_INCONCLUSIVE, VERDICT_UNRESOLVED };
enum kind { KIND_OTHER, KIND_COST, KIND_MEMORY, KIND_TABLES, KIND_ACCOUNTING,
	    KIND_CHECK, KIND_CLASS, KIND_SIZE, KIND_BOOT };
enum phase { PHASE_OTHER, PHASE_START, PHASE_OP, PHASE_HELD, PHASE_DRAINED,
	     PHASE_END };
enum better { BETTER_OTHER, BETTER_LOWER, BETTER_HIGHER, BETTER_ZERO };
/*
 * Of a cost with a control: what tables alone cost, all of it, the control.
 * Of any: what is left to be done later.
 */
enum piece { PIECE_NONE, PIECE_TABLE, PIECE_OPERATION, PIECE_CONTROL,
	     PIECE_DEFERRED };
enum row_class { CLASS_OTHER, CLASS_EXACT, CLASS_NOISY };

/** enum row_number - the numbers of a row that are shown; BASE and PATCHED */
enum row_number { ROW_BASE = BASE, ROW_PATCHED = PATCHED, ROW_DIFF,
		  ROW_NUMBERS };

/** struct ladder - of one kernel: how many were held, what was read then */
struct ladder {
	struct vec n, value;
	double alpha, residual;
};

/**
 * struct row_windows - of the first boot of each kernel
 * @any:	the row has them
 * @of:		how many there are
 * @per:	operations in each, NAN where that is one
 * @value:	what each counted, where there are not too many
 * @diff:	of each pair, where they are pairs
 */
struct row_windows {
	bool any;
	double of, per;
	struct vec value[SIDES], diff;
};

/**
 * struct row - one metric of one scenario, base against patched
 * @verdict_word: and the other words are as the file has them
 * @of:		the metric that a part is of; of no part, its own
 * @main:	of cost rows, the one to show of its scenario
 * @demoted:	exact by its class, and yet the boots differ
 * @paired:	boots were judged in pairs; @tells_paired: the row says whether
 * @value:	of a ladder, its slopes
 * @at:		the rung a ladder was judged by, where @has_at
 * @ci:		of the difference
 * @ratio_ci:	of 95 %; @ratio_tost_ci: of 90 %
 * @boots:	how many of each kernel
 * @boot_value:	and @boot_mean, one a boot; @boot_number: which boot
 * @variance:	between boots, between runs, within a run
 */
struct row {
	const char *arch, *config, *group, *scenario, *params, *metric;
	const char *of, *role, *unit, *per, *source;
	const char *verdict_word, *kind_word, *phase_word, *better_word;
	const char *class_word, *test, *adjust, *ratio_why;
	enum verdict verdict;
	enum kind kind;
	enum phase phase;
	enum better better;
	enum row_class class;
	enum piece piece;
	bool main, demoted, paired, tells_paired, has_at, has_ladder;
	bool has_ci, has_ratio_ci, has_ratio_tost_ci;
	double value[ROW_NUMBERS], ratio;
	struct {
		double n, value[ROW_NUMBERS];
	} at;
	double ci[2], ratio_ci[2], ratio_tost_ci[2];
	double p, p_adj, p_perm, tost_p, margin, mde;
	long long boots[SIDES];
	struct vec boot_value[SIDES], boot_mean[SIDES], boot_number[SIDES];
	struct vec variance[SIDES];
	struct row_windows windows;
	struct ladder ladder[SIDES];
	struct reason *reasons;
	size_t nr_reasons;
};

/** or_0 - a number, 0 where there is none */
double or_0(double v);

/**
 * row_boots - the numbers a row was judged from, one a boot
 *
 * Noisy metrics are judged by the mean of a boot, exact ones (demoted, too) by
 * its value.
 */
const struct vec *row_boots(const struct row *row, int side);

/** row_judged - was it measured on both kernels, and alike? */
bool row_judged(const struct row *row);

/** row_of_build - is it of the kernel as it was built, not of what ran? */
bool row_of_build(const struct row *row);

/** row_differs - does the row say anything but "no difference"? */
bool row_differs(const struct row *row);

/** row_told - does it differ, and is that neither unclear nor unresolved? */
bool row_told(const struct row *row);

/** row_shown - a row of text and pictures: of costs, the main one alone */
bool row_shown(const struct row *row);

/**
 * row_value - a number of a row as it is to be shown
 *
 * A ladder whose slopes are equal was judged at one rung: then that rung's.
 */
double row_value(const struct row *row, enum row_number which);

/** row_reason - the first reason of a row with this code, or NULL */
const struct reason *row_reason(const struct row *row, enum kpt_reason code);

/** row_has - does a row have such a reason? */
bool row_has(const struct row *row, enum kpt_reason code);

/** row_param - the value of one of "mechanism=pte kind=churn ...", or "" */
void row_param(const struct row *row, const char *name, char *buf, size_t len);

#endif
