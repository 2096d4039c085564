// SPDX-License-Identifier: GPL-2.0-only
/* doc_coverage.c - the sections about constructors and what locks take */
#include <stdio.h>
#include <string.h>

#include "analyze/report/doc.h"
#include "analyze/words/words.h"

static long long get(const json_t *o, const char *key)
{
	return json_integer_value(json_object_get(o, key));
}

void doc_point_name(const json_t *p, char *buf, size_t len)
{
	const char *group = ds_str(p, "group");

	if (ds_is(p, "when", "held"))
		snprintf(buf, len, "%s, %lld held", ds_str(p, "scenario"),
			 get(p, "n"));
	else
		snprintf(buf, len, "at the %s", ds_is(p, "when", "start") ?
			 "start" : "end");
	if (*group)
		snprintf(buf + strlen(buf), len - strlen(buf), " (%s)", group);
}

static bool same_counts(const json_t *a, const json_t *b)
{
	static const char *const shown[] = { "boot", "born", "constructed",
					     "ptlocks" };

	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		if (row_part(a, "base", shown[i]) !=
		    row_part(b, "base", shown[i]) ||
		    row_part(a, "patched", shown[i]) !=
		    row_part(b, "patched", shown[i]))
			return false;
	return true;
}

bool doc_as_at_start(const json_t *points, const json_t *p, const json_t *r)
{
	size_t i;
	json_t *o;

	if (ds_is(p, "when", "start"))
		return false;
	json_array_foreach((json_t *)points, i, o) {
		size_t j;
		json_t *q;

		if (!ds_is(o, "when", "start") ||
		    !ds_is(o, "group", ds_str(p, "group")))
			continue;
		json_array_foreach(json_object_get(o, "rows"), j, q)
			if (ds_is(q, "region", ds_str(r, "region")) &&
			    ds_is(q, "level", ds_str(r, "level")))
				return same_counts(q, r);
	}
	return false;
}

/* Rows that are in the totals, or those of @region, left out by design. */
static void print_point(FILE *f, const json_t *points, const json_t *p,
			const char *region)
{
	char name[300];
	size_t i, same = 0;
	json_t *r;

	bool named = false;

	doc_point_name(p, name, sizeof(name));
	json_array_foreach(json_object_get(p, "rows"), i, r) {
		if (region ? !ds_is(r, "region", region) :
			     json_object_get(r, "by_design") != NULL)
			continue;
		if (!row_part(r, "base", "tables") &&
		    !row_part(r, "patched", "tables"))
			continue;
		if (doc_as_at_start(points, p, r)) {
			same++;
			continue;
		}
		if (!named)
			doc_wrap(f, "", "  ", "%s", name);
		named = true;
		fprintf(f, "  %-8.8s %-4.4s", ds_str(r, "region"),
			ds_str(r, "level"));
		for (int k = 0; k < 2; k++) {
			const char *sd = k ? "patched" : "base";

			fprintf(f, " %6lld %6lld %6lld %6lld%s",
				row_part(r, sd, "boot"),
				row_part(r, sd, "born"),
				row_part(r, sd, "constructed"),
				row_part(r, sd, "ptlocks"), k ? "\n" : " ");
		}
	}
	if (same && !region && !named)
		doc_wrap(f, "", "  ", "%s", name);
	if (same && !region)
		fprintf(f, "  (%zu more rows as at the start)\n", same);
}

/* One region and level shows up in many audits: one line for all. */
static void print_exceptions(FILE *f, const json_t *list)
{
	size_t i, j;
	json_t *e, *o;
	char name[300];

	json_array_foreach((json_t *)list, i, e) {
		const json_t *worst = e;
		size_t n = 0;
		bool first = true;

		json_array_foreach((json_t *)list, j, o) {
			if (!ds_is(o, "region", ds_str(e, "region")) ||
			    !ds_is(o, "level", ds_str(e, "level")))
				continue;
			n++;
			first &= j >= i;
			if (get(o, "born") > get(worst, "born"))
				worst = o;
		}
		if (!first)
			continue;
		doc_point_name(worst, name, sizeof(name));
		doc_wrap(f, "  - ", "    ", "%s %s, %s: %lld of %lld "
			 "constructed, %lld with a ptlock; in %zu walk%s",
			 ds_str(e, "region"), ds_str(e, "level"), name,
			 get(worst, "constructed"), get(worst, "born"),
			 get(worst, "ptlocks"), n, n == 1 ? "" : "s");
	}
}

/* Those of another mm keep their locks: on both kernels, at the start. */
static void print_other_mm(FILE *f, const json_t *points)
{
	const json_t *rows = json_object_get(json_array_get(points, 0), "rows");
	const char *mm = NULL;
	long long n[4] = { 0 };
	size_t i;
	json_t *r;

	json_array_foreach((json_t *)rows, i, r) {
		if (!json_object_get(r, "mm"))
			continue;
		mm = ds_str(r, "mm");
		n[0] += row_part(r, "base", "constructed");
		n[1] += row_part(r, "base", "ptlocks");
		n[2] += row_part(r, "patched", "constructed");
		n[3] += row_part(r, "patched", "ptlocks");
	}
	if (n[0] || n[2])
		doc_wrap(f, "", "", "The tables of %s are not init_mm's: "
			 "constructed %lld -> %lld, with a ptlock %lld -> %lld.",
			 mm, n[0], n[2], n[1], n[3]);
}

static void print_verdict(FILE *f, const json_t *s, const json_t *points)
{
	const json_t *health = json_object_get(s, "health");
	const json_t *bare = json_object_get(health, "uncovered");
	const json_t *locked = json_object_get(health, "locked");

	if (!json_array_size(bare))
		doc_wrap(f, "", "", "On patched, the constructor ran for every "
			 "table allocated after the page allocator was up, in "
			 "all %zu page-table walks (those left out by design "
			 "apart).",
			 json_array_size(points));
	else
		fputs("Tables on patched that no constructor saw:\n", f);
	print_exceptions(f, bare);
	if (!json_array_size(locked))
		doc_wrap(f, "", "", "On patched, no kernel table holds an "
			 "allocated ptlock.");
	else
		fputs("Tables on patched that hold a ptlock:\n", f);
	print_exceptions(f, locked);
	print_other_mm(f, points);
}

/* The start, and of the held audits the fullest. */
bool doc_point_shown(const json_t *points, const json_t *p)
{
	size_t i;
	json_t *o;

	if (*ds_str(p, "group"))
		return false;
	if (!ds_is(p, "when", "held"))
		return ds_is(p, "when", "start");
	json_array_foreach((json_t *)points, i, o) {
		if (!ds_is(o, "when", "held") || *ds_str(o, "group"))
			continue;
		if (get(o, "n") > get(p, "n"))
			return false;
		if (o == p)
			return true;
		if (get(o, "n") == get(p, "n"))
			return false;
	}
	return false;
}

void doc_coverage(FILE *f, const json_t *s)
{
	const json_t *cov = json_object_get(s, "coverage");
	const json_t *points = json_object_get(cov, "points");
	size_t i, j;
	json_t *p, *d;

	doc_title(f, "Constructors, by region and level");
	if (!json_array_size(points)) {
		fputs("n/a: no page-table walk was recorded on both kernels\n", f);
		return;
	}
	print_verdict(f, s, points);
	fprintf(f, "  %-13s %-27s  %s\n", "",
		"----------- base ----------", "--------- patched ---------");
	fprintf(f, "  %-13s %6s %6s %6s %6s  %6s %6s %6s %6s\n", "", "early",
		"later", "ctor", "lock", "early", "later", "ctor", "lock");
	json_array_foreach((json_t *)points, i, p)
		if (doc_point_shown(points, p))
			print_point(f, points, p, NULL);
	json_array_foreach(json_object_get(cov, "by_design"), j, d) {
		fputc('\n', f);
		doc_wrap(f, "", "  ", "Left out by design, in no total: %s (%s)",
			 ds_str(d, "region"),
			 words_by_design(ds_str(d, "reason")));
		/* Every audit that has other counts of them, hidden nowhere. */
		json_array_foreach((json_t *)points, i, p)
			if (!ds_is(p, "when", "end"))
				print_point(f, points, p,
					    ds_str(d, "region"));
	}
}

void doc_savings(FILE *f, const json_t *s)
{
	const json_t *g = json_object_get(json_object_get(s, "coverage"),
					  "per_gib");
	const json_t *b = json_object_get(g, "base");
	const json_t *p = json_object_get(g, "patched");
	const char *na = json_string_value(json_object_get(g, "na"));
	char x[WORDS_LEN], y[WORDS_LEN], z[WORDS_LEN], w[WORDS_LEN],
	     u[WORDS_LEN], v[WORDS_LEN];
	double saved, pages;

	doc_title(f, "Per GiB mapped with pages");
	if (na || !b || !p) {
		doc_wrap(f, "", "", "n/a: %s", na ? words_no_savings(na) :
			 "not in the summary");
		return;
	}
	saved = words_real(b, "bytes") - words_real(p, "bytes");
	pages = words_real(p, "constructed") - words_real(b, "constructed");
	doc_wrap(f, "", "", "A GiB of kernel memory mapped with pages takes %s "
		 "PTE tables and %s of PMD: ptlock bytes %s -> %s, tables "
		 "whose constructor runs %s -> %s.",
		 words_num(json_object_get(g, "pte_tables"), x),
		 words_num(json_object_get(g, "pmd_tables"), y),
		 words_num(json_object_get(b, "bytes"), z),
		 words_num(json_object_get(p, "bytes"), w),
		 words_num(json_object_get(b, "constructed"), u),
		 words_num(json_object_get(p, "constructed"), v));
	if (saved != 0)
		doc_wrap(f, "", "", "That is %.6g bytes of ptlock %s.",
			 saved < 0 ? -saved : saved, saved > 0 ? "less" :
			 "more");
	if (pages > 0)
		doc_wrap(f, "", "", "Tables that are newly counted are not new "
			 "memory.");
}
