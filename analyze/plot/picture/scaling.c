// SPDX-License-Identifier: GPL-2.0-only
/* scaling.c - what several CPUs at once gain, a line a kernel */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/plot/plotdata.h"
#include "analyze/summary/scaling.h"
#include "analyze/words/words.h"

#define MAX_PANELS	12

/* Where CPUs take nothing from one another: a line of the base kernel. */
static double ideal(const struct curve *c, size_t first, size_t i)
{
	double v = curve_value(c, first, BASE);

	return !c->rate ? v :
	       v * (double)c->at[i].cpus / (double)c->at[first].cpus;
}

/* Columns: CPUs, ideal; of base and of patched value, least and most. */
static void put_point(struct plot_out *o, const struct curve *c, size_t first,
		      size_t i)
{
	fprintf(o->dat, "%lld", c->at[i].cpus);
	plot_value(o, ideal(c, first, i));
	for (int k = 0; k < SIDES; k++) {
		double lo, hi;

		curve_spread(c, i, k, &lo, &hi);
		plot_value(o, curve_value(c, i, k));
		plot_value(o, lo);
		plot_value(o, hi);
	}
	fputc('\n', o->dat);
}

static bool measured(const struct curve *c, size_t i)
{
	return isfinite(curve_value(c, i, BASE)) &&
	       isfinite(curve_value(c, i, PATCHED));
}

/* Those that were not measured are told, not drawn. */
static void put_words(struct plot_out *o, const struct curve *c, size_t at)
{
	const struct row *row = curve_row(c);
	const char *per = strcmp(row->per, "op") ? row->per : "operation";
	char left[200] = "";

	for (size_t i = 0; i < c->nr; i++)
		if (!measured(c, i))
			say(left, sizeof(left), "%s%lld", *left ? ", " : "",
			    c->at[i].cpus);
	plot_item(o, "title", at, 24, "%s%s%s", c->name,
		  *row->group ? ", " : "", row->group);
	plot_item(o, "sub", at, 26, "%s%s", left, *left ? " CPUs: n/a" : "");
	fprintf(o->labels, "rate[%zu] = %d\n", at, c->rate);
	if (c->rate)
		plot_item(o, "unit", at, 18, "%ss a second", per);
	else
		plot_item(o, "unit", at, 18, "%s per %s", row->unit,
			  per);
}

static void put_panel(struct plot_out *o, const struct curve *c, size_t at)
{
	size_t first = c->nr, n = 0;

	fputs(at > 1 ? "\n\n" : "", o->dat);
	for (size_t i = 0; i < c->nr; i++) {
		if (!measured(c, i))
			continue;
		first = n++ ? first : i;
		put_point(o, c, first, i);
	}
	put_words(o, c, at);
}

/* One number of CPUs is no curve. */
static bool drawable(const struct curve *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->nr; i++)
		n += measured(c, i);
	return n > 1;
}

static void write_scaling(struct plot_out *o, const struct summary *s)
{
	static const char *const arrays[] = { "title", "sub", "unit", "rate" };
	struct curve *c = NULL;
	size_t n = scaling_find(s, &c), panels = 0, all = 0;

	for (size_t i = 0; i < sizeof(arrays) / sizeof(arrays[0]); i++)
		plot_array(o, arrays[i], MAX_PANELS);
	for (size_t i = 0; i < n; i++) {
		if (!drawable(&c[i]) || ++all > MAX_PANELS)
			continue;
		put_panel(o, &c[i], ++panels);
	}
	free(c);
	plot_number(o, "panels", (double)panels);
	plot_set(o, "note", 60, all > panels ? "%zu of %zu drawn" : "", panels,
		 all);
}

const struct plot_ops plot_scaling = {
	.name = "scaling",
	.text = "cost or throughput by the number of CPUs",
	.write = write_scaling,
};
