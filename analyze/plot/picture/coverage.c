// SPDX-License-Identifier: GPL-2.0-only
/* coverage.c - tables by region and level: which are constructed? */
#include <string.h>

#include "analyze/judge/compare.h"
#include "analyze/plot/plotdata.h"
#include "analyze/words/words.h"

enum { ALL, BOOT, CONSTRUCTED, PARTS };

/* The page-table walk with the most tables shows most: held at its fullest. */
static const json_t *fullest(const json_t *s)
{
	const json_t *cov = json_object_get(s, "coverage"), *best = NULL;
	long long most = -1;
	size_t i, j;
	json_t *p, *r;

	json_array_foreach(json_object_get(cov, "points"), i, p) {
		long long n = 0;

		if (*ds_str(p, "group"))
			continue;
		json_array_foreach(json_object_get(p, "rows"), j, r)
			n += row_part(r, "patched", "tables");
		if (n > most) {
			most = n;
			best = p;
		}
	}
	return best;
}

/* All of a kernel; allocated early; later, constructed; later, not. */
static void put_bars(struct plot_out *o, const double v[SIDES][PARTS])
{
	for (int k = 0; k < SIDES; k++) {
		double boot = v[k][BOOT];

		/* A table allocated early may be constructed later. */
		if (boot + v[k][CONSTRUCTED] > v[k][ALL])
			boot = v[k][ALL] - v[k][CONSTRUCTED];
		plot_value(o, v[k][ALL]);
		plot_value(o, boot);
		plot_value(o, v[k][CONSTRUCTED]);
		plot_value(o, v[k][ALL] - boot - v[k][CONSTRUCTED]);
	}
	fputc('\n', o->dat);
}

/* Early tables are no one's doing: one bar for all of them. */
static bool all_early(const json_t *row, const double v[SIDES][PARTS])
{
	if (json_object_get(row, "by_design"))
		return false;
	for (int k = 0; k < SIDES; k++)
		if (v[k][ALL] != v[k][BOOT] || v[k][CONSTRUCTED])
			return false;
	return true;
}

static void put_when(struct plot_out *o, const json_t *p)
{
	if (p && ds_is(p, "when", "held"))
		plot_set(o, "when", 40, "while %s holds %lld tables",
			 ds_str(p, "scenario"), (long long)
			 json_integer_value(json_object_get(p, "n")));
	else
		plot_set(o, "when", 40, "at the %s of the run",
			 ds_str(p, "when"));
}

static void write_coverage(struct plot_out *o, const json_t *s)
{
	static const char *const keys[PARTS] = { "tables", "boot",
						 "constructed" };
	const json_t *p = fullest(s);
	const json_t *all = json_object_get(p, "rows");
	double rest[SIDES][PARTS] = { { 0 } }, wide = 0, em;
	size_t j, n = 0, others = 0;
	json_t *r;

	plot_array(o, "name", json_array_size(all) + 1);
	json_array_foreach((json_t *)all, j, r) {
		double v[SIDES][PARTS];

		for (int k = 0; k < SIDES; k++)
			for (int i = 0; i < PARTS; i++)
				v[k][i] = (double)row_part(r, side_name[k],
						       keys[i]);
		if (all_early(r, v)) {
			for (int i = 0; i < SIDES * PARTS; i++)
				rest[i / PARTS][i % PARTS] +=
					v[i / PARTS][i % PARTS];
			others++;
			continue;
		}
		em = plot_item(o, "name", ++n, 28, "%s, %s%s",
			       ds_str(r, "region"), ds_str(r, "level"),
			       json_object_get(r, "by_design") ?
			       " (in no total, by design)" : "");
		wide = em > wide ? em : wide;
		fprintf(o->dat, "%zu", n);
		put_bars(o, v);
	}
	if (n && others) {
		em = plot_item(o, "name", ++n, 20,
			       "%zu others, all allocated early", others);
		wide = em > wide ? em : wide;
		fprintf(o->dat, "%zu", n);
		put_bars(o, rest);
	}
	plot_number(o, "rows", (double)n);
	plot_number(o, "namewidth", wide);
	put_when(o, p);
}

const struct plot_ops plot_coverage = {
	.name = "coverage",
	.text = "tables by region and level, before and after",
	.write = write_coverage,
};
