// SPDX-License-Identifier: GPL-2.0-only
/* rollup.c - many costs in a line */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/report/costs_local.h"
#include "analyze/report/groups.h"
#include "analyze/report/rollup.h"
#include "analyze/stats/rollup.h"
#include "analyze/summary/rollup.h"
#include "analyze/words/words.h"

#define SIGNS_LEAST 6	/* fewer cannot lean to one side with p below 5 % */

/* An empty window is what the others are measured against, and no cost. */
static bool counts(const struct row *row)
{
	return row->kind == KIND_COST && row->main &&
	       row->phase == PHASE_OP &&
	       strcmp(words_mechanism(row), "nothing");
}

/* Rows that count one thing, exact and noisy ones apart. */
static struct groups rows_by_unit(const struct summary *s,
				  const char *mechanism)
{
	struct groups groups = { .nr = 0 };

	summary_each_row(s, row)
		if (counts(row) && (!mechanism ||
				    !strcmp(words_mechanism(row), mechanism)))
			groups_add(&groups, row, "%s\x1f%s\x1f%d", row->unit,
				   row->of, row->class == CLASS_NOISY);
	return groups;
}

static void say_percent(double ratio, char *buf, size_t len)
{
	double pc = 100 * (ratio - 1);

	if (fabs(pc) < 1e-9)
		say(buf, len, "0%%");
	else
		say(buf, len, fabs(pc) < 9.95 ? "%+.2g%%" : "%+.1f%%", pc);
}

static void say_mean(const struct rollup *r, bool noisy, char *buf, size_t len)
{
	say_percent(r->mean.ratio, buf, len);
	if (noisy && !isnan(r->mean.lo)) {
		say(buf, len, " (95%% interval ");
		say_percent(r->mean.lo, buf, len);
		say(buf, len, " to ");
		say_percent(r->mean.hi, buf, len);
		say(buf, len, ", %zu boots of each)", r->boots);
	} else if (noisy) {
		say(buf, len, " (no interval: %zu boot%s of each)", r->boots,
		    r->boots == 1 ? "" : "s");
	} else {
		say(buf, len, " (exact)");
	}
	if (r->left)
		say(buf, len, ", %zu left out", r->left);
}

/* "Geometric mean of 12 costs: +0.3% (95% interval ...)": all of a summary. */
static void say_all(const struct summary *s, const char *mechanism, char *buf,
		    size_t len)
{
	struct groups groups = rows_by_unit(s, mechanism);

	groups_each(&groups, g) {
		const struct row *first = g->v[0];
		struct rollup r;

		if (!rollup_rows(g->v, g->nr, &r))
			continue;
		say(buf, len, "%s%zu %s%s", *buf ? "; " : "", r.rows,
		    mechanism ? "of " : "costs", mechanism ? mechanism : "");
		if (groups.nr > 1)
			say(buf, len, " in %s", words_unit(s, first));
		say(buf, len, ": ");
		say_mean(&r, first->class == CLASS_NOISY, buf, len);
	}
	groups_free(&groups);
}

/* Mechanisms that are known, in the order of the rows. */
static void say_each(const struct summary *s, char *buf, size_t len)
{
	struct names told = { NULL, 0 };

	summary_each_row(s, row)
		if (counts(row) && *words_mechanism(row) &&
		    names_new(&told, words_mechanism(row)))
			say_all(s, words_mechanism(row), buf, len);
	names_free(&told);
}

/*
 * Small changes that lean one way are one change seen many times, perhaps. A
 * p-value takes the rows for independent. Exact rows are not even a sample:
 * one instruction more on a shared path moves all, so they get none.
 */
static void say_signs(const struct summary *s, char *buf, size_t len)
{
	size_t up = 0, n = 0;
	bool exact = false;

	summary_each_row(s, row) {
		enum cell cell = counts(row) ? cost_cell(row) : NOT_THERE;
		double diff = row->value[ROW_DIFF];

		if ((cell != SMALL && cell != WITHIN) || !(diff != 0))
			continue;
		n++;
		up += diff > 0;
		exact |= row->class != CLASS_NOISY;
	}
	if (n < SIGNS_LEAST)
		return;
	say(buf, len, "%zu of %zu small changes are %s", 2 * up >= n ? up :
	    n - up, n, 2 * up >= n ? "increases" : "decreases");
	if (!exact)
		say(buf, len, " (sign test p = %.2g, were they independent)",
		    st_sign_test(up, n));
}

static void say_short(double ratio, char *buf, size_t len)
{
	double pc = 100 * (ratio - 1);

	if (pc != 0 && fabs(pc) < 0.05)
		say(buf, len, "<0.1%%");
	else
		say(buf, len, "%+.1f%%", pc);
}

/* Side by side in a letter the table has the costs; how far means go is told. */
static bool put_short(struct model *m, const struct columns *c)
{
	size_t least = 0, most = 0, left = 0;
	double low = INFINITY, high = -INFINITY;
	char text[200] = "";

	for (size_t k = 0; k < c->n; k++) {
		struct groups groups = rows_by_unit(c->s[k], NULL);
		struct rollup r = { 0 };
		bool one = groups.nr == 1 &&
			   rollup_rows(groups.v[0].v, groups.v[0].nr, &r);

		groups_free(&groups);
		if (!one || r.boots)
			return false;
		low = fmin(low, r.mean.ratio);
		high = fmax(high, r.mean.ratio);
		least = !k || r.rows < least ? r.rows : least;
		most = r.rows > most ? r.rows : most;
		left += r.left;
	}
	if (least < most)
		say(text, sizeof(text), "%zu to ", least);
	say(text, sizeof(text), "%zu costs (exact): ", most);
	say_short(low, text, sizeof(text));
	say(text, sizeof(text), " to ");
	say_short(high, text, sizeof(text));
	if (left)
		say(text, sizeof(text), "; %zu left out", left);
	model_para(m, "Geometric mean of %s.", text);
	return true;
}

typedef void say_fn(const struct summary *s, char *buf, size_t len);

static void say_alls(const struct summary *s, char *buf, size_t len)
{
	say_all(s, NULL, buf, len);
}

static void put(struct model *m, const struct columns *c, const char *head,
		say_fn *say_one)
{
	char text[COLUMNS_MAX][1000], all[4000] = "";
	const char *list[COLUMNS_MAX];

	for (size_t k = 0; k < c->n; k++) {
		text[k][0] = '\0';
		say_one(c->s[k], text[k], sizeof(text[k]));
		list[k] = text[k];
	}
	columns_grouped(c, list, all, sizeof(all));
	if (*all)
		model_para(m, "%s%s.", head, all);
}

void rollup_put(struct model *m, const struct columns *c, bool each)
{
	if (each || c->n == 1 || !put_short(m, c))
		put(m, c, "Geometric mean of ", say_alls);
	if (each)
		put(m, c, "The same by operation, ", say_each);
	put(m, c, "", say_signs);
}
