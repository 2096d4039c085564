// SPDX-License-Identifier: GPL-2.0-only
/* reason.c - the sentence of every reason a row can have */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analyze/words/words.h"
#include "common/util.h"

/* Sentences without parameters. */
static const struct {
	enum kpt_reason code;
	const char *text;
} plain[] = {
	{ REASON_one_rung, "only one count was held, so there is no slope" },
	{ REASON_absolute, "the tables of user space are in this reading; what "
	  "the scenarios change tells more" },
	{ REASON_newly_counted, "accounting only: memory already in use is now "
	  "counted, no table more exists" },
	{ REASON_uncounted, "tables that still exist are no longer counted" },
	{ REASON_tables_grew, "the number of tables grew as well" },
	{ REASON_tables_unknown, "without a count of tables this can be "
	  "accounting or memory" },
	{ REASON_memory_grew, "memory grew as well, so this is not accounting "
	  "alone" },
	{ REASON_check_worse, "a check of this scenario moved away from zero, "
	  "so this is not accounting alone" },
	{ REASON_same_values, "every boot reads the same" },
	{ REASON_inside_margin, "the interval is inside the margin" },
	{ REASON_beyond_margin, "the interval is beyond the margin" },
	{ REASON_straddles_margin, "the interval straddles the margin: not "
	  "enough evidence that the difference matters" },
	{ REASON_in_units, "so the difference is judged in its unit, without a "
	  "margin" },
	{ REASON_not_excluded, "not enough evidence: no difference is shown, "
	  "and none is excluded" },
};

const char *words_verdict(const struct row *row)
{
	static const char *const words[] = {
		[VERDICT_IMPROVED] = "preferred",
		[VERDICT_REGRESSED] = "not preferred",
		[VERDICT_SHIFT] = "accounting only",
		[VERDICT_CHANGED] = "changed",
		[VERDICT_EQUIVALENT] = "no change",
		[VERDICT_INCONCLUSIVE] = "not enough evidence",
		[VERDICT_UNRESOLVED] = "not resolved",
		[VERDICT_INCOMPARABLE] = "not comparable",
	};

	return words[row->verdict] ? words[row->verdict] : row->verdict_word;
}

static const char *no_ratio(const char *what)
{
	return !strcmp(what, "zero") ? "the base mean is 0" :
	       !strcmp(what, "not_above_0") ? "the base mean is not above 0" :
	       !strcmp(what, "patched_not_above_0") ?
	       "the patched mean is not above 0" :
	       !strcmp(what, "boot_not_above_0") ? "a boot is not above 0" :
	       "the base mean cannot be told from 0";
}

/* Rows were decided by boots; of a kernel with several builds, by these. */
static bool of_builds(const struct reason *e)
{
	return !strcmp(e->what, "builds");
}

static void say_boots(const struct reason *e, char *buf, size_t len)
{
	char n[WORDS_LEN];

	say(buf, len, "%s%s ", of_builds(e) ? "build" : "boot",
	    e->list.nr == 1 ? "" : "s");
	for (size_t i = 0; i < e->list.nr; i++)
		say(buf, len, "%s%s", i ? ", " : "",
		    words_num(e->list.v[i], n));
	say(buf, len, " of %s lie%s far from the others (none is left out)",
	    e->side, e->list.nr == 1 ? "s" : "");
}

/* What is about measuring: who lacks what. */
static bool say_measured(const struct reason *e, char *buf, size_t len)
{
	char a[WORDS_LEN], b[WORDS_LEN], c[WORDS_LEN];
	const char *side = e->side;

	switch (e->code) {
	case REASON_na:
		say(buf, len, "%s%s%s", side, *side ? ": " : "",
		    e->text);
		return true;
	case REASON_not_measured:
		say(buf, len, "not measured on %s", side);
		return true;
	case REASON_few_samples:
		say(buf, len, "measured in %s of %s boots of %s",
		    words_num(e->boots, a), words_num(e->of, b), side);
		return true;
	case REASON_few_boots:
		say(buf, len, "not enough evidence: %s %s of base and %s "
		    "of patched, %s of each needed", words_num(e->nr[BASE], a),
		    of_builds(e) ? "builds" : "boots",
		    words_num(e->nr[PATCHED], b), words_num(e->need, c));
		return true;
	case REASON_incomparable:
		say(buf, len, "not comparable: %s is %s on one and %s on the "
		    "other", e->what, e->was[BASE],
		    e->was[PATCHED]);
		return true;
	case REASON_bad_ladder:
		say(buf, len, "not comparable: %s held no two different "
		    "counts", side);
		return true;
	default:
		return false;
	}
}

static void say_layouts(const struct reason *e, char *buf, size_t len)
{
	char n[WORDS_LEN];

	if (e->lo == e->hi) {
		say(buf, len, "the middle window differs by %s in all ",
		    words_signed(e->mid, n));
		say(buf, len, "%s layouts, but not every window does",
		    words_num(e->of, n));
		return;
	}
	say(buf, len, "the difference is not the same in all %s layouts: ",
	    words_num(e->of, n));
	say(buf, len, "%s to ", words_signed(e->lo, n));
	say(buf, len, "%s; mean ", words_signed(e->hi, n));
	say(buf, len, "%s, 95 %% interval ", words_signed(e->mid, n));
	say(buf, len, "%s to ", words_signed(e->from, n));
	say(buf, len, "%s", words_signed(e->to, n));
}

static void say_numbers(const struct row *row, const struct reason *e,
			char *buf, size_t len)
{
	char a[WORDS_LEN], b[WORDS_LEN], c[WORDS_LEN];

	switch (e->code) {
	case REASON_offset:
		say(buf, len, "slope unchanged; with %s held, %s -> %s %s",
		    words_num(row->at.n, a),
		    words_num(row_value(row, ROW_BASE), b),
		    words_num(row_value(row, ROW_PATCHED), c),
		    row->unit);
		break;
	case REASON_residual:
		say(buf, len, "not a straight line, off by up to %s %s%s",
		    words_num(e->value, a), row->unit,
		    row->kind == KIND_MEMORY ?
		    ": memory is taken in whole slabs or pages" : "");
		break;
	case REASON_boots_differ:
		say(buf, len, "boot %s of %s does not repeat the others: %s "
		    "against %s", words_num(e->boot, a), e->side,
		    words_num(e->value, b), words_num(e->other, c));
		break;
	case REASON_layouts_differ:
		say_layouts(e, buf, len);
		break;
	case REASON_many_varying:
		say(buf, len, "not enough evidence after adjustment for %s "
		    "rows that vary", words_num(e->rows, a));
		break;
	case REASON_windows_differ:
		say(buf, len, "%s of %s windows differ by one amount; all lie "
		    "between %s and ", words_num(e->agree, a),
		    words_num(e->of, b),
		    words_signed(e->lo, c));
		say(buf, len, "%s", words_signed(e->hi, c));
		break;
	case REASON_below_fixed:
		say(buf, len, "%s costs less than %s, so there is no "
		    "percentage", e->side, row->piece == PIECE_TABLE ?
		    "its control" : "a window with nothing in it");
		break;
	case REASON_no_ratio:
		say(buf, len, "no interval of a ratio: %s",
		    no_ratio(e->what));
		break;
	case REASON_pairs_lost:
		say(buf, len, "%s complete pairs of %s boots are used",
		    words_num(e->used, a), words_num(e->of, b));
		break;
	case REASON_many_tests:
		say(buf, len, "not enough evidence: the interval is beyond the "
		    "margin, but not after adjustment for %s tests",
		    words_num(e->tests, a));
		break;
	case REASON_outliers:
		say_boots(e, buf, len);
		break;
	case REASON_two_modes:
		say(buf, len, "the %s of %s fall into two groups",
		    of_builds(e) ? "builds" : "boots", e->side);
		break;
	case REASON_text:
		say(buf, len, "%s", e->text);
		break;
	default:
		break;
	}
}

void words_reason(const struct row *row, const struct reason *e, char *buf,
		  size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(plain); i++)
		if (plain[i].code == e->code) {
			say(buf, len, "%s", plain[i].text);
			return;
		}
	if (!say_measured(e, buf, len))
		say_numbers(row, e, buf, len);
}

/* Boots that vary: the interval, the test, and what it could have found. */
static void say_test(const struct row *row, char *buf, size_t len)
{
	if (!*row->test)
		return;
	if (row->has_ratio_ci)
		say(buf, len, "%spatched/base %.4f (95%% interval %.4f to "
		    "%.4f)", *buf ? "; " : "", row->ratio, row->ratio_ci[0],
		    row->ratio_ci[1]);
	else if (row->has_ci)
		say(buf, len, "%s95%% interval of the difference %.6g to %.6g "
		    "%s", *buf ? "; " : "", row->ci[0], row->ci[1], row->unit);
	if (!isnan(row->p_adj))
		say(buf, len, "%sp = %.2g after %s", *buf ? "; " : "",
		    row->p_adj, !strcmp(row->adjust, "holm") ? "Holm" :
		    "Benjamini-Hochberg");
	if (!isnan(row->margin) && row->has_ratio_ci)
		say(buf, len, "; margin %.3g%%", 100 * row->margin);
	if (!isnan(row->mde))
		say(buf, len, "; smallest change these boots can show %.2g%%",
		    100 * row->mde);
}

void words_why(const struct row *row, char *buf, size_t len)
{
	buf[0] = '\0';
	if (!row)
		return;
	for (size_t i = 0; i < row->nr_reasons; i++) {
		if (*buf)
			say(buf, len, "; ");
		words_reason(row, &row->reasons[i], buf, len);
	}
	say_test(row, buf, len);
}
