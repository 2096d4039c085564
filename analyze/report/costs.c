// SPDX-License-Identifier: GPL-2.0-only
/* costs.c - what an operation costs, in one or several comparisons */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/report/anchor.h"
#include "analyze/report/costs_local.h"
#include "analyze/summary/names.h"
#include "analyze/words/words.h"

/* A change below both is listed, and not in the table. */
#define SMALL_PERCENT	0.1
#define SMALL_UNITS	1.0

static double percent(const struct row *row)
{
	double base = row->value[ROW_BASE];

	return base > 0 && !row_has(row, REASON_below_fixed) ?
	       100 * row->value[ROW_DIFF] / base : NAN;
}

enum cell cost_cell(const struct row *row)
{
	double pc, diff;

	if (!row)
		return NOT_THERE;
	if (row->verdict == VERDICT_NA)
		return NO_VALUE;
	if (!row_judged(row))
		return NOT_WHOLE;
	if (row->verdict == VERDICT_EQUIVALENT)
		return row->class == CLASS_NOISY ? WITHIN : SAME;
	if (row->verdict == VERDICT_UNRESOLVED)
		return UNRESOLVED;
	if (row->verdict == VERDICT_INCONCLUSIVE)
		return FEW;
	pc = percent(row);
	diff = row->value[ROW_DIFF];
	return fabs(pc) < SMALL_PERCENT && fabs(diff) < SMALL_UNITS ? SMALL :
								      DIFFERS;
}

/* In exact mode one counter tells it; elsewhere each tells something else. */
static bool is_cost(const struct summary *s, const struct row *row)
{
	return row->kind == KIND_COST && row->phase == PHASE_OP &&
	       (row->piece == PIECE_NONE || row->piece == PIECE_TABLE) &&
	       (row->main || !s->env[BASE].exact);
}

/**
 * struct index - what costs are found by
 * @costs:	their places in a list; @units: numbers of units and metrics
 */
struct index {
	struct names costs, units;
};

static struct cost *cost_of(struct costs *all, struct index *index,
			    const struct row *row)
{
	size_t at, unit;
	char key[700];

	/* What tables alone cost is the metric that other scenarios have. */
	snprintf(key, sizeof(key), "%s\x1f%s\x1f%s\x1f%s\x1f%s", row->unit,
		 row->of, row->scenario, row->group, row->per);
	all->v = names_list(&index->costs, key, all->v, sizeof(*all->v), &at);
	all->nr = index->costs.nr;
	/* Two metrics of one unit are two tables. */
	snprintf(key, sizeof(key), "%s\x1f%s", row->unit, row->of);
	unit = names_add(&index->units, key);
	if (at == NAMES_NONE || unit == NAMES_NONE)
		return NULL;
	all->v[at].unit = unit;
	return &all->v[at];
}

static int by_size(const void *a, const void *b)
{
	const struct cost *x = a, *y = b;

	if (x->size != y->size)
		return x->size < y->size ? 1 : -1;
	return strcmp(x->any->scenario, y->any->scenario);
}

static int by_unit(const void *a, const void *b)
{
	const struct cost *x = a, *y = b;

	return x->unit != y->unit ? (x->unit < y->unit ? -1 : 1) :
	       by_size(a, b);
}

/* Largest change first; costs of one unit stand together. */
static int sort(struct costs *all)
{
	size_t *rank = calloc(all->nr + 1, sizeof(*rank)), ranks = 0;

	if (!rank)
		return -1;
	if (all->nr)
		qsort(all->v, all->nr, sizeof(*all->v), by_size);
	for (size_t i = 0; i < all->nr; i++) {
		size_t *r = &rank[all->v[i].unit];

		if (!*r)
			*r = ++ranks;
		all->v[i].unit = *r;
	}
	if (all->nr)
		qsort(all->v, all->nr, sizeof(*all->v), by_unit);
	free(rank);
	return 0;
}

static int gather_rows(struct costs *all, struct index *index,
		       const struct summary *s, size_t k)
{
	summary_each_row(s, row) {
		struct cost *cost;
		double pc;

		if (!is_cost(s, row))
			continue;
		cost = cost_of(all, index, row);
		if (!cost)
			return -1;
		cost->row[k] = row;
		cost->cell[k] = cost_cell(row);
		if (!cost->any)
			cost->mechanism = words_mechanism(row);
		cost->any = cost->any ? cost->any : row;
		pc = fabs(percent(row));
		if (cost->cell[k] == DIFFERS && pc > cost->size)
			cost->size = pc;
	}
	return 0;
}

static int gather(struct costs *all, const struct columns *c)
{
	struct index index = { .costs.nr = 0 };
	int err = 0;

	for (size_t k = 0; k < c->n && !err; k++)
		err = gather_rows(all, &index, c->s[k], k);
	names_free(&index.costs);
	names_free(&index.units);
	return err ? err : sort(all);
}

bool cost_any(const struct columns *c, const struct cost *cost,
	      enum cell what)
{
	for (size_t k = 0; k < c->n; k++)
		if (cost->cell[k] == what)
			return true;
	return false;
}

static void say_percent(const struct row *row, char *buf, size_t len)
{
	double pc = percent(row);

	buf[0] = '\0';
	if (isnan(pc))
		return;
	if (pc != 0 && fabs(pc) < 0.05)
		say(buf, len, "<0.1%%");
	else
		say(buf, len, "%+.1f%%", pc);
}

static void put_cell(struct model *m, struct model_table *t,
		     const struct row *row, enum cell cell)
{
	char d[WORDS_LEN], pc[WORDS_LEN];

	switch (cell) {
	case NOT_THERE:
		model_cell(m, t, "-");
		break;
	case NO_VALUE:
		model_cell(m, t, "n/a");
		break;
	case NOT_WHOLE:
		model_cell(m, t, "missing");
		break;
	case SAME:
		model_cell(m, t, "0");
		break;
	case UNRESOLVED:
		model_cell(m, t, "(*)");
		break;
	default:
		model_cell(m, t, "%s%s", words_short(row->value[ROW_DIFF], d),
			   cell == FEW ? "?" : cell == WITHIN ? "=" : "");
		say_percent(row, pc, sizeof(pc));
		model_sub(m, t, "%s", pc);
		break;
	}
}

/* Where boots differ, a change is told with its interval. */
static void say_interval(const struct row *row, char *buf, size_t len)
{
	buf[0] = '\0';
	if (row->has_ratio_ci)
		say(buf, len, "%+.1f to %+.1f", 100 * (row->ratio_ci[0] - 1),
		    100 * (row->ratio_ci[1] - 1));
}

/* On a page: to the windows and boots that the change is from. */
static void put_link(struct model *m, struct model_table *t,
		     const struct summary *summary, const struct row *row)
{
	char name[ANCHOR_LEN];

	if (row && row_judged(row))
		model_link(m, t, anchor_row(summary, row, name));
}

static void put_one(struct model *m, struct model_table *t,
		    const struct summary *summary, const struct cost *cost)
{
	const struct row *row = cost->row[0];
	char v[WORDS_LEN], pc[WORDS_LEN];

	model_cell(m, t, "%s", words_round(row->value[ROW_BASE], v));
	model_cell(m, t, "%s", words_round(row->value[ROW_PATCHED], v));
	model_cell(m, t, "%s%s", words_short(row->value[ROW_DIFF], v),
		   cost->cell[0] == FEW ? "?" : "");
	put_link(m, t, summary, row);
	say_percent(row, pc, sizeof(pc));
	model_cell(m, t, "%s", pc);
	say_interval(row, pc, sizeof(pc));
	model_sub(m, t, "%s", pc);
}

static void put_heads(struct model *m, struct model_table *t,
		      const struct columns *c)
{
	static const char *const one[] = { "base", "patched", "change", "%" };

	model_column(m, t, false, NULL, "%s", "");
	for (size_t k = 0; c->n == 1 && k < 4; k++)
		model_column(m, t, true, NULL, "%s", one[k]);
	for (size_t k = 0; c->n > 1 && k < c->n; k++)
		model_column(m, t, true, *c->group[k] ? c->group[k] : NULL,
			     "%s", c->name[k]);
}

static void put_table(struct model *m, const struct columns *c,
		      const struct costs *unit, size_t most)
{
	struct model_table *t = NULL;
	size_t put = 0;
	char title[300];

	for (size_t i = 0; i < unit->nr; i++) {
		const struct cost *cost = &unit->v[i];

		if (!cost_any(c, cost, DIFFERS) || cost->like || put++ >= most)
			continue;
		if (!t) {
			model_para(m, "%s per operation (%s):",
				   words_counts(c->s[0], cost->any),
				   c->n == 1 ? "base and patched" :
				   "patched minus base");
			t = model_table(m);
			put_heads(m, t, c);
		}
		model_cell(m, t, "%s",
			   words_title(cost->any, title, sizeof(title)));
		if (c->n == 1) {
			put_one(m, t, c->s[0], cost);
			continue;
		}
		for (size_t k = 0; k < c->n; k++) {
			put_cell(m, t, cost->row[k], cost->cell[k]);
			put_link(m, t, c->s[k], cost->row[k]);
		}
	}
	if (put > most)
		model_para(m, "%zu smaller changes are in the full report.",
			   put - most);
}

/* Costs that count the same thing: a table, and the lines below it. */
static size_t put_unit(struct model *m, const struct columns *c,
		       const struct costs *all, size_t from,
		       const struct answer_limits *limits, bool left)
{
	struct costs unit = { .v = &all->v[from], .nr = 1 };
	size_t was, named;

	while (from + unit.nr < all->nr &&
	       all->v[from + unit.nr].unit == all->v[from].unit)
		unit.nr++;
	if (left)
		return unit.nr;
	costs_alike(c, unit.v, unit.nr);
	was = m->nr;
	put_table(m, c, &unit, limits->rows);
	/* Without a table, lines of several metrics need their names. */
	if (m->nr == was && unit.nr < all->nr)
		model_para(m, "%s per operation:",
			   words_counts(c->s[0], unit.v[0].any));
	named = m->nr;
	cost_notes(m, c, &unit, limits->names);
	if (m->nr == named && named == was + 1)
		model_drop(m);
	return unit.nr;
}

void costs_put(struct model *m, const struct columns *c,
	       const struct answer_limits *limits)
{
	struct costs all = { 0 };
	size_t tables = 0, left = 0, i = 0;

	if (gather(&all, c))
		m->failed = true;
	while (i < all.nr && !m->failed) {
		bool full = ++tables > limits->tables;
		size_t n = put_unit(m, c, &all, i, limits, full);

		left += full ? n : 0;
		i += n;
	}
	if (left)
		model_para(m, "%zu costs of further metrics are in the full "
			   "tables.", left);
	if (!all.nr)
		model_para(m, "No cost %s.", words_none(c->s[0]));
	free(all.v);
}
