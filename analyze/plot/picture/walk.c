// SPDX-License-Identifier: GPL-2.0-only
/* walk.c - which patch moved what: every counter on its way down the series */
#include <math.h>
#include <stdlib.h>
#include <string.h>

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

/**
 * struct heading - what stands above a column
 * @where:	a scenario by what it does; @what: a metric by its name
 */
struct heading {
	char where[300], unit[160];
	const char *what;
};

/* A name that would be cut is worse than the one that records have. */
static bool too_wide(const char *words, const char *name)
{
	return plot_em(words) > HEAD_EM && plot_em(name) <= HEAD_EM;
}

static void read_heading(const struct walk *w, const struct walk_row *r,
			 struct heading *h)
{
	const struct row *row = r->row;

	words_title(row, h->where, sizeof(h->where));
	if (row->phase != PHASE_START && too_wide(h->where, row->scenario))
		kpt_copy(h->where, sizeof(h->where), row->scenario);
	walk_unit(w, r, h->unit, sizeof(h->unit));
	h->what = words_what(w->total, row);
	if (too_wide(h->what, row->metric))
		h->what = row->metric;
}

/* Where two would read the same, they have the names that records have. */
static void find_heading(const struct walk *w, size_t c, struct heading *h)
{
	const struct row *row = w->rows[w->column[c]].row;
	struct heading o;

	read_heading(w, &w->rows[w->column[c]], h);
	for (size_t i = 0; i < w->nr_columns; i++) {
		read_heading(w, &w->rows[w->column[i]], &o);
		if (i == c || strcmp(o.where, h->where) ||
		    strcmp(o.what, h->what) || strcmp(o.unit, h->unit))
			continue;
		if (*row->scenario && row->phase != PHASE_START)
			kpt_copy(h->where, sizeof(h->where), row->scenario);
		h->what = row->metric;
		return;
	}
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
		struct heading h;

		find_heading(w, c, &h);
		plot_item(o, "where", c + 1, HEAD_EM, "%s", h.where);
		plot_item(o, "metric", c + 1, HEAD_EM, "%s", h.what);
		plot_item(o, "unit", c + 1, HEAD_EM, "%s", h.unit);
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
