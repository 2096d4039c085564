// SPDX-License-Identifier: GPL-2.0-only
/* accounting.c - what the kernel counts against what a walk finds */
#include <string.h>

#include "analyze/plot/plotdata.h"
#include "analyze/words/words.h"

#define MAX_PANELS 4

static bool same_rungs(const struct row *a, const struct row *b)
{
	size_t n = plot_rungs(a), i = 0;

	if (plot_rungs(b) != n)
		return false;
	while (i < n && plot_held(a, BASE, i) == plot_held(b, BASE, i))
		i++;
	return i == n;
}

/*
 * The check of a scenario: what the kernel says minus what the walk finds.
 * Other checks should be zero, too; only of this one the source is a
 * difference.
 */
static const struct row *check_of(const struct summary *s,
				  const struct row *row)
{
	summary_each_row(s, o)
		if (o->kind == KIND_CHECK && o->better == BETTER_ZERO &&
		    strstr(o->source, " - ") &&
		    !strcmp(o->scenario, row->scenario) &&
		    !strcmp(o->group, row->group) &&
		    !strcmp(o->unit, row->unit) && same_rungs(o, row))
			return o;
	return NULL;
}

static void write_accounting(struct plot_out *o, const struct summary *s)
{
	const struct row *rows[MAX_PANELS];
	size_t all = plot_ladders(s, KIND_ACCOUNTING, NULL, rows, MAX_PANELS);
	size_t panels = 0;

	plot_array(o, "title", MAX_PANELS);
	plot_array(o, "unit", MAX_PANELS);
	plot_array(o, "what", MAX_PANELS);
	for (size_t r = 0; r < all && r < MAX_PANELS; r++) {
		const struct row *row = rows[r], *check = check_of(s, row);
		char title[300];

		if (!check)
			continue;
		/* n, the kernel says (base, patched), the walk finds. */
		fputs(panels++ ? "\n\n" : "", o->dat);
		for (size_t i = 0; i < plot_rungs(row); i++) {
			fprintf(o->dat, "%.15g", plot_held(row, BASE, i));
			for (int k = 0; k < SIDES; k++)
				plot_value(o, plot_read(row, k, i));
			for (int k = 0; k < SIDES; k++)
				plot_value(o, plot_read(row, k, i) -
					   plot_read(check, k, i));
			fputc('\n', o->dat);
		}
		plot_item(o, "title", panels, 30, "%s: %s",
			  words_metric(row->metric),
			  words_title(row, title, sizeof(title)));
		plot_item(o, "unit", panels, 12, "%s", row->unit);
		plot_item(o, "what", panels, 24, "%ss held",
			  row->per);
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
