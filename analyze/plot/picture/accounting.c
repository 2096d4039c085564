// SPDX-License-Identifier: GPL-2.0-only
/* accounting.c - what the kernel counts against what a walk finds */
#include <string.h>

#include "analyze/judge/compare.h"
#include "analyze/plot/plotdata.h"
#include "analyze/words/words.h"

#define MAX_PANELS 4

static bool same_rungs(const json_t *a, const json_t *b)
{
	size_t n = plot_rungs(a), i = 0;

	if (plot_rungs(b) != n)
		return false;
	while (i < n && plot_rung(a, "base", "n", i) ==
			plot_rung(b, "base", "n", i))
		i++;
	return i == n;
}

/*
 * The check of a scenario: what the kernel says minus what the walk finds.
 * Other checks should be zero, too; only of this one the source is a
 * difference.
 */
static const json_t *check_of(const json_t *s, const json_t *row)
{
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(s, "comparisons"), i, o)
		if (ds_is(o, "kind", "check") &&
		    ds_is(o, "better", "zero") &&
		    strstr(ds_str(o, "source"), " - ") &&
		    ds_is(o, "scenario", ds_str(row, "scenario")) &&
		    ds_is(o, "group", ds_str(row, "group")) &&
		    ds_is(o, "unit", ds_str(row, "unit")) &&
		    same_rungs(o, row))
			return o;
	return NULL;
}

static void write_accounting(struct plot_out *o, const json_t *s)
{
	const json_t *rows[MAX_PANELS];
	size_t all = plot_ladders(s, "accounting", NULL, rows, MAX_PANELS);
	size_t panels = 0;

	plot_array(o, "title", MAX_PANELS);
	plot_array(o, "unit", MAX_PANELS);
	plot_array(o, "what", MAX_PANELS);
	for (size_t r = 0; r < all && r < MAX_PANELS; r++) {
		const json_t *row = rows[r], *check = check_of(s, row);
		char title[300];

		if (!check)
			continue;
		/* n, the kernel says (base, patched), the walk finds. */
		fputs(panels++ ? "\n\n" : "", o->dat);
		for (size_t i = 0; i < plot_rungs(row); i++) {
			fprintf(o->dat, "%.15g", plot_rung(row, "base", "n",
							   i));
			for (int k = 0; k < SIDES; k++)
				plot_value(o, plot_rung(row, side_name[k],
							"value", i));
			for (int k = 0; k < SIDES; k++)
				plot_value(o, plot_rung(row, side_name[k],
							"value", i) -
					   plot_rung(check, side_name[k],
						     "value", i));
			fputc('\n', o->dat);
		}
		plot_item(o, "title", panels, 30, "%s: %s",
			  words_metric(ds_str(row, "metric")),
			  words_title(row, title, sizeof(title)));
		plot_item(o, "unit", panels, 12, "%s", ds_str(row, "unit"));
		plot_item(o, "what", panels, 24, "%ss held",
			  ds_str(row, "per"));
	}
	plot_number(o, "panels", (double)panels);
	plot_set(o, "note", 60, all > panels ? "%zu of %zu drawn, those that "
		 "differ first" : "", panels, all);
}

const struct plot_ops plot_accounting = {
	.name = "accounting",
	.text = "tables the kernel counts, and tables a walk finds",
	.write = write_accounting,
};
