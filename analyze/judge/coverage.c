// SPDX-License-Identifier: GPL-2.0-only
/*
 * coverage.c - what the audits say: which tables ran their constructor,
 * which hold a lock, and what a GiB of mappings costs in locks
 */
#include <math.h>
#include <string.h>

#include "analyze/judge/compare.h"
#include "common/util.h"
#include "kmod/kptbench_uapi.h"

/* Regions whose tables stay raw on purpose; told apart, never in a total. */
static const struct {
	const char *region;
	const char *reason;	/* a code */
} by_design[] = {
	{ "vmemmap", "raw" },
	{ "slab", "slab_object" },
};

static const char *name_of(const json_t *row, const char *key,
			   const char *const *names, size_t n)
{
	const json_t *v = json_object_get(row, key);

	if (json_is_integer(v) && json_integer_value(v) >= 0 &&
	    (size_t)json_integer_value(v) < n)
		return names[json_integer_value(v)];
	return json_is_string(v) ? json_string_value(v) : "?";
}

static const char *region_of(const json_t *row)
{
	static const char *const names[KPTB_NR_REGIONS] = { "linear",
		"vmalloc", "vmemmap", "modules", "fixmap", "arena", "shared",
		"other", "slab", "efi" };

	return name_of(row, "region", names, ARRAY_SIZE(names));
}

static const char *level_of(const json_t *row)
{
	static const char *const names[KPTB_NR_LEVELS] = { "pte", "pmd", "pud",
							   "p4d", "pgd" };

	return name_of(row, "level", names, ARRAY_SIZE(names));
}

static const char *design_reason(const char *region)
{
	for (size_t i = 0; i < ARRAY_SIZE(by_design); i++)
		if (!strcmp(by_design[i].region, region))
			return by_design[i].reason;
	return NULL;
}

/* Whose tables they are when not init_mm's: there a lock is right. */
static const char *other_mm(const char *region)
{
	return strcmp(region, "efi") ? NULL : "efi_mm";
}

static json_t *point_of(json_t *points, const char *group, const json_t *audit)
{
	const char *when = ds_str(audit, "when");
	const char *scenario = ds_str(audit, "scenario");
	bool held = !strcmp(when, "held");
	json_t *p;
	size_t i;

	json_array_foreach(points, i, p)
		if (!strcmp(ds_str(p, "group"), group) &&
		    !strcmp(ds_str(p, "when"), when) &&
		    (!held || !strcmp(ds_str(p, "scenario"), scenario)))
			return p;
	p = json_pack("{s:s, s:s, s:s, s:I, s:[]}", "group", group, "when",
		      when, "scenario", held ? scenario : "", "n",
		      (json_int_t)0, "rows");
	json_array_append_new(points, p);
	return p;
}

static json_t *row_of(json_t *point, const char *region, const char *level)
{
	json_t *rows = json_object_get(point, "rows"), *r;
	size_t i;

	json_array_foreach(rows, i, r)
		if (!strcmp(ds_str(r, "region"), region) &&
		    !strcmp(ds_str(r, "level"), level))
			return r;
	r = json_pack("{s:s, s:s, s:s*, s:s*}", "region", region, "level",
		      level, "by_design", design_reason(region), "mm",
		      other_mm(region));
	json_array_append_new(rows, r);
	return r;
}

static void put_rows(json_t *point, const char *side, const json_t *audit)
{
	static const char *const keys[] = { "tables", "boot", "constructed",
					    "ptlocks", "leaves", "entries" };
	json_t *rows = json_object_get(audit, "rows"), *a, *r;
	size_t i;

	json_array_foreach(json_object_get(point, "rows"), i, r)
		json_object_del(r, side);
	json_array_foreach(rows, i, a) {
		json_t *counts = json_object();
		long long born = ds_int(a, "tables") - ds_int(a, "boot");

		r = row_of(point, region_of(a), level_of(a));
		for (size_t k = 0; k < ARRAY_SIZE(keys); k++)
			json_object_set_new(counts, keys[k],
					    json_integer(ds_int(a, keys[k])));
		json_object_set_new(counts, "born",
				    json_integer(born > 0 ? born : 0));
		json_object_set_new(r, side, counts);
	}
	json_object_set_new(point, "n", json_integer(ds_int(audit, "n")));
}

/* Of a boot: the first start, the last end, the fullest of each scenario. */
static void put_boot(json_t *points, const struct ds_boot *b, const char *side)
{
	json_t *audit;
	size_t i;

	json_array_foreach(b->audits, i, audit) {
		const char *when = ds_str(audit, "when");
		json_t *p = point_of(points, b->group, audit);
		json_t *done = json_object_get(p, side);

		if (!strcmp(when, "start") && done)
			continue;
		if (!strcmp(when, "held") && done &&
		    json_integer_value(done) >= ds_int(audit, "n"))
			continue;
		if (!strcmp(when, "drained"))
			continue;
		put_rows(p, side, audit);
		json_object_set_new(p, side, json_integer(ds_int(audit, "n")));
	}
}

static bool same_audits(const struct ds_boot *a, const struct ds_boot *b)
{
	json_t *x, *y;
	size_t i;

	if (json_array_size(a->audits) != json_array_size(b->audits))
		return false;
	json_array_foreach(a->audits, i, x) {
		y = json_array_get(b->audits, i);
		if (!json_equal(json_object_get(x, "rows"),
				json_object_get(y, "rows")))
			return false;
	}
	return true;
}

static void put_side(struct cmp *c, json_t *points, int k)
{
	const struct side *s = &c->p.side[k];
	const struct ds_boot *first = NULL;
	const char *odd = NULL;
	long long odd_boot = 0;

	for (size_t i = 0; i < s->nr; i++) {
		const struct ds_boot *b = s->boots[i];

		if (!first || strcmp(first->group, b->group)) {
			first = b;
			put_boot(points, b, side_name[k]);
		} else if (!odd && first->layout == b->layout &&
			   !same_audits(first, b)) {
			odd = b->group;
			odd_boot = b->boot;
		}
	}
	if (odd)
		health_note(&c->p, json_pack("{s:s, s:s, s:I, s:s}", "code",
			"walks_differ", "side", side_name[k], "boot",
			(json_int_t)odd_boot, "group", odd));
}

static long long at(const json_t *row, const char *side, const char *key)
{
	return ds_int(json_object_get(row, side), key);
}

/* Patched tables born after boot that no constructor saw, or with a lock. */
static void put_exceptions(struct cmp *c, json_t *points)
{
	json_t *p, *r;
	size_t i, j;

	json_array_foreach(points, i, p)
		json_array_foreach(json_object_get(p, "rows"), j, r) {
			long long missing = at(r, "patched", "born") -
					    at(r, "patched", "constructed");
			long long locks = at(r, "patched", "ptlocks");
			const char *list = missing > 0 ? "uncovered" : "locked";

			if (json_object_get(r, "by_design"))
				missing = 0;
			if (json_object_get(r, "mm"))
				locks = 0;
			if (missing <= 0 && locks <= 0)
				continue;
			if (missing <= 0)
				list = "locked";
			health_add(&c->p, list, json_pack(
				"{s:s, s:s, s:s, s:I, s:s, s:s, s:I, s:I, s:I}",
				"group", ds_str(p, "group"),
				"when", ds_str(p, "when"),
				"scenario", ds_str(p, "scenario"),
				"n", (json_int_t)ds_int(p, "n"),
				"region", ds_str(r, "region"),
				"level", ds_str(r, "level"),
				"born", (json_int_t)at(r, "patched", "born"),
				"constructed", (json_int_t)at(r, "patched",
							      "constructed"),
				"ptlocks", (json_int_t)locks));
		}
}

/* Tables of one level, with what is asked about them, over all regions. */
static long long sum_level(const json_t *point, const char *side,
			   const char *level, const char *key)
{
	json_t *r;
	size_t i;
	long long sum = 0;

	json_array_foreach(json_object_get(point, "rows"), i, r)
		if (!strcmp(ds_str(r, "level"), level) && !json_object_get(r, "by_design") &&
		    !json_object_get(r, "mm"))
			sum += at(r, side, key);
	return sum;
}

/*
 * What one more table of a level brings, from the held audit in which most of
 * them were held, against the start of the same boot; NAN when none was.
 */
static double per_table(json_t *points, const char *side, const char *level,
			const char *key)
{
	json_t *p, *s;
	size_t i, j;
	long long most = 0;
	double ratio = NAN;

	json_array_foreach(points, i, p) {
		if (strcmp(ds_str(p, "when"), "held"))
			continue;
		json_array_foreach(points, j, s) {
			long long more;

			if (strcmp(ds_str(s, "when"), "start") ||
			    strcmp(ds_str(s, "group"), ds_str(p, "group")))
				continue;
			more = sum_level(p, side, level, "tables") -
			       sum_level(s, side, level, "tables");
			if (more <= most)
				continue;
			most = more;
			ratio = (double)(sum_level(p, side, level, key) -
					 sum_level(s, side, level, key)) /
				(double)more;
		}
	}
	return ratio;
}

/*
 * Tables of a level that a GiB mapped with pages needs. Records that do not
 * tell what a table maps are of kernels where entries of 8 bytes fill a page.
 */
static double tables_of_gib(const json_t *env, const char *level)
{
	double page = (double)ds_int(env, "page_size"), entries = page / 8;
	const json_t *maps = json_object_get(env, "table_maps");
	double bytes = (double)ds_int(maps, level);

	if (!maps)
		bytes = page * entries * (strcmp(level, "pmd") ? 1 : entries);
	return bytes > 0 ? 1073741824.0 / bytes : 0;
}

static json_t *per_gib(struct cmp *c, json_t *points)
{
	const json_t *env = c->p.side[BASE].env;
	double pte = tables_of_gib(env, "pte");
	double pmd = tables_of_gib(env, "pmd");
	bool split = !strcmp(ds_str(env, "ptlocks"), "allocated");
	double size = (double)ds_int(env, "ptlock_size");
	json_t *out = json_object();

	if (strcmp(ds_str(env, "levels"), "") &&
	    !strstr(ds_str(env, "levels"), "pmd"))
		pmd = 0;
	if (!split) {
		json_object_set_new(out, "na", json_string("not_allocated"));
		return out;
	}
	json_object_set_new(out, "pte_tables", json_num(pte));
	json_object_set_new(out, "pmd_tables", json_num(pmd));
	for (int k = 0; k < SIDES; k++) {
		const char *sd = side_name[k];
		double locks = pte * per_table(points, sd, "pte", "ptlocks") +
			(pmd > 0 ? pmd * per_table(points, sd, "pmd",
						   "ptlocks") : 0);
		double counted = pte * per_table(points, sd, "pte",
						 "constructed") +
			(pmd > 0 ? pmd * per_table(points, sd, "pmd",
						   "constructed") : 0);

		if (isnan(locks) || isnan(counted)) {
			json_object_clear(out);
			json_object_set_new(out, "na", json_string(
					    "nothing_held"));
			return out;
		}
		json_object_set_new(out, sd, json_pack("{s:o, s:o, s:o}",
			"ptlocks", json_num(locks),
			"bytes", json_num(locks * size),
			"constructed", json_num(counted)));
	}
	return out;
}

static bool has_region(const json_t *points, const char *region)
{
	size_t i, j;
	json_t *p, *r;

	json_array_foreach((json_t *)points, i, p)
		json_array_foreach(json_object_get(p, "rows"), j, r)
			if (!strcmp(ds_str(r, "region"), region))
				return true;
	return false;
}

void coverage_build(struct cmp *c)
{
	json_t *points = json_array(), *p, *designs = json_array();
	size_t i;
	json_t *kept = json_array();

	for (int k = 0; k < SIDES; k++)
		put_side(c, points, k);
	/* Points only one kernel has cannot be set side by side. */
	json_array_foreach(points, i, p) {
		json_t *a = json_object_get(p, "base");
		json_t *b = json_object_get(p, "patched");

		if (!strcmp(ds_str(p, "when"), "drained"))
			continue;
		if (a && b && json_equal(a, b))
			json_array_append(kept, p);
		else
			health_note(&c->p, json_pack("{s:s, s:s, s:s}", "code",
				"one_walk", "when", ds_str(p, "when"),
				"scenario", ds_str(p, "scenario")));
	}
	json_array_foreach(kept, i, p) {
		json_object_del(p, "base");
		json_object_del(p, "patched");
	}
	for (i = 0; i < ARRAY_SIZE(by_design); i++)
		if (has_region(kept, by_design[i].region))
			json_array_append_new(designs, json_pack("{s:s, s:s}",
				"region", by_design[i].region,
				"reason", by_design[i].reason));
	put_exceptions(c, kept);
	c->coverage = json_pack("{s:o, s:o, s:o}", "by_design", designs,
				"points", kept, "per_gib", per_gib(c, kept));
	json_decref(points);
}
