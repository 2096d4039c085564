// SPDX-License-Identifier: GPL-2.0-only
/* walk.c - which patch moved what: every counter on its way down the series */
#include <math.h>
#include <stdlib.h>

#include "analyze/plot/plotdata.h"
#include "analyze/words/walk.h"
#include "common/util.h"

/* What is drawn: a line of the table, with the step it begins with. */
struct lines {
	size_t *at;
	size_t n;
};

static const char *const state_words[] = {
	[WALK_SAME] = "same kernel",
	[WALK_LOST] = "not measured",
	[WALK_NOT_BUILT] = "does not build",
};

static int find_lines(const struct walk *w, struct lines *l)
{
	l->n = 0;
	l->at = calloc(w->nr_steps + 1, sizeof(*l->at));
	for (size_t at = 0; l->at && at < w->nr_steps; at += walk_fold(w, at))
		l->at[l->n++] = at;
	return l->at ? 0 : -1;
}

/* Room for a name, in units of its size: see plots/walk.gp. */
#define NAME_EM 41
#define HEAD_EM 12.5

static void write_names(struct plot_out *o, const struct walk *w,
			const struct lines *l)
{
	double wide = 0, em;
	char range[64];

	plot_array(o, "name", l->n);
	for (size_t i = 0; i < l->n; i++) {
		const struct walk_step *st = &w->steps[l->at[i]];

		walk_range(w, l->at[i], walk_fold(w, l->at[i]), range);
		em = plot_item(o, "name", i + 1, NAME_EM, "%s  %s", range,
			       st->state == WALK_MEASURED ? st->subject :
			       state_words[st->state]);
		wide = em > wide ? em : wide;
	}
	plot_number(o, "rows", (double)l->n);
	plot_number(o, "namewidth", wide);
}

static void write_heads(struct plot_out *o, const struct walk *w)
{
	char text[WORDS_LEN];

	plot_number(o, "columns", (double)w->nr_columns);
	plot_array(o, "where", w->nr_columns);
	plot_array(o, "metric", w->nr_columns);
	plot_array(o, "unit", w->nr_columns);
	plot_array(o, "total", w->nr_columns);
	for (size_t c = 0; c < w->nr_columns; c++) {
		const struct walk_row *r = &w->rows[w->column[c]];
		const char *group = r->row->group;
		char unit[160];

		walk_unit(w, r, unit, sizeof(unit));
		/* A scenario is booted in one way; what is at boot in each. */
		if (r->row->phase == PHASE_START && *group)
			plot_item(o, "where", c + 1, HEAD_EM, "%s, %s",
				  walk_where(r), group);
		else
			plot_item(o, "where", c + 1, HEAD_EM, "%s",
				  walk_where(r));
		plot_item(o, "metric", c + 1, HEAD_EM, "%s",
			  r->row->metric);
		plot_item(o, "unit", c + 1, HEAD_EM, "%s", unit);
		walk_cell(r->total, text);
		plot_item(o, "total", c + 1, HEAD_EM, "%s",
			  r->total == 0 ? "0" : text);
	}
}

/* How far a counter goes either way, so that its column holds it. */
static void reach(const struct walk *w, const struct walk_row *r, double *lo,
		  double *hi)
{
	double sum = 0;

	*lo = *hi = 0;
	for (size_t i = 0; i < w->nr_links; i++) {
		sum += isnan(r->diff[i]) ? 0 : r->diff[i];
		*lo = fmin(*lo, sum);
		*hi = fmax(*hi, sum);
	}
}

/*
 * A block for each column: where the line is above and in each row, from 0 to
 * 1, and whether the row moved it.
 */
static void write_column(struct plot_out *o, const struct walk *w,
			 const struct lines *l, const struct walk_row *r)
{
	double lo, hi, sum = 0;

	reach(w, r, &lo, &hi);
	fprintf(o->dat, "0 %.15g 0\n", hi > lo ? -lo / (hi - lo) : 0.5);
	for (size_t i = 0; i < l->n; i++) {
		const struct walk_step *st = &w->steps[l->at[i]];
		double d = st->state == WALK_MEASURED ? r->diff[st->link] : 0;

		sum += isnan(d) ? 0 : d;
		fprintf(o->dat, "%zu %.15g %d\n", i + 1,
			hi > lo ? (sum - lo) / (hi - lo) : 0.5,
			!isnan(d) && d != 0);
	}
	fputs("\n\n", o->dat);
}

/* "COLUMN ROW" and what stands there, of every cell that says anything. */
static void write_cells(struct plot_out *o, const struct walk *w,
			const struct lines *l)
{
	size_t n = 0;
	char text[WORDS_LEN];

	plot_array(o, "cell", w->nr_columns * l->n);
	plot_array(o, "place", w->nr_columns * l->n);
	for (size_t c = 0; c < w->nr_columns; c++) {
		const struct walk_row *r = &w->rows[w->column[c]];

		for (size_t i = 0; i < l->n; i++) {
			const struct walk_step *st = &w->steps[l->at[i]];

			if (st->state != WALK_MEASURED ||
			    r->diff[st->link] == 0)
				continue;
			walk_cell(r->diff[st->link], text);
			n++;
			plot_item(o, "cell", n, HEAD_EM, "%s", text);
			plot_item(o, "place", n, 20, "%zu %zu", c + 1, i + 1);
		}
	}
	plot_number(o, "cells", (double)n);
}

static void write_walk(struct plot_out *o, struct summary *const *s, size_t n)
{
	const struct env *b = &s[0]->env[BASE];
	struct lines l = { .at = NULL };
	struct walk w = { 0 };

	if (walk_read(&w, s, n) || find_lines(&w, &l) || !w.nr_columns)
		goto out;
	plot_set(o, "subject", 60, "%s %s, %s mode, %zu steps%s",
		 b->arch, b->config_name, b->mode, w.nr_steps,
		 plot_filtered(o));
	write_names(o, &w, &l);
	write_heads(o, &w);
	write_cells(o, &w, &l);
	for (size_t c = 0; c < w.nr_columns; c++)
		write_column(o, &w, &l, &w.rows[w.column[c]]);
out:
	free(l.at);
	walk_free(&w);
}

const struct plot_ops plot_walk = {
	.name = "walk",
	.text = "every counter on its way down the series, patch by patch",
	.write_many = write_walk,
	.of_walk = true,
};
