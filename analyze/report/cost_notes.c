// SPDX-License-Identifier: GPL-2.0-only
/* cost_notes.c - costs that have no row: no change, too small, not resolved */
#include <math.h>
#include <string.h>

#include "analyze/judge/reason.h"
#include "analyze/report/costs_local.h"
#include "analyze/words/words.h"

/* Does another cost of its mechanism say the same in every comparison? */
const struct cost *cost_same_as(const struct columns *c,
				  const struct costs *all, size_t at)
{
	const struct cost *cost = &all->v[at];

	for (size_t i = 0; i < at; i++) {
		const struct cost *o = &all->v[i];
		char a[WORDS_LEN], b[WORDS_LEN];
		size_t k;

		if (!*cost->mechanism || o->mechanism != cost->mechanism ||
		    !cost_unit(o, cost))
			continue;
		for (k = 0; k < c->n; k++)
			if (cost->cell[k] != NOT_THERE &&
			    (cost->cell[k] != o->cell[k] ||
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
			 const struct costs *all, const struct cost *unit)
{
	char names[1000] = "", a[300], b[300];

	for (size_t i = 0; i < all->nr; i++) {
		const struct cost *o = cost_same_as(c, all, i);

		if (!o || !cost_unit(&all->v[i], unit) ||
		    !cost_any(c, &all->v[i], DIFFERS))
			continue;
		words_size(all->v[i].any, b, sizeof(b));
		say(names, sizeof(names), "%s%s: %s", *names ? "; " : "",
		    words_title(o->any, a, sizeof(a)),
		    b + strspn(b, ", "));
	}
	if (*names)
		model_para(m, "By as much as %s.", names);
}

/* "vmalloc 4 KiB, 64 KiB; vmap 4 KiB": sizes of one mechanism together. */
static void say_names(const struct columns *c, const struct costs *all,
		      const struct cost *unit, bool (*which)(const struct columns *,
						      const struct cost *),
		      size_t most, char *buf, size_t len)
{
	size_t put = 0, left = 0;

	for (size_t i = 0; i < all->nr; i++) {
		const char *what = all->v[i].mechanism;
		char title[300];
		bool first = true;

		if (!cost_unit(&all->v[i], unit) || !which(c, &all->v[i]))
			continue;
		if (put == most) {
			left++;
			continue;
		}
		for (size_t j = 0; *what && j < i && first; j++)
			first = !cost_unit(&all->v[j], unit) ||
				!which(c, &all->v[j]) ||
				all->v[j].mechanism != what;
		if (!first)
			continue;
		put++;
		say(buf, len, "%s%s", *buf ? "; " : "",
		    words_title(all->v[i].any, title, sizeof(title)));
		for (size_t j = i + 1; *what && j < all->nr; j++) {
			if (!cost_unit(&all->v[j], unit) ||
			    !which(c, &all->v[j]) ||
			    all->v[j].mechanism != what)
				continue;
			words_size(all->v[j].any, title, sizeof(title));
			say(buf, len, ",%s", *title == ',' ? title + 1 :
			    title);
		}
	}
	if (left)
		say(buf, len, "; and %zu more", left);
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
	       !cost_any(c, cost, FEW) && !cost_any(c, cost, UNRESOLVED);
}

static bool is_small(const struct columns *c, const struct cost *cost)
{
	return !in_table(c, cost) && cost_any(c, cost, SMALL);
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
		      const struct cost *unit, enum cell what, size_t most,
		      char *buf, size_t len)
{
	size_t put = 0, left = 0;

	for (size_t i = 0; i < all->nr; i++) {
		const struct cost *cost = &all->v[i];
		bool in[COLUMNS_MAX] = { false };
		char title[300], where[400];

		if (!cost_unit(cost, unit) || !cost_any(c, cost, what))
			continue;
		if (put++ >= most) {
			left++;
			continue;
		}
		for (size_t k = 0; k < c->n; k++)
			in[k] = cost->cell[k] == what;
		columns_list(c, in, where, sizeof(where));
		say(buf, len, "%s%s%s%s%s", *buf ? "; " : "",
		    words_title(cost->any, title, sizeof(title)),
		    *where ? " (" : "", where, *where ? ")" : "");
	}
	if (left)
		say(buf, len, "; and %zu more", left);
}

/* ", 5 boots of each needed", where boots are what lacks. */
static const char *needed(const struct columns *c, const struct costs *all,
			  const struct cost *unit, char *buf, size_t len)
{
	buf[0] = '\0';
	for (size_t i = 0; i < all->nr; i++)
		for (size_t k = 0; !*buf && k < c->n; k++) {
			const json_t *e = reason_find(all->v[i].row[k],
						      REASON_few_boots);

			if (e && cost_unit(&all->v[i], unit))
				say(buf, len, ", %lld boots of each needed",
				    ds_int(e, "need"));
		}
	return buf;
}

void cost_notes(struct model *m, const struct columns *c,
		const struct costs *all, const struct cost *unit, size_t most)
{
	char names[2000] = "", need[80];
	double margin = ds_real(c->s[0], "margin");

	put_likewise(m, c, all, unit);
	say_names(c, all, unit, all_same, most, names, sizeof(names));
	if (*names)
		model_para(m, "No change: %s.", names);
	names[0] = '\0';
	say_names(c, all, unit, all_within, most, names, sizeof(names));
	if (*names)
		model_para(m, "No change beyond the margin of %.3g%%: %s.",
			   100 * (isnan(margin) ? 0.01 : margin), names);
	names[0] = '\0';
	say_names(c, all, unit, is_small, most, names, sizeof(names));
	if (*names)
		model_para(m, "Below 0.1%% and below one of %s: %s.",
			   ds_str(unit->any, "unit"), names);
	names[0] = '\0';
	say_where(c, all, unit, UNRESOLVED, most, names, sizeof(names));
	if (*names)
		model_para(m, "(*) Not resolved, windows of a boot scatter "
			   "more: %s.", names);
	names[0] = '\0';
	say_where(c, all, unit, FEW, most, names, sizeof(names));
	if (*names)
		model_para(m, "(?) Not enough evidence%s: %s.",
			   needed(c, all, unit, need, sizeof(need)), names);
	names[0] = '\0';
	say_names(c, all, unit, is_below, most, names, sizeof(names));
	if (*names)
		model_para(m, "No percentage, it costs less than a window "
			   "with nothing in it: %s.", names);
	names[0] = '\0';
	say_where(c, all, unit, NOT_WHOLE, most, names, sizeof(names));
	if (*names)
		model_para(m, "MISSING or not comparable, so no result: %s.",
			   names);
	names[0] = '\0';
	say_where(c, all, unit, NO_VALUE, most, names, sizeof(names));
	if (*names)
		model_para(m, "n/a: %s.", names);
}
