// SPDX-License-Identifier: GPL-2.0-only
/*
 * cost_compilers.c - one comparison by several compilers: what depends on them
 *
 * A compiler decides what is inlined and how a loop is laid out, so a series
 * may cost with one what it saves with another. Then no compiler's number alone
 * is what the series does.
 */
#include <string.h>

#include "analyze/report/costs_local.h"
#include "analyze/words/words.h"

/* Does it change in this column, and to which side? */
static int sign(const struct cost *cost, size_t k)
{
	if (cost->cell[k] != DIFFERS)
		return 0;
	return cost->row[k]->value[ROW_DIFF] > 0 ? 1 : -1;
}

static bool has_sign(const struct columns *c, const struct cost *cost, int of)
{
	for (size_t k = 0; k < c->n; k++)
		if (sign(cost, k) == of)
			return true;
	return false;
}

static bool flips(const struct columns *c, const struct cost *cost)
{
	return has_sign(c, cost, 1) && has_sign(c, cost, -1);
}

/* It changes with one compiler, and not, or next to not, with another. */
static bool comes_and_goes(const struct columns *c, const struct cost *cost)
{
	return !flips(c, cost) && cost_any(c, cost, DIFFERS) &&
	       (cost_any(c, cost, SAME) || cost_any(c, cost, WITHIN) ||
		cost_any(c, cost, SMALL));
}

static bool all_differ(const struct columns *c, const struct cost *cost)
{
	for (size_t k = 0; k < c->n; k++)
		if (cost->cell[k] != DIFFERS)
			return false;
	return true;
}

/* "more [gcc 12.2.0]; fewer [clang 14.0.6]" */
static void say_signs(const struct columns *c, const struct cost *cost,
		      char *buf, size_t len)
{
	const char *word[COLUMNS_MAX];

	for (size_t k = 0; k < c->n; k++)
		word[k] = sign(cost, k) > 0 ? "more" :
			  sign(cost, k) < 0 ? "fewer" :
			  cost->cell[k] == SAME || cost->cell[k] == WITHIN ||
			  cost->cell[k] == SMALL ? "no change" : "";
	columns_grouped(c, word, buf, len);
}

static void put(struct model *m, const struct columns *c,
		const struct costs *unit, size_t most, const char *what,
		bool (*which)(const struct columns *c, const struct cost *cost))
{
	char names[2000] = "", title[300], signs[400];
	size_t nr = 0, left = 0;

	for (size_t i = 0; i < unit->nr; i++) {
		if (unit->v[i].like || !which(c, &unit->v[i]))
			continue;
		if (nr >= most || strlen(names) + 760 > sizeof(names)) {
			left++;
			continue;
		}
		nr++;
		signs[0] = '\0';
		say_signs(c, &unit->v[i], signs, sizeof(signs));
		say(names, sizeof(names), "%s%s: %s", *names ? ". " : "",
		    words_title(unit->v[i].any, title, sizeof(title)), signs);
	}
	if (left)
		say(names, sizeof(names), "; and %zu more", left);
	if (*names)
		model_para(m, "%s: %s.", what, names);
}

void cost_compilers(struct model *m, const struct columns *c,
		    const struct costs *unit, size_t most)
{
	bool changes = false, every = true, depends = false;

	for (size_t i = 0; i < unit->nr; i++) {
		const struct cost *cost = &unit->v[i];

		if (!cost_any(c, cost, DIFFERS))
			continue;
		changes = true;
		every &= all_differ(c, cost);
		depends |= flips(c, cost) || comes_and_goes(c, cost);
	}
	put(m, c, unit, most, "The SIGN depends on the compiler", flips);
	put(m, c, unit, most, "Changed with some compilers only",
	    comes_and_goes);
	if (changes && !depends)
		model_para(m, every ? "Every change has the same sign with "
			   "each compiler." : "No change that is resolved has "
			   "the other sign, or is 0, with another compiler.");
}
