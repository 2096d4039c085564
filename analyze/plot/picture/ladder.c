// SPDX-License-Identifier: GPL-2.0-only
/* ladder.c - counts against what is held, the fitted line, what it misses */
#include <stdlib.h>

#include "analyze/plot/plotdata.h"
#include "analyze/stats/stats.h"
#include "analyze/words/words.h"

#define MAX_PANELS	4
#define EACH		(MAX_PANELS / 2)

struct fit {
	double *x, *y;
	struct st_line line;
};

static int fit_side(struct fit *f, const struct row *row, int side, size_t n)
{
	f->x = calloc(2 * n, sizeof(*f->x));
	if (!f->x)
		return -1;
	f->y = f->x + n;
	for (size_t i = 0; i < n; i++) {
		f->x[i] = plot_held(row, side, i);
		f->y[i] = plot_read(row, side, i);
	}
	return st_line(f->x, f->y, n, &f->line);
}

/* What comes once, and what each one more takes. */
static void put_slope(struct plot_out *o, int k, size_t at, const char *per,
		      const struct st_line *line)
{
	const char *array = k ? "slopepatched" : "slopebase";

	if (line->alpha != 0)
		plot_item(o, array, at, 18, "%s: %.3g, and %.4g per %s",
			  side_name[k], line->alpha, line->beta, per);
	else
		plot_item(o, array, at, 18, "%s: %.4g per %s", side_name[k],
			  line->beta, per);
}

/* Columns: n, base, patched, their lines, their residuals. */
static int put_panel(struct plot_out *o, const struct row *row, size_t at)
{
	size_t n = plot_rungs(row);
	struct fit f[SIDES] = { { 0 } };
	char title[300];
	int err = 0;

	for (int k = 0; k < SIDES && !err; k++)
		err = fit_side(&f[k], row, k, n);
	if (err)
		goto out;
	fputs(at > 1 ? "\n\n" : "", o->dat);
	for (size_t i = 0; i < n; i++) {
		fprintf(o->dat, "%.15g", f[BASE].x[i]);
		for (int k = 0; k < SIDES; k++)
			plot_value(o, f[k].y[i]);
		for (int k = 0; k < SIDES; k++)
			plot_value(o, f[k].line.alpha +
				   f[k].line.beta * f[k].x[i]);
		for (int k = 0; k < SIDES; k++)
			plot_value(o, f[k].line.residual == 0 ? 0 :
				   f[k].y[i] - f[k].line.alpha -
				   f[k].line.beta * f[k].x[i]);
		fputc('\n', o->dat);
	}
	plot_item(o, "title", at, 30, "%s: %s",
		  words_metric(row->metric),
		  words_title(row, title, sizeof(title)));
	plot_item(o, "unit", at, 12, "%s", row->unit);
	plot_item(o, "what", at, 24, "%ss held", row->per);
	for (int k = 0; k < SIDES; k++) {
		put_slope(o, k, at, row->per, &f[k].line);
		fprintf(o->labels, "worst%s[%zu] = %.15g\n", side_name[k], at,
			f[k].line.residual);
	}
out:
	for (int k = 0; k < SIDES; k++)
		free(f[k].x);
	return err;
}

static void write_ladder(struct plot_out *o, const struct summary *s)
{
	static const struct {
		enum kind kind;
		const char *unit;
	} wanted[] = {
		{ KIND_MEMORY, "objects" }, { KIND_ACCOUNTING, NULL },
	};
	static const char *const arrays[] = { "title", "unit", "what",
		"slopebase", "slopepatched", "worstbase", "worstpatched" };
	size_t panels = 0, all = 0;

	for (size_t i = 0; i < sizeof(arrays) / sizeof(arrays[0]); i++)
		plot_array(o, arrays[i], MAX_PANELS);
	for (size_t w = 0; w < 2; w++) {
		const struct row *rows[EACH];
		size_t n = plot_ladders(s, wanted[w].kind, wanted[w].unit,
					rows, EACH);

		all += n;
		for (size_t r = 0; r < n && r < EACH; r++)
			panels += !put_panel(o, rows[r], panels + 1);
	}
	plot_number(o, "panels", (double)panels);
	plot_set(o, "note", 60, all > panels ? "%zu of %zu drawn, those that "
		 "differ first" : "", panels, all);
}

const struct plot_ops plot_ladder = {
	.name = "ladder",
	.text = "what holding tables takes, with the fitted line",
	.write = write_ladder,
};
