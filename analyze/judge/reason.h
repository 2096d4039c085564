/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * reason.h - why a row reads as it does: codes, each with its parameters
 *
 * A row of the summary has a list "reasons" of objects: "code" is one of
 * these, the other members are its parameters. A program that wants to know
 * why looks at the code; words/reason.c has the sentence of each.
 */
#ifndef KPT_REASON_H
#define KPT_REASON_H

#include <jansson.h>
#include <stdbool.h>

/*
 * Nothing, or too little, was measured:
 *  na             side, text: the record says why there is no value
 *  not_measured   side: that kernel has no such sample at all
 *  few_samples    side, boots, of: not every boot of that kernel has one
 *  few_boots      base, patched, need; what: "boots", or "builds" of a kernel
 *  incomparable   what, base, patched: the two do not measure the same
 *  bad_ladder     side: no two different counts were held
 * What kind of number it is:
 *  offset         the slope is the same, the count at one rung is not ("at")
 *  one_rung       only one count was held, so there is no slope ("at")
 *  residual       value: a ladder is not a straight line, by up to this
 *  boots_differ   side, boot, value, other: an exact metric did not repeat
 *  windows_differ agree, of, lo, mid, hi: so many differ by one amount
 *  layouts_differ of, lo, mid, hi, from, to, p: the difference is not the same
 *                 in all layouts; least, mean, largest, interval of the mean
 *  many_varying   rows: the interval leaves 0 out, but not after adjustment
 *  below_fixed    side: it costs less than a window with nothing in it
 *  absolute       a reading with all of user space in it
 * An accounting change:
 *  newly_counted, uncounted, tables_grew, tables_unknown, memory_grew,
 *  check_worse
 * Boots that vary:
 *  same_values, inside_margin, beyond_margin, straddles_margin, not_excluded
 *  many_tests     tests: beyond the margin alone, but not among so many tests
 *  in_units       there is no ratio: the difference is judged, with no margin
 *  no_ratio       what: "zero", "not_above_0" or "not_told_from_0" of the base
 *                 mean, "patched_not_above_0", "boot_not_above_0" of a pair
 *  pairs_lost     used, of: boots without a mate on the other kernel
 *  outliers       side (or "pairs"), boots, what: far from the rest; they are
 *                 not left out
 *  two_modes      side, lower, of, what: boots fall into two groups
 *  text           text: the sentence of a summary of schema 1
 */
#define KPT_REASONS(X)							\
	X(na) X(not_measured) X(few_samples) X(few_boots)		\
	X(incomparable) X(bad_ladder) X(offset) X(one_rung) X(residual)	\
	X(boots_differ) X(windows_differ) X(layouts_differ) X(many_varying)		\
	X(below_fixed) X(absolute)					\
	X(newly_counted) X(uncounted) X(tables_grew) X(tables_unknown)	\
	X(memory_grew) X(check_worse)					\
	X(same_values) X(inside_margin) X(beyond_margin)		\
	X(straddles_margin) X(not_excluded) X(many_tests) X(in_units)	\
	X(no_ratio) X(pairs_lost)					\
	X(outliers) X(two_modes) X(text)

enum kpt_reason {
#define X(name) REASON_##name,
	KPT_REASONS(X)
#undef X
	REASONS
};

/** reason_of - which code an entry of "reasons" has; REASONS if unknown */
enum kpt_reason reason_of(const json_t *entry);

/**
 * reason_add - one reason more for a row
 * @params:	an object, taken over; NULL for none
 */
void reason_add(json_t *row, enum kpt_reason code, json_t *params);

/** reason_find - the first entry of a row with this code, or NULL */
const json_t *reason_find(const json_t *row, enum kpt_reason code);

/** reason_has - does a row have it? */
bool reason_has(const json_t *row, enum kpt_reason code);

#endif
