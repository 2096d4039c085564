// SPDX-License-Identifier: GPL-2.0-only
/* coverage.c - what page-table walks found, by region and level */
#include <string.h>

#include "analyze/records/json.h"
#include "analyze/summary/coverage.h"
#include "analyze/summary/read.h"

static void read_region(const json_t *o, struct region *r)
{
	static const char *const keys[TABLES_COUNTS] = {
		[TABLES_ALL] = "tables", [TABLES_EARLY] = "boot",
		[TABLES_LATER] = "born", [TABLES_CTOR] = "constructed",
		[TABLES_LOCK] = "ptlocks",
	};

	r->region = ds_str(o, "region");
	r->level = ds_str(o, "level");
	r->by_design = json_string_value(json_object_get(o, "by_design"));
	r->mm = json_string_value(json_object_get(o, "mm"));
	for (int k = 0; k < SIDES; k++)
		for (int i = 0; i < TABLES_COUNTS; i++)
			r->n[k][i] = ds_int(json_object_get(o, side_name[k]),
					    keys[i]);
}

static void read_point(struct pool *p, const json_t *o, struct point *to)
{
	const json_t *rows = json_object_get(o, "rows");

	to->group = ds_str(o, "group");
	to->scenario = ds_str(o, "scenario");
	to->when_word = ds_str(o, "when");
	to->when = read_phase(to->when_word);
	to->n = ds_int(o, "n");
	to->row = pool_list(p, rows, sizeof(*to->row), &to->nr);
	for (size_t i = 0; i < to->nr; i++)
		read_region(json_array_get(rows, i), &to->row[i]);
}

static void read_gib(const json_t *o, struct per_gib *g)
{
	g->na = json_string_value(json_object_get(o, "na"));
	g->known = !g->na;
	g->pte_tables = ds_real(o, "pte_tables");
	g->pmd_tables = ds_real(o, "pmd_tables");
	for (int k = 0; k < SIDES; k++) {
		const json_t *side = json_object_get(o, side_name[k]);

		g->known &= side != NULL;
		g->bytes[k] = ds_real(side, "bytes");
		g->constructed[k] = ds_real(side, "constructed");
	}
}

void coverage_read(struct pool *p, const json_t *o, struct coverage *c)
{
	const json_t *points = json_object_get(o, "points");
	const json_t *designs = json_object_get(o, "by_design");

	c->point = pool_list(p, points, sizeof(*c->point), &c->nr);
	for (size_t i = 0; i < c->nr; i++)
		read_point(p, json_array_get(points, i), &c->point[i]);
	c->by_design = pool_list(p, designs, sizeof(*c->by_design),
				 &c->nr_by_design);
	for (size_t i = 0; i < c->nr_by_design; i++) {
		const json_t *d = json_array_get(designs, i);

		c->by_design[i].region = ds_str(d, "region");
		c->by_design[i].reason = ds_str(d, "reason");
	}
	read_gib(json_object_get(o, "per_gib"), &c->gib);
}

long long point_sum(const struct point *p, int side, const char *level,
		    enum tables which)
{
	long long n = 0;

	for (size_t i = 0; i < p->nr; i++) {
		const struct region *r = &p->row[i];

		if (!r->by_design && !r->mm &&
		    (!level || !strcmp(r->level, level)))
			n += r->n[side][which];
	}
	return n;
}

const struct point *coverage_fullest(const struct coverage *c,
				     const char *level)
{
	const struct point *best = NULL;
	long long most = 0;

	for (size_t i = 0; i < c->nr; i++) {
		long long n = point_sum(&c->point[i], PATCHED, level,
					TABLES_LATER);

		if (n > most) {
			most = n;
			best = &c->point[i];
		}
	}
	return best;
}

bool coverage_shown(const struct coverage *c, const struct point *p)
{
	if (*p->group)
		return false;
	if (p->when != PHASE_HELD)
		return p->when == PHASE_START;
	for (size_t i = 0; i < c->nr; i++) {
		const struct point *o = &c->point[i];

		if (o->when != PHASE_HELD || *o->group)
			continue;
		if (o->n > p->n)
			return false;
		if (o == p)
			return true;
		if (o->n == p->n)
			return false;
	}
	return false;
}

static bool same_counts(const struct region *a, const struct region *b)
{
	for (int k = 0; k < SIDES; k++)
		for (int i = TABLES_EARLY; i < TABLES_COUNTS; i++)
			if (a->n[k][i] != b->n[k][i])
				return false;
	return true;
}

bool coverage_as_at_start(const struct coverage *c, const struct point *p,
			  const struct region *r)
{
	if (p->when == PHASE_START)
		return false;
	for (size_t i = 0; i < c->nr; i++) {
		const struct point *o = &c->point[i];

		if (o->when != PHASE_START || strcmp(o->group, p->group))
			continue;
		for (size_t j = 0; j < o->nr; j++)
			if (!strcmp(o->row[j].region, r->region) &&
			    !strcmp(o->row[j].level, r->level))
				return same_counts(&o->row[j], r);
	}
	return false;
}
