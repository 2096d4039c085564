// SPDX-License-Identifier: GPL-2.0-only
/* series.c - samples of all boots grouped by what they measure */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/records/pair.h"

static struct series *find(struct series_set *set, const struct pair *c,
			   const struct ds_boot *b, const struct ds_sample *s)
{
	/*
	 * The dataset has every string once: its address tells it apart from
	 * any other, however long they are. Samples under another boot line
	 * are never mixed with those of the default. Parameters may differ
	 * only where that was allowed.
	 */
	const char *const key[] = { b->group, s->scenario, s->phase, s->metric,
		compat_allowed(c, "params") ? NULL : s->params };
	json_t *at;

	at = json_object_getn(set->index, (const char *)key, sizeof(key));
	if (at)
		return &set->v[json_integer_value(at)];
	if (set->nr == set->cap) {
		size_t cap = set->cap ? 2 * set->cap : 64;
		void *p = realloc(set->v, cap * sizeof(*set->v));

		if (!p)
			return NULL;
		set->v = p;
		set->cap = cap;
	}
	if (json_object_setn_new_nocheck(set->index, (const char *)key,
					 sizeof(key), json_integer(
					 (json_int_t)set->nr)))
		return NULL;
	memset(&set->v[set->nr], 0, sizeof(*set->v));
	set->v[set->nr].group = b->group;
	return &set->v[set->nr++];
}

static int add(struct series *sr, int k, const struct ds_boot *b,
	       const struct ds_sample *s)
{
	size_t n = sr->nr[k];

	if (!(n & (n - 1))) {
		void *p = realloc(sr->obs[k],
				  (n ? 2 * n : 1) * sizeof(*sr->obs[k]));

		if (!p)
			return -ENOMEM;
		sr->obs[k] = p;
	}
	sr->obs[k][n] = (struct obs){ b->boot, b->layout, b->build, s };
	sr->nr[k]++;
	return 0;
}

int series_build(struct pair *c, struct series_set *set)
{
	memset(set, 0, sizeof(*set));
	set->index = json_object();
	if (!set->index)
		return -ENOMEM;
	for (int k = 0; k < SIDES; k++)
		for (size_t i = 0; i < c->side[k].nr; i++) {
			const struct ds_boot *b = c->side[k].boots[i];

			for (size_t j = 0; j < b->nr_samples; j++) {
				struct series *sr = find(set, c, b,
							 &b->samples[j]);

				if (!sr || add(sr, k, b, &b->samples[j]))
					return -ENOMEM;
			}
		}
	return 0;
}

void series_free(struct series_set *set)
{
	for (size_t i = 0; i < set->nr; i++)
		for (int k = 0; k < SIDES; k++)
			free(set->v[i].obs[k]);
	free(set->v);
	json_decref(set->index);
	memset(set, 0, sizeof(*set));
}
