// SPDX-License-Identifier: GPL-2.0-only
/*
 * leaks.c - what a drain left behind
 *
 * A counter that does not return to where it began, in any round of any boot,
 * is a leak. One that base has and patched has not was fixed.
 */
#include <string.h>

#include "analyze/judge/compare.h"

static bool is_balance(const struct ds_sample *s)
{
	return !strcmp(s->kind, "memory") || !strcmp(s->kind, "tables") ||
	       !strcmp(s->kind, "accounting");
}

#define TOLD	3	/* calls that a leak names */

/* What such a leak is made of, where the kernel knows who allocated it. */
static json_t *sites_of(const struct cmp *c, const struct obs *o, int k,
			const char *group)
{
	json_t *told = json_array(), *rec, *row;
	size_t j, r;

	for (size_t i = 0; i < c->p.side[k].nr; i++) {
		const struct ds_boot *b = c->p.side[k].boots[i];

		if (b->boot != o->boot || strcmp(b->group, group))
			continue;
		json_array_foreach(b->sites, j, rec) {
			if (!ds_is(rec, "when", "drained") ||
			    !ds_is(rec, "scenario", o->s->scenario) ||
			    ds_int(rec, "n") != o->s->n)
				continue;
			json_array_foreach(json_object_get(rec, "rows"), r, row)
				if (json_array_size(told) < TOLD &&
				    ds_int(row, "bytes") > 0)
					json_array_append(told, row);
		}
	}
	return told;
}

/* Returns whether the sample shows a leak. */
static bool put_leak(const struct cmp *c, json_t *list, const struct obs *o,
		     int k, const char *group)
{
	const struct ds_sample *s = o->s;
	size_t bad = 0, first = 0;
	json_t *leak, *sites;

	for (size_t j = 0; j < s->nr; j++)
		if (s->values[j] != 0 && !bad++)
			first = j;
	if (!bad)
		return false;
	leak = json_pack(
		"{s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:o, s:I, s:I}",
		"side", side_name[k], "scenario", s->scenario,
		"group", group, "metric", s->metric, "unit", s->unit,
		"boot", (json_int_t)o->boot, "n", (json_int_t)s->n, "left",
		json_num(s->values[first]), "rounds", (json_int_t)bad,
		"of", (json_int_t)s->nr);
	sites = sites_of(c, o, k, group);
	if (json_array_size(sites))
		json_object_set(leak, "sites", sites);
	json_decref(sites);
	json_array_append_new(list, leak);
	return true;
}

/* How many boots of a side have such a reading. Boots come in order. */
static size_t boots_read(const struct series *sr, int k)
{
	json_t *seen = json_object();
	size_t n;
	char key[32];

	for (size_t i = 0; i < sr->nr[k]; i++) {
		if (!sr->obs[k][i].s->nr)
			continue;
		snprintf(key, sizeof(key), "%lld", sr->obs[k][i].boot);
		json_object_set_new(seen, key, json_true());
	}
	n = json_object_size(seen);
	json_decref(seen);
	return n;
}

/* A drain that was read on one kernel alone says nothing of the other. */
static void put_gaps(struct cmp *c, const struct series *sr,
		     const struct ds_sample *m)
{
	size_t n[SIDES] = { boots_read(sr, BASE), boots_read(sr, PATCHED) };

	if (!n[BASE] && !n[PATCHED])
		return;
	for (int k = 0; k < SIDES; k++) {
		size_t of = 0;

		for (size_t i = 0; i < c->p.side[k].nr; i++)
			of += !strcmp(c->p.side[k].boots[i]->group, sr->group);
		if (n[k] < of && !compat_allowed(&c->p, "metrics"))
			health_add(&c->p, "missing", json_pack(
				"{s:s, s:s, s:s, s:s, s:s, s:I, s:I}",
				"scenario", m->scenario, "metric", m->metric,
				"phase", m->phase, "group", sr->group,
				"side", side_name[k], "boots",
				(json_int_t)n[k], "of", (json_int_t)of));
	}
}

long long leaks_find(struct cmp *c, const struct series *sr)
{
	const struct ds_sample *m = sr->nr[BASE] ? sr->obs[BASE][0].s :
						   sr->obs[PATCHED][0].s;
	json_t *list[SIDES] = { json_array(), json_array() };
	long long readings = 0;

	for (int k = 0; is_balance(m) && k < SIDES; k++)
		for (size_t i = 0; i < sr->nr[k]; i++) {
			put_leak(c, list[k], &sr->obs[k][i], k, sr->group);
			readings += sr->obs[k][i].s->nr > 0;
		}
	if (is_balance(m))
		put_gaps(c, sr, m);
	for (int k = 0; k < SIDES; k++) {
		bool fixed = k == BASE && boots_read(sr, PATCHED) &&
			     !json_array_size(list[PATCHED]);
		json_t *e;
		size_t i;

		json_array_foreach(list[k], i, e)
			health_add(&c->p, fixed ? "fixed" : "leaks",
				   json_incref(e));
	}
	json_decref(list[BASE]);
	json_decref(list[PATCHED]);
	return readings;
}
