// SPDX-License-Identifier: GPL-2.0-only
/* words_example.c - how to read a row, told by a row that is there */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analyze/words/words.h"

/* The more a row has to tell, the better an example it is. */
static double worth(const json_t *row)
{
	double base = fabs(words_real(row, "base"));
	double rel = base > 0 ? fabs(words_real(row, "diff")) / base : 0;
	double rank = 0;

	if (!row_judged(row) || words_real(row, "diff") == 0)
		return -1;
	if (row_main(row) && row_differs(row) &&
	    !ds_is(row, "verdict", "inconclusive"))
		rank = 40;
	else if (ds_is(row, "kind", "memory") && row_differs(row) &&
		 ds_is(row, "phase", "held"))
		rank = 30;
	else if (ds_is(row, "phase", "held"))
		rank = row_differs(row) ? 20 : 10;
	return rank + rel / (1 + rel);
}

static void say_interval(const json_t *row, char *buf, size_t len)
{
	const json_t *ci = json_object_get(row, "ratio_ci");
	double lo = 100 * (json_number_value(json_array_get(ci, 0)) - 1);
	double hi = 100 * (json_number_value(json_array_get(ci, 1)) - 1);

	if (json_is_array(ci))
		snprintf(buf, len, " Boots differ: with 95 %% confidence the "
			 "change is between %+.3g%% and %+.3g%%; one of up to "
			 "%.3g%% would be called no difference.", lo, hi,
			 100 * words_real(row, "margin"));
	else
		snprintf(buf, len, " Boots differ, and no interval could be "
			 "given.");
}

static void say_cost(const json_t *summary, const json_t *row, const char *per,
		     char *buf, size_t len)
{
	char d[WORDS_LEN], pc[WORDS_LEN];
	const char *diff = words_amount(row, "diff", d);
	long long boots = json_integer_value(json_object_get(json_object_get(row,
							"boots"), "patched"));
	size_t n;

	words_percent(row, pc);
	n = (size_t)snprintf(buf, len, "that %s%s on patched costs %s %s%s than "
		"on base%s%s.", *per ? "one " : "it", per,
		*diff == '+' || *diff == '-' ? diff + 1 : diff,
		words_unit(summary, row),
		words_real(row, "diff") > 0 ? " more" : " fewer",
		*pc ? ", a change of " : "", pc);
	if (n >= len)
		return;
	if (ds_is(row, "class", "noisy"))
		say_interval(row, buf + n, len - n);
	else
		snprintf(buf + n, len - n, " Each of %lld boots counted the "
			 "same.", boots);
}

static void say_state(const json_t *row, const char *per, char *buf, size_t len)
{
	char a[WORDS_LEN], b[WORDS_LEN], n[WORDS_LEN];

	words_amount(row, "base", a);
	words_amount(row, "patched", b);
	if (json_object_get(row, "at"))
		snprintf(buf, len, "that with %s held there are %s %s on base "
			 "and %s on patched.",
			 words_num(row_value(row, "n"), n), a,
			 ds_str(row, "unit"), b);
	else if (ds_is(row, "phase", "held"))
		snprintf(buf, len, "that each %s held adds %s %s on base and "
			 "%s on patched.", *per ? per : "one", a,
			 ds_str(row, "unit"), b);
	else
		snprintf(buf, len, "that base has %s %s there and patched %s.",
			 a, ds_str(row, "unit"), b);
}

const json_t *words_example(const json_t *summary, char *buf, size_t len)
{
	const json_t *best = NULL;
	char a[WORDS_LEN], b[WORDS_LEN], d[WORDS_LEN], text[600];
	double most = -1;
	size_t i;
	json_t *row;

	buf[0] = '\0';
	json_array_foreach(json_object_get(summary, "comparisons"), i, row) {
		double w = worth(row);

		if (w > most) {
			most = w;
			best = row;
		}
	}
	if (!best)
		return NULL;
	if (ds_is(best, "kind", "cost"))
		say_cost(summary, best, ds_str(best, "per"), text,
			 sizeof(text));
	else
		say_state(best, ds_str(best, "per"), text, sizeof(text));
	snprintf(buf, len, "\"%s %s: %s, %s, %s%s%s\" says %s",
		 *ds_str(best, "scenario") ? ds_str(best, "scenario") :
		 "at boot", ds_str(best, "metric"),
		 words_amount(best, "base", a),
		 words_amount(best, "patched", b),
		 words_amount(best, "diff", d), *words_direction(best) ? " " :
		 "", words_direction(best), text);
	return best;
}
