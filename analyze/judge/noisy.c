// SPDX-License-Identifier: GPL-2.0-only
/*
 * noisy.c - the boots of rows that do not repeat to the digit
 *
 * noisy_measure() keeps the boots of one row until all rows are known: what
 * is called a difference depends on how many are tested. family.c has them
 * decided together, and puts the numbers in.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/judge/noisy.h"
#include "analyze/stats/decide.h"

/* A metric declared noisy is a mean; a demoted count is still a median. */
static int take_boots(const struct cmp *c, struct noisy_row *x,
		      const struct half h[SIDES])
{
	bool declared = !strcmp(h[BASE].meta->class, "noisy");
	int err = 0;

	for (int k = 0; !err && k < SIDES; k++)
		err = half_values(&h[k], declared, c->p.side[k].builds,
				  &x->side[k]);
	return err;
}

static json_t *hierarchy(const struct half *h)
{
	json_t *t2 = json_array(), *repetitions = json_array();
	struct st_hier s;
	size_t r[ST_LEVELS];

	if (half_hier(h, ST_LEVEL, r, &s)) {
		json_decref(t2);
		json_decref(repetitions);
		return json_null();
	}
	for (int i = 0; i < s.levels; i++) {
		json_array_append_new(t2, json_num(s.t2[i]));
		json_array_append_new(repetitions,
				      json_integer((json_int_t)r[i]));
	}
	return json_pack("{s:o, s:o, s:o, s:o, s:o}",
		"mean", json_num(s.mean), "lo", json_num(s.lo),
		"hi", json_num(s.hi), "t2", t2, "repetitions", repetitions);
}

/* Room for one row more; its parts are freed whether it is filled or not. */
static struct noisy_row *new_row(struct cmp *c)
{
	if (c->nr_noisy == c->cap_noisy) {
		size_t cap = c->cap_noisy ? 2 * c->cap_noisy : 64;
		void *p = realloc(c->noisy, cap * sizeof(*c->noisy));

		if (!p)
			return NULL;
		c->noisy = p;
		c->cap_noisy = cap;
	}
	memset(&c->noisy[c->nr_noisy], 0, sizeof(*c->noisy));
	return &c->noisy[c->nr_noisy++];
}

int noisy_measure(struct cmp *c, json_t *row, const struct half h[SIDES])
{
	struct noisy_row *x = new_row(c);

	if (!x)
		return -ENOMEM;
	x->row = json_incref(row);
	x->cost = !strcmp(h[BASE].meta->kind, "cost");
	json_object_set_new(row, "hier", json_pack("{s:o, s:o}",
		"base", hierarchy(&h[BASE]), "patched",
		hierarchy(&h[PATCHED])));
	return take_boots(c, x, h);
}

void noisy_free(struct cmp *c)
{
	for (size_t i = 0; i < c->nr_noisy; i++) {
		struct noisy_row *x = &c->noisy[i];

		json_decref(x->row);
		for (int k = 0; k < SIDES; k++)
			half_values_free(&x->side[k]);
	}
	free(c->noisy);
	c->noisy = NULL;
	c->nr_noisy = c->cap_noisy = 0;
}
