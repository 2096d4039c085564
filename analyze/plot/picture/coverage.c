// SPDX-License-Identifier: GPL-2.0-only
/* coverage.c - tables by region and level: which are constructed? */
#include <string.h>

#include "analyze/plot/plotdata.h"
#include "analyze/words/words.h"

/* The page-table walk with the most tables shows most: held at its fullest. */
static const struct point *fullest(const struct summary *s)
{
	const struct point *best = NULL;
	long long most = -1;

	for (size_t i = 0; i < s->coverage.nr; i++) {
		const struct point *p = &s->coverage.point[i];
		long long n = 0;

		if (*p->group)
			continue;
		for (size_t j = 0; j < p->nr; j++)
			n += p->row[j].n[PATCHED][TABLES_ALL];
		if (n > most) {
			most = n;
			best = p;
		}
	}
	return best;
}

/* Tables of either kernel, by what is told of them. */
struct bars {
	double v[SIDES][TABLES_COUNTS];
};

/* All of a kernel; allocated early; later, constructed; later, not. */
static void put_bars(struct plot_out *o, const struct bars *b)
{
	for (int k = 0; k < SIDES; k++) {
		double all = b->v[k][TABLES_ALL], ctor = b->v[k][TABLES_CTOR];
		double early = b->v[k][TABLES_EARLY];

		/* A table allocated early may be constructed later. */
		if (early + ctor > all)
			early = all - ctor;
		plot_value(o, all);
		plot_value(o, early);
		plot_value(o, ctor);
		plot_value(o, all - early - ctor);
	}
	fputc('\n', o->dat);
}

/* Early tables are no one's doing: one bar for all of them. */
static bool all_early(const struct region *r)
{
	if (r->by_design)
		return false;
	for (int k = 0; k < SIDES; k++)
		if (r->n[k][TABLES_ALL] != r->n[k][TABLES_EARLY] ||
		    r->n[k][TABLES_CTOR])
			return false;
	return true;
}

static void add(struct bars *b, const struct region *r)
{
	for (int k = 0; k < SIDES; k++)
		for (int i = 0; i < TABLES_COUNTS; i++)
			b->v[k][i] += (double)r->n[k][i];
}

static void put_when(struct plot_out *o, const struct point *p)
{
	if (p && p->when == PHASE_HELD)
		plot_set(o, "when", 40, "while %s holds %lld tables",
			 p->scenario, p->n);
	else
		plot_set(o, "when", 40, "at the %s of the run",
			 p ? p->when_word : "");
}

static void write_coverage(struct plot_out *o, const struct summary *s)
{
	const struct point *p = fullest(s);
	struct bars rest = { { { 0 } } };
	size_t n = 0, others = 0;
	double wide = 0, em;

	plot_array(o, "name", p ? p->nr + 1 : 1);
	for (size_t i = 0; p && i < p->nr; i++) {
		const struct region *r = &p->row[i];
		struct bars one = { { { 0 } } };

		if (all_early(r)) {
			add(&rest, r);
			others++;
			continue;
		}
		em = plot_item(o, "name", ++n, 28, "%s, %s%s", r->region,
			       r->level, r->by_design ?
			       " (in no total, by design)" : "");
		wide = em > wide ? em : wide;
		fprintf(o->dat, "%zu", n);
		add(&one, r);
		put_bars(o, &one);
	}
	if (n && others) {
		em = plot_item(o, "name", ++n, 20,
			       "%zu others, all allocated early", others);
		wide = em > wide ? em : wide;
		fprintf(o->dat, "%zu", n);
		put_bars(o, &rest);
	}
	plot_number(o, "rows", (double)n);
	plot_number(o, "namewidth", wide);
	put_when(o, p);
}

const struct plot_ops plot_coverage = {
	.name = "coverage",
	.text = "tables by region and level, before and after",
	.write = write_coverage,
	.whole_run = true,
};
