// SPDX-License-Identifier: GPL-2.0-only
/* cost_notes.c - costs that have no row: no change, too small, not resolved */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/report/costs_local.h"
#include "analyze/summary/names.h"
#include "analyze/words/words.h"
#include "common/util.h"

/* What a cost says in the columns of a mask. */
static void say_key(const struct columns *c, const struct cost *cost,
		    unsigned int mask, char *buf, size_t len)
{
	char d[WORDS_LEN];

	snprintf(buf, len, "%x %s", mask, cost->mechanism);
	for (size_t k = 0; k < c->n; k++)
		if (mask & 1u << k)
			say(buf, len, " %u %s", cost->cell[k],
			    cost->row[k] ?
			    words_short(cost->row[k]->value[ROW_DIFF], d) : "");
}

static unsigned int mask_of(const struct columns *c, const struct cost *cost)
{
	unsigned int mask = 0;

	for (size_t k = 0; k < c->n; k++)
		if (cost->cell[k] != NOT_THERE)
			mask |= 1u << k;
	return mask;
}

/* The sets of columns that any cost has; how many there are. */
static size_t masks_of(const struct columns *c, const struct cost *v, size_t nr,
		       unsigned int *masks)
{
	size_t n = 0, k;

	for (size_t i = 0; i < nr; i++) {
		masks[n] = mask_of(c, &v[i]);
		for (k = 0; masks[k] != masks[n]; k++)
			;
		n += k == n;
	}
	return n;
}

/*
 * Does an earlier cost of its mechanism say the same in every comparison that
 * has this one? Each is found under what it says in the columns any cost has:
 * few sets of columns, so the work grows with the number of costs.
 */
void costs_alike(const struct columns *c, struct cost *v, size_t nr)
{
	unsigned int *masks = calloc(nr + 1, sizeof(*masks));
	size_t n = masks ? masks_of(c, v, nr, masks) : 0, at;
	struct names said = { NULL, 0 };
	char key[2000];

	for (size_t i = 0; n && i < nr; i++) {
		if (!*v[i].mechanism)
			continue;
		say_key(c, &v[i], mask_of(c, &v[i]), key, sizeof(key));
		at = names_find(&said, key);
		v[i].like = at != NAMES_NONE ? &v[at] : NULL;
		for (size_t k = 0; k < n; k++) {
			say_key(c, &v[i], masks[k], key, sizeof(key));
			names_place(&said, key, i);
		}
	}
	names_free(&said);
	free(masks);
}

/* A name behind others; where there is no room it is counted. */
static void say_name(char *buf, size_t len, const char *before,
		     const char *name, size_t *left)
{
	if (*left || strlen(buf) + strlen(before) + strlen(name) + 40 > len)
		(*left)++;
	else
		say(buf, len, "%s%s", before, name);
}

static void say_left(char *buf, size_t len, size_t left)
{
	if (left)
		say(buf, len, "; and %zu more", left);
}

static void put_likewise(struct model *m, const struct columns *c,
			 const struct costs *unit)
{
	char names[1000] = "", a[300], b[300], both[700];
	size_t left = 0;

	for (size_t i = 0; i < unit->nr; i++) {
		const struct cost *o = unit->v[i].like;

		if (!o || !cost_any(c, &unit->v[i], DIFFERS))
			continue;
		words_size(unit->v[i].any, b, sizeof(b));
		snprintf(both, sizeof(both), "%s: %s",
			 words_title(o->any, a, sizeof(a)),
			 b + strspn(b, ", "));
		say_name(names, sizeof(names), *names ? "; " : "", both, &left);
	}
	say_left(names, sizeof(names), left);
	if (*names)
		model_para(m, "By as much as %s.", names);
}

typedef bool which_fn(const struct columns *c, const struct cost *cost);

/* Was its mechanism told? Those that are known are few. */
static bool is_told(const struct cost *cost, const char *const *told,
		    size_t nr)
{
	for (size_t i = 0; *cost->mechanism && i < nr; i++)
		if (told[i] == cost->mechanism)
			return true;
	return false;
}

/* "vmalloc 4 KiB, 64 KiB; vmap 4 KiB": sizes of one mechanism together. */
static void say_names(const struct columns *c, const struct costs *unit,
		      which_fn *which, size_t most, char *buf, size_t len)
{
	const char *told[64];
	size_t put = 0, left = 0, nr = 0;
	char title[300];

	for (size_t i = 0; i < unit->nr; i++) {
		const struct cost *cost = &unit->v[i];

		if (!which(c, cost) || is_told(cost, told, nr))
			continue;
		if (put == most) {
			left++;
			continue;
		}
		put++;
		if (*cost->mechanism && nr < ARRAY_SIZE(told))
			told[nr++] = cost->mechanism;
		words_title(cost->any, title, sizeof(title));
		say_name(buf, len, *buf ? "; " : "", title, &left);
		for (size_t j = i + 1; *cost->mechanism && j < unit->nr; j++) {
			if (unit->v[j].mechanism != cost->mechanism ||
			    !which(c, &unit->v[j]))
				continue;
			words_size(unit->v[j].any, title, sizeof(title));
			if (*title)
				say_name(buf, len, ",", *title == ',' ?
					 title + 1 : title, &left);
			else
				say_name(buf, len, "; ", words_title(
					 unit->v[j].any, title, sizeof(title)),
					 &left);
		}
	}
	say_left(buf, len, left);
}

static bool in_table(const struct columns *c, const struct cost *cost)
{
	return cost_any(c, cost, DIFFERS);
}

static bool all_same(const struct columns *c, const struct cost *cost)
{
	return !in_table(c, cost) && cost_any(c, cost, SAME) &&
	       !cost_any(c, cost, SMALL) && !cost_any(c, cost, WITHIN) &&
	       !cost_any(c, cost, UNRESOLVED) && !cost_any(c, cost, FEW) &&
	       strcmp(cost->mechanism, "nothing");
}

static bool all_within(const struct columns *c, const struct cost *cost)
{
	return !in_table(c, cost) && cost_any(c, cost, WITHIN) &&
	       !cost_any(c, cost, FEW) && !cost_any(c, cost, UNRESOLVED) &&
	       strcmp(cost->mechanism, "nothing");
}

static bool is_small(const struct columns *c, const struct cost *cost)
{
	return !in_table(c, cost) && cost_any(c, cost, SMALL);
}

static bool is_varying(const struct columns *c, const struct cost *cost)
{
	for (size_t k = 0; k < c->n; k++)
		if (cost->cell[k] == DIFFERS &&
		    row_has(cost->row[k], REASON_layouts_differ))
			return true;
	return false;
}

static bool is_below(const struct columns *c, const struct cost *cost)
{
	for (size_t k = 0; k < c->n; k++)
		if (row_has(cost->row[k], REASON_below_fixed))
			return true;
	return false;
}

/* Costs of which some comparison says what no number should stand for. */
static void say_where(const struct columns *c, const struct costs *unit,
		      enum cell what, size_t most, char *buf, size_t len)
{
	size_t put = 0, left = 0;

	for (size_t i = 0; i < unit->nr; i++) {
		const struct cost *cost = &unit->v[i];
		bool in[COLUMNS_MAX] = { false };
		char title[300], where[400], both[800];

		if (!cost_any(c, cost, what) || (what == NO_VALUE &&
		    !strcmp(cost->mechanism, "nothing")))
			continue;
		if (put++ >= most) {
			left++;
			continue;
		}
		for (size_t k = 0; k < c->n; k++)
			in[k] = cost->cell[k] == what;
		columns_list(c, in, where, sizeof(where));
		snprintf(both, sizeof(both), "%s%s%s%s",
			 words_title(cost->any, title, sizeof(title)),
			 *where ? " (" : "", where, *where ? ")" : "");
		say_name(buf, len, *buf ? "; " : "", both, &left);
	}
	say_left(buf, len, left);
}

/* ", 5 boots of each needed", where boots are what lacks. */
static const char *needed(const struct columns *c, const struct costs *unit,
			  char *buf, size_t len)
{
	buf[0] = '\0';
	for (size_t i = 0; i < unit->nr; i++)
		for (size_t k = 0; !*buf && k < c->n; k++) {
			const struct reason *e = row_reason(unit->v[i].row[k],
						      REASON_few_boots);

			if (e)
				say(buf, len, ", %.0f boots of each needed",
				    or_0(e->need));
		}
	return buf;
}

/* A line of names, where there are any; they are done with then. */
static void put_line(struct model *m, const char *what, char *names)
{
	if (*names)
		model_para(m, "%s: %s.", what, names);
	names[0] = '\0';
}

/* "; kernel PTE table: 2101.5 -> 2319.5, control 869 -> 869" */
static bool say_parts(const struct summary *s, const struct cost *cost,
		      char *buf, size_t len)
{
	const struct row *all = summary_piece(s, cost->any, PIECE_OPERATION);
	const struct row *control = summary_piece(s, cost->any, PIECE_CONTROL);
	char title[300], a[WORDS_LEN], b[WORDS_LEN];

	if (!all || !control || !row_judged(all) || !row_judged(control))
		return false;
	say(buf, len, "%s%s: %s -> %s", *buf ? "; " : "",
	    words_title(cost->any, title, sizeof(title)),
	    words_round(all->value[ROW_BASE], a),
	    words_round(all->value[ROW_PATCHED], b));
	say(buf, len, ", control %s -> %s",
	    words_round(control->value[ROW_BASE], a),
	    words_round(control->value[ROW_PATCHED], b));
	return true;
}

/* A piece of it that is not the same on both kernels is part of the answer. */
static bool piece_differs(const struct columns *c, const struct cost *cost,
			  enum piece piece)
{
	for (size_t k = 0; k < c->n; k++) {
		const struct row *row = cost->row[k] ?
			summary_piece(c->s[k], cost->row[k], piece) : NULL;

		if (row && row_told(row))
			return true;
	}
	return false;
}

/* "; kernel PTE table: 12 -> 314": work that moved is no work saved. */
static void put_deferred(struct model *m, const struct columns *c,
			 const struct costs *unit, size_t most)
{
	char names[1000] = "", title[300], a[WORDS_LEN], b[WORDS_LEN];
	size_t put = 0, left = 0;

	for (size_t i = 0; i < unit->nr; i++) {
		const struct cost *cost = &unit->v[i];
		const struct row *row;

		if (!piece_differs(c, cost, PIECE_DEFERRED))
			continue;
		if (put++ >= most || strlen(names) + 200 > sizeof(names)) {
			left++;
			continue;
		}
		say(names, sizeof(names), "%s%s", *names ? "; " : "",
		    words_title(cost->any, title, sizeof(title)));
		row = summary_piece(c->s[0], cost->any, PIECE_DEFERRED);
		if (c->n == 1 && row)
			say(names, sizeof(names), ": %s -> %s",
			    words_round(row->value[ROW_BASE], a),
			    words_round(row->value[ROW_PATCHED], b));
	}
	say_left(names, sizeof(names), left);
	put_line(m, "Work left to workers and callbacks changes, too", names);
}

/* What tables alone cost is less than what an operation does. */
static void put_parts(struct model *m, const struct columns *c,
		      const struct costs *unit, size_t most)
{
	char names[1000] = "";
	size_t nr = 0, put = 0, left = 0;

	for (size_t i = 0; i < unit->nr; i++) {
		const struct cost *cost = &unit->v[i];
		char title[300];

		if (cost->any->piece != PIECE_TABLE)
			continue;
		nr++;
		if (put >= most || strlen(names) + 200 > sizeof(names)) {
			left++;
		} else if (c->n == 1) {
			put += say_parts(c->s[0], cost, names, sizeof(names));
		} else if (piece_differs(c, cost, PIECE_CONTROL)) {
			put++;
			say(names, sizeof(names), "%s%s", *names ? "; " : "",
			    words_title(cost->any, title, sizeof(title)));
		}
	}
	if (!nr)
		return;
	if (c->n == 1) {
		say_left(names, sizeof(names), left);
		if (*names)
			model_para(m, "PTE and PMD tables and splits are "
				   "tables alone: the operation less a control "
				   "that makes no table. The operation: %s.",
				   names);
	} else {
		model_para(m, "PTE and PMD tables and splits are tables "
			   "alone: the operation less a control that makes no "
			   "table.%s%s%s", *names ?
			   " The control changes, too: " : "", names,
			   *names ? "." : "");
	}
}

void cost_notes(struct model *m, const struct columns *c,
		const struct costs *unit, size_t most)
{
	char names[2000] = "", what[160], need[80];
	const size_t len = sizeof(names);
	double margin = c->s[0]->margin;

	put_likewise(m, c, unit);
	put_parts(m, c, unit, most);
	put_deferred(m, c, unit, most);
	if (c->compilers)
		cost_compilers(m, c, unit, most);
	say_names(c, unit, all_same, most, names, len);
	put_line(m, "No change", names);
	say_names(c, unit, all_within, most, names, len);
	snprintf(what, sizeof(what), "No change beyond the margin of %.3g%%",
		 100 * (isnan(margin) ? 0.01 : margin));
	put_line(m, what, names);
	say_names(c, unit, is_small, most, names, len);
	snprintf(what, sizeof(what), "Below 0.1%% and below one of %.64s",
		 unit->v[0].any->unit);
	put_line(m, what, names);
	say_where(c, unit, UNRESOLVED, most, names, len);
	put_line(m, "(*) Not resolved, windows or layouts scatter more", names);
	say_where(c, unit, FEW, most, names, len);
	snprintf(what, sizeof(what), "(?) Not enough evidence%s",
		 needed(c, unit, need, sizeof(need)));
	put_line(m, what, names);
	say_names(c, unit, is_varying, most, names, len);
	put_line(m, "Not the same in every layout, the mean is given", names);
	say_names(c, unit, is_below, most, names, len);
	put_line(m, "No percentage, it costs less than a window with nothing "
		 "in it, or than its control", names);
	say_where(c, unit, NOT_WHOLE, most, names, len);
	put_line(m, "MISSING or not comparable, so no result", names);
	say_where(c, unit, NO_VALUE, most, names, len);
	put_line(m, "n/a", names);
}
