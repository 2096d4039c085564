// SPDX-License-Identifier: GPL-2.0-only
/* reason.c - the sentence of every reason a row can have */
#include <stdio.h>
#include <string.h>

#include "analyze/judge/reason.h"
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

const char *words_verdict(const json_t *row)
{
	static const struct {
		const char *verdict, *words;
	} list[] = {
		{ "improved", "preferred" },
		{ "regressed", "not preferred" },
		{ "shift", "accounting only" },
		{ "changed", "changed" },
		{ "equivalent", "no change" },
		{ "inconclusive", "not enough evidence" },
		{ "unresolved", "not resolved" },
		{ "incomparable", "not comparable" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(list); i++)
		if (ds_is(row, "verdict", list[i].verdict))
			return list[i].words;
	return ds_str(row, "verdict");
}

static const char *str(const json_t *e, const char *key)
{
	return ds_str(e, key);
}

static const char *num(const json_t *e, const char *key, char buf[WORDS_LEN])
{
	return words_num(json_object_get(e, key), buf);
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

static void say_boots(const json_t *e, char *buf, size_t len)
{
	const json_t *list = json_object_get(e, "boots"), *v;
	char n[WORDS_LEN];
	size_t i;

	say(buf, len, "boot%s ", json_array_size(list) == 1 ? "" : "s");
	json_array_foreach((json_t *)list, i, v)
		say(buf, len, "%s%s", i ? ", " : "", words_num(v, n));
	say(buf, len, " of %s lie%s far from the others (none is left out)",
	    str(e, "side"), json_array_size(list) == 1 ? "s" : "");
}

/* What is about measuring: who lacks what. */
static bool say_measured(enum kpt_reason code, const json_t *e, char *buf,
			 size_t len)
{
	char a[WORDS_LEN], b[WORDS_LEN], c[WORDS_LEN];
	const char *side = str(e, "side");

	switch (code) {
	case REASON_na:
		say(buf, len, "%s%s%s", side, *side ? ": " : "",
		    str(e, "text"));
		return true;
	case REASON_not_measured:
		say(buf, len, "not measured on %s", side);
		return true;
	case REASON_few_samples:
		say(buf, len, "measured in %s of %s boots of %s",
		    num(e, "boots", a), num(e, "of", b), side);
		return true;
	case REASON_few_boots:
		say(buf, len, "not enough evidence: %s boots of base and %s "
		    "of patched, %s of each needed", num(e, "base", a),
		    num(e, "patched", b), num(e, "need", c));
		return true;
	case REASON_incomparable:
		say(buf, len, "not comparable: %s is %s on one and %s on the "
		    "other", str(e, "what"), str(e, "base"),
		    str(e, "patched"));
		return true;
	case REASON_bad_ladder:
		say(buf, len, "not comparable: %s held no two different "
		    "counts", side);
		return true;
	default:
		return false;
	}
}

static void say_layouts(const json_t *e, char *buf, size_t len)
{
	char n[WORDS_LEN];

	if (ds_real(e, "lo") == ds_real(e, "hi")) {
		say(buf, len, "the middle window differs by %s in all ",
		    words_signed(json_object_get(e, "mid"), n));
		say(buf, len, "%s layouts, but not every window does",
		    num(e, "of", n));
		return;
	}
	say(buf, len, "the difference is not the same in all %s layouts: ",
	    num(e, "of", n));
	say(buf, len, "%s to ", words_signed(json_object_get(e, "lo"), n));
	say(buf, len, "%s; mean ", words_signed(json_object_get(e, "hi"), n));
	say(buf, len, "%s, 95 %% interval ",
	    words_signed(json_object_get(e, "mid"), n));
	say(buf, len, "%s to ", words_signed(json_object_get(e, "from"), n));
	say(buf, len, "%s", words_signed(json_object_get(e, "to"), n));
}

static void say_numbers(const json_t *row, enum kpt_reason code,
			const json_t *e, char *buf, size_t len)
{
	char a[WORDS_LEN], b[WORDS_LEN], c[WORDS_LEN];

	switch (code) {
	case REASON_offset:
		say(buf, len, "slope unchanged; with %s held, %s -> %s %s",
		    words_num(row_value(row, "n"), a),
		    words_num(row_value(row, "base"), b),
		    words_num(row_value(row, "patched"), c),
		    ds_str(row, "unit"));
		break;
	case REASON_residual:
		say(buf, len, "not a straight line, off by up to %s %s%s",
		    num(e, "value", a), ds_str(row, "unit"),
		    ds_is(row, "kind", "memory") ?
		    ": memory is taken in whole slabs or pages" : "");
		break;
	case REASON_boots_differ:
		say(buf, len, "boot %s of %s does not repeat the others: %s "
		    "against %s", num(e, "boot", a), str(e, "side"),
		    num(e, "value", b), num(e, "other", c));
		break;
	case REASON_layouts_differ:
		say_layouts(e, buf, len);
		break;
	case REASON_many_varying:
		say(buf, len, "not enough evidence after adjustment for %s "
		    "rows that vary", num(e, "rows", a));
		break;
	case REASON_windows_differ:
		say(buf, len, "%s of %s windows differ by one amount; all lie "
		    "between %s and ", num(e, "agree", a), num(e, "of", b),
		    words_signed(json_object_get(e, "lo"), c));
		say(buf, len, "%s",
		    words_signed(json_object_get(e, "hi"), c));
		break;
	case REASON_below_fixed:
		say(buf, len, "%s costs less than a window with nothing in "
		    "it, so there is no percentage", str(e, "side"));
		break;
	case REASON_no_ratio:
		say(buf, len, "no interval of a ratio: %s",
		    no_ratio(str(e, "what")));
		break;
	case REASON_pairs_lost:
		say(buf, len, "%s complete pairs of %s boots are used",
		    num(e, "used", a), num(e, "of", b));
		break;
	case REASON_many_tests:
		say(buf, len, "not enough evidence: the interval is beyond the "
		    "margin, but not after adjustment for %s tests",
		    num(e, "tests", a));
		break;
	case REASON_outliers:
		say_boots(e, buf, len);
		break;
	case REASON_two_modes:
		say(buf, len, "the boots of %s fall into two groups",
		    str(e, "side"));
		break;
	case REASON_text:
		say(buf, len, "%s", str(e, "text"));
		break;
	default:
		break;
	}
}

void words_reason(const json_t *row, const json_t *entry, char *buf,
		  size_t len)
{
	enum kpt_reason code = reason_of(entry);

	for (size_t i = 0; i < ARRAY_SIZE(plain); i++)
		if (plain[i].code == code) {
			say(buf, len, "%s", plain[i].text);
			return;
		}
	if (!say_measured(code, entry, buf, len))
		say_numbers(row, code, entry, buf, len);
}

/* Boots that vary: the interval, the test, and what it could have found. */
static void say_test(const json_t *row, char *buf, size_t len)
{
	const json_t *ci = json_object_get(row, "ratio_ci");
	const json_t *diff = json_object_get(row, "ci");
	double p = ds_real(row, "p_adj"), mde = ds_real(row, "mde");
	double margin = ds_real(row, "margin");

	if (!*ds_str(row, "test"))
		return;
	if (json_is_array(ci))
		say(buf, len, "%spatched/base %.4f (95%% interval %.4f to "
		    "%.4f)", *buf ? "; " : "", ds_real(row, "ratio"),
		    json_number_value(json_array_get(ci, 0)),
		    json_number_value(json_array_get(ci, 1)));
	else if (json_is_array(diff))
		say(buf, len, "%s95%% interval of the difference %.6g to %.6g "
		    "%s", *buf ? "; " : "",
		    json_number_value(json_array_get(diff, 0)),
		    json_number_value(json_array_get(diff, 1)),
		    ds_str(row, "unit"));
	if (p == p)
		say(buf, len, "%sp = %.2g after %s", *buf ? "; " : "", p,
		    ds_is(row, "adjust", "holm") ? "Holm" :
		    "Benjamini-Hochberg");
	if (margin == margin && json_is_array(ci))
		say(buf, len, "; margin %.3g%%", 100 * margin);
	if (mde == mde)
		say(buf, len, "; smallest change these boots can show %.2g%%",
		    100 * mde);
}

void words_why(const json_t *row, char *buf, size_t len)
{
	const json_t *list = json_object_get(row, "reasons"), *e;
	size_t i;

	buf[0] = '\0';
	json_array_foreach((json_t *)list, i, e) {
		if (*buf)
			say(buf, len, "; ");
		words_reason(row, e, buf, len);
	}
	say_test(row, buf, len);
}
