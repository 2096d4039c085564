// SPDX-License-Identifier: GPL-2.0-only
/* words_example.c - how to read a row, told by a row that is there */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analyze/words/words.h"

/* The more a row has to tell, the better an example it is. */
static double worth(const struct row *row)
{
	double base = fabs(or_0(row->value[ROW_BASE]));
	double diff = or_0(row->value[ROW_DIFF]);
	double rel = base > 0 ? fabs(diff) / base : 0;
	double rank = 0;

	if (!row_judged(row) || diff == 0 || row_of_build(row))
		return -1;
	if (row->main && row_differs(row) &&
	    row->verdict != VERDICT_INCONCLUSIVE)
		rank = 40;
	else if (row->kind == KIND_MEMORY && row_differs(row) &&
		 row->phase == PHASE_HELD)
		rank = 30;
	else if (row->phase == PHASE_HELD)
		rank = row_differs(row) ? 20 : 10;
	return rank + rel / (1 + rel);
}

static void say_interval(const struct summary *s, const struct row *row,
			 char *buf, size_t len)
{
	const char *what = s->env[BASE].builds ? "Builds" : "Boots";

	if (row->has_ratio_ci)
		snprintf(buf, len, " %s differ: with 95 %% confidence the "
			 "change is between %+.3g%% and %+.3g%%; one of up to "
			 "%.3g%% would be called no difference.", what,
			 100 * (row->ratio_ci[0] - 1),
			 100 * (row->ratio_ci[1] - 1),
			 100 * or_0(row->margin));
	else
		snprintf(buf, len, " %s differ, and no interval could be "
			 "given.", what);
}

static void say_cost(const struct summary *s, const struct row *row, char *buf,
		     size_t len)
{
	char d[WORDS_LEN], pc[WORDS_LEN];
	const char *diff = words_amount(row, ROW_DIFF, d);
	size_t n;

	words_percent(row, pc);
	n = (size_t)snprintf(buf, len, "that %s%s on patched costs %s %s%s than "
		"on base%s%s.", *row->per ? "one " : "it", row->per,
		*diff == '+' || *diff == '-' ? diff + 1 : diff,
		words_unit(s, row),
		row->value[ROW_DIFF] > 0 ? " more" : " fewer",
		*pc ? ", a change of " : "", pc);
	if (n >= len)
		return;
	if (row->class == CLASS_NOISY)
		say_interval(s, row, buf + n, len - n);
	else if (s->env[BASE].layouts > 1)
		snprintf(buf + n, len - n, row_has(row, REASON_layouts_differ) ?
			 " That is the mean of %lld layouts of memory." :
			 " It is the same in each of %lld layouts of memory.",
			 s->env[BASE].layouts);
	else
		snprintf(buf + n, len - n, " Each of %lld boots counted the "
			 "same.", row->boots[PATCHED]);
}

static void say_state(const struct row *row, char *buf, size_t len)
{
	char a[WORDS_LEN], b[WORDS_LEN], n[WORDS_LEN];

	words_amount(row, ROW_BASE, a);
	words_amount(row, ROW_PATCHED, b);
	if (row->has_at)
		snprintf(buf, len, "that with %s held there are %s %s on base "
			 "and %s on patched.", words_num(row->at.n, n), a,
			 row->unit, b);
	else if (row->phase == PHASE_HELD)
		snprintf(buf, len, "that each %s held adds %s %s on base and "
			 "%s on patched.", *row->per ? row->per : "one", a,
			 row->unit, b);
	else
		snprintf(buf, len, "that base has %s %s there and patched %s.",
			 a, row->unit, b);
}

const struct row *words_example(const struct summary *s, char *buf, size_t len)
{
	const struct row *best = NULL;
	char a[WORDS_LEN], b[WORDS_LEN], d[WORDS_LEN], text[600];
	double most = -1;

	buf[0] = '\0';
	summary_each_row(s, row) {
		double w = worth(row);

		if (w > most) {
			most = w;
			best = row;
		}
	}
	if (!best)
		return NULL;
	if (best->kind == KIND_COST)
		say_cost(s, best, text, sizeof(text));
	else
		say_state(best, text, sizeof(text));
	snprintf(buf, len, "\"%s %s: %s, %s, %s%s%s\" says %s",
		 *best->scenario ? best->scenario : "at boot", best->metric,
		 words_amount(best, ROW_BASE, a),
		 words_amount(best, ROW_PATCHED, b),
		 words_amount(best, ROW_DIFF, d), *words_direction(best) ?
		 " " : "", words_direction(best), text);
	return best;
}
