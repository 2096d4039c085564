// SPDX-License-Identifier: GPL-2.0-only
/* costs.c - what an operation costs, in one or several comparisons */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/judge/reason.h"
#include "analyze/report/costs.h"
#include "analyze/words/words.h"

/* A change below both is listed, and not in the table. */
#define SMALL_PERCENT	0.1
#define SMALL_UNITS	1.0

/* What a comparison says of a cost. */
enum cell { NOT_THERE, NO_VALUE, NOT_WHOLE, SAME, WITHIN, SMALL, DIFFERS,
	    UNRESOLVED, FEW };

/**
 * struct cost - one cost in every comparison
 * @row:	its row in each, or NULL
 * @size:	the largest change, in percent
 */
struct cost {
	const json_t *row[COLUMNS_MAX], *any;
	double size;
};

struct costs {
	struct cost *v;
	size_t nr;
};

static double percent(const json_t *row)
{
	double base = ds_real(row, "base");

	return base > 0 && !reason_has(row, REASON_below_fixed) ?
	       100 * ds_real(row, "diff") / base : NAN;
}

static enum cell cell_of(const json_t *row)
{
	double pc, diff;

	if (!row)
		return NOT_THERE;
	if (ds_is(row, "verdict", "n/a"))
		return NO_VALUE;
	if (!row_judged(row))
		return NOT_WHOLE;
	if (ds_is(row, "verdict", "equivalent"))
		return ds_is(row, "class", "noisy") ? WITHIN : SAME;
	if (ds_is(row, "verdict", "unresolved"))
		return UNRESOLVED;
	if (ds_is(row, "verdict", "inconclusive"))
		return FEW;
	pc = percent(row);
	diff = ds_real(row, "diff");
	return fabs(pc) < SMALL_PERCENT && fabs(diff) < SMALL_UNITS ? SMALL :
								      DIFFERS;
}

/* In exact mode one counter tells it; elsewhere each tells something else. */
static bool is_cost(const json_t *s, const json_t *row)
{
	return ds_is(row, "kind", "cost") && ds_is(row, "phase", "op") &&
	       (row_main(row) || !ds_is(json_object_get(s, "base"), "mode",
					"exact"));
}

static struct cost *cost_of(struct costs *all, json_t *index,
			    const json_t *row)
{
	char key[700];
	json_t *at;
	void *p;

	snprintf(key, sizeof(key), "%s\x1f%s\x1f%s\x1f%s", ds_str(row, "unit"),
		 ds_str(row, "scenario"), ds_str(row, "group"),
		 ds_str(row, "per"));
	at = json_object_get(index, key);
	if (at)
		return &all->v[json_integer_value(at)];
	p = realloc(all->v, (all->nr + 1) * sizeof(*all->v));
	if (!p)
		return NULL;
	all->v = p;
	memset(&all->v[all->nr], 0, sizeof(*all->v));
	json_object_set_new(index, key, json_integer((json_int_t)all->nr));
	return &all->v[all->nr++];
}

static int by_size(const void *a, const void *b)
{
	const struct cost *x = a, *y = b;

	if (x->size != y->size)
		return x->size < y->size ? 1 : -1;
	return strcmp(ds_str(x->any, "scenario"), ds_str(y->any, "scenario"));
}

static int gather(struct costs *all, const struct columns *c)
{
	json_t *index = json_object(), *row;
	size_t i;

	for (size_t k = 0; k < c->n; k++)
		json_array_foreach(json_object_get(c->s[k], "comparisons"), i,
				   row) {
			struct cost *cost;
			double pc;

			if (!is_cost(c->s[k], row))
				continue;
			cost = cost_of(all, index, row);
			if (!cost) {
				json_decref(index);
				return -1;
			}
			cost->row[k] = row;
			cost->any = cost->any ? cost->any : row;
			pc = fabs(percent(row));
			if (cell_of(row) == DIFFERS && pc > cost->size)
				cost->size = pc;
		}
	json_decref(index);
	if (all->nr)
		qsort(all->v, all->nr, sizeof(*all->v), by_size);
	return 0;
}

static bool any(const struct columns *c, const struct cost *cost,
		enum cell what)
{
	for (size_t k = 0; k < c->n; k++)
		if (cell_of(cost->row[k]) == what)
			return true;
	return false;
}

static void say_percent(const json_t *row, char *buf, size_t len)
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

static void put_cell(struct model *m, struct model_table *t, const json_t *row,
		     const char *same)
{
	char d[WORDS_LEN], pc[WORDS_LEN];

	switch (cell_of(row)) {
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
		model_cell(m, t, "%s", same);
		break;
	case UNRESOLVED:
		model_cell(m, t, "(*)");
		break;
	default:
		model_cell(m, t, "%s%s", words_short(ds_real(row, "diff"), d),
			   cell_of(row) == FEW ? "?" :
			   cell_of(row) == WITHIN ? "=" : "");
		say_percent(row, pc, sizeof(pc));
		model_sub(m, t, "%s", pc);
		break;
	}
}

/* Where boots differ, a change is told with its interval. */
static void say_interval(const json_t *row, char *buf, size_t len)
{
	const json_t *ci = json_object_get(row, "ratio_ci");

	buf[0] = '\0';
	if (json_is_array(ci))
		say(buf, len, "%+.1f to %+.1f",
		    100 * (json_number_value(json_array_get(ci, 0)) - 1),
		    100 * (json_number_value(json_array_get(ci, 1)) - 1));
}

static void put_one(struct model *m, struct model_table *t,
		    const struct cost *cost)
{
	const json_t *row = cost->row[0];
	char v[WORDS_LEN], pc[WORDS_LEN];

	model_cell(m, t, "%s", words_round(ds_real(row, "base"), v));
	model_cell(m, t, "%s", words_round(ds_real(row, "patched"), v));
	model_cell(m, t, "%s%s", words_short(ds_real(row, "diff"), v),
		   cell_of(row) == FEW ? "?" : "");
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

static bool is_unit(const struct cost *cost, const char *unit)
{
	return !strcmp(ds_str(cost->any, "unit"), unit);
}

/* Does another cost of its mechanism say the same in every comparison? */
static const struct cost *same_as(const struct columns *c,
				  const struct costs *all, size_t at)
{
	const struct cost *cost = &all->v[at];

	for (size_t i = 0; i < at; i++) {
		const struct cost *o = &all->v[i];
		char a[WORDS_LEN], b[WORDS_LEN];
		size_t k;

		if (!*words_mechanism(cost->any) ||
		    strcmp(words_mechanism(o->any),
			   words_mechanism(cost->any)) ||
		    strcmp(ds_str(o->any, "unit"), ds_str(cost->any, "unit")))
			continue;
		for (k = 0; k < c->n; k++)
			if (cell_of(cost->row[k]) != NOT_THERE &&
			    (cell_of(cost->row[k]) != cell_of(o->row[k]) ||
			     strcmp(words_short(ds_real(cost->row[k], "diff"),
						a),
				    words_short(ds_real(o->row[k], "diff"),
						b))))
				break;
		if (k == c->n)
			return o;
	}
	return NULL;
}

static void put_likewise(struct model *m, const struct columns *c,
			 const struct costs *all, const char *unit)
{
	char names[1000] = "", a[300], b[300];

	for (size_t i = 0; i < all->nr; i++) {
		const struct cost *o = same_as(c, all, i);

		if (!o || !is_unit(&all->v[i], unit) ||
		    !any(c, &all->v[i], DIFFERS))
			continue;
		words_size(all->v[i].any, b, sizeof(b));
		say(names, sizeof(names), "%s%s: %s", *names ? "; " : "",
		    words_title(o->any, a, sizeof(a)),
		    b + strspn(b, ", "));
	}
	if (*names)
		model_para(m, "By as much as %s.", names);
}

static void put_table(struct model *m, const struct columns *c,
		      const struct costs *all, const char *unit, size_t most)
{
	struct model_table *t = NULL;
	size_t put = 0;
	char title[300];

	for (size_t i = 0; i < all->nr; i++) {
		const struct cost *cost = &all->v[i];

		if (!is_unit(cost, unit) || !any(c, cost, DIFFERS))
			continue;
		if (same_as(c, all, i) || put++ >= most)
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
			put_one(m, t, cost);
			continue;
		}
		for (size_t k = 0; k < c->n; k++)
			put_cell(m, t, cost->row[k], "0");
	}
	put_likewise(m, c, all, unit);
	if (put > most)
		model_para(m, "%zu smaller changes are in the full report.",
			   put - most);
}

/* "vmalloc 4 KiB, 64 KiB; vmap 4 KiB": sizes of one mechanism together. */
static void say_names(const struct columns *c, const struct costs *all,
		      const char *unit, bool (*which)(const struct columns *,
						      const struct cost *),
		      char *buf, size_t len)
{
	for (size_t i = 0; i < all->nr; i++) {
		const char *what = words_mechanism(all->v[i].any);
		char title[300];
		bool first = true;

		if (!is_unit(&all->v[i], unit) || !which(c, &all->v[i]))
			continue;
		for (size_t j = 0; *what && j < i && first; j++)
			first = !is_unit(&all->v[j], unit) ||
				!which(c, &all->v[j]) ||
				strcmp(words_mechanism(all->v[j].any), what);
		if (!first)
			continue;
		say(buf, len, "%s%s", *buf ? "; " : "",
		    words_title(all->v[i].any, title, sizeof(title)));
		for (size_t j = i + 1; *what && j < all->nr; j++) {
			if (!is_unit(&all->v[j], unit) ||
			    !which(c, &all->v[j]) ||
			    strcmp(words_mechanism(all->v[j].any), what))
				continue;
			words_size(all->v[j].any, title, sizeof(title));
			say(buf, len, ",%s%s", *title == ',' ? "" : "",
			    *title == ',' ? title + 1 : title);
		}
	}
}

static bool in_table(const struct columns *c, const struct cost *cost)
{
	return any(c, cost, DIFFERS);
}

static bool all_same(const struct columns *c, const struct cost *cost)
{
	return !in_table(c, cost) && any(c, cost, SAME) &&
	       !any(c, cost, SMALL) && !any(c, cost, WITHIN) &&
	       !any(c, cost, UNRESOLVED) && !any(c, cost, FEW) &&
	       strcmp(words_mechanism(cost->any), "nothing");
}

static bool all_within(const struct columns *c, const struct cost *cost)
{
	return !in_table(c, cost) && any(c, cost, WITHIN) &&
	       !any(c, cost, FEW) && !any(c, cost, UNRESOLVED);
}

static bool is_small(const struct columns *c, const struct cost *cost)
{
	return !in_table(c, cost) && any(c, cost, SMALL);
}

static bool is_below(const struct columns *c, const struct cost *cost)
{
	for (size_t k = 0; k < c->n; k++)
		if (reason_has(cost->row[k], REASON_below_fixed))
			return true;
	return false;
}

/* Costs of which some comparison says what no number should stand for. */
static void say_where(const struct columns *c, const struct costs *all,
		      const char *unit, enum cell what, char *buf, size_t len)
{
	for (size_t i = 0; i < all->nr; i++) {
		const struct cost *cost = &all->v[i];
		bool in[COLUMNS_MAX] = { false };
		char title[300], where[400];

		if (!is_unit(cost, unit) || !any(c, cost, what))
			continue;
		for (size_t k = 0; k < c->n; k++)
			in[k] = cell_of(cost->row[k]) == what;
		columns_list(c, in, where, sizeof(where));
		say(buf, len, "%s%s%s%s%s", *buf ? "; " : "",
		    words_title(cost->any, title, sizeof(title)),
		    *where ? " (" : "", where, *where ? ")" : "");
	}
}

/* ", 5 boots of each needed", where boots are what lacks. */
static const char *needed(const struct columns *c, const struct costs *all,
			  const char *unit, char *buf, size_t len)
{
	buf[0] = '\0';
	for (size_t i = 0; i < all->nr; i++)
		for (size_t k = 0; !*buf && k < c->n; k++) {
			const json_t *e = reason_find(all->v[i].row[k],
						      REASON_few_boots);

			if (e && is_unit(&all->v[i], unit))
				say(buf, len, ", %lld boots of each needed",
				    ds_int(e, "need"));
		}
	return buf;
}

static void put_notes(struct model *m, const struct columns *c,
		      const struct costs *all, const char *unit)
{
	char names[2000] = "", need[80];
	double margin = ds_real(c->s[0], "margin");

	say_names(c, all, unit, all_same, names, sizeof(names));
	if (*names)
		model_para(m, "No change: %s.", names);
	names[0] = '\0';
	say_names(c, all, unit, all_within, names, sizeof(names));
	if (*names)
		model_para(m, "No change beyond the margin of %.3g%%: %s.",
			   100 * (isnan(margin) ? 0.01 : margin), names);
	names[0] = '\0';
	say_names(c, all, unit, is_small, names, sizeof(names));
	if (*names)
		model_para(m, "Below 0.1%% and below one of %s: %s.", unit,
			   names);
	names[0] = '\0';
	say_where(c, all, unit, UNRESOLVED, names, sizeof(names));
	if (*names)
		model_para(m, "(*) Not resolved, windows of a boot scatter "
			   "more: %s.", names);
	names[0] = '\0';
	say_where(c, all, unit, FEW, names, sizeof(names));
	if (*names)
		model_para(m, "(?) Not enough evidence%s: %s.",
			   needed(c, all, unit, need, sizeof(need)), names);
	names[0] = '\0';
	say_names(c, all, unit, is_below, names, sizeof(names));
	if (*names)
		model_para(m, "No percentage, it costs less than a window "
			   "with nothing in it: %s.", names);
	names[0] = '\0';
	say_where(c, all, unit, NOT_WHOLE, names, sizeof(names));
	if (*names)
		model_para(m, "MISSING or not comparable, so no result: %s.",
			   names);
	names[0] = '\0';
	say_where(c, all, unit, NO_VALUE, names, sizeof(names));
	if (*names)
		model_para(m, "n/a: %s.", names);
}

void costs_put(struct model *m, const struct columns *c, size_t rows)
{
	struct costs all = { 0 };

	if (gather(&all, c))
		m->failed = true;
	for (size_t i = 0; i < all.nr; i++) {
		const char *unit = ds_str(all.v[i].any, "unit");
		size_t j;

		for (j = 0; j < i && !is_unit(&all.v[j], unit); j++)
			;
		if (j < i)
			continue;
		put_table(m, c, &all, unit, rows);
		put_notes(m, c, &all, unit);
	}
	if (!all.nr)
		model_para(m, "No cost was measured.");
	free(all.v);
}
