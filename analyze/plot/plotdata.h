/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * plotdata.h - what the plots share
 *
 * A plot is one file in analyze/plot/picture/ that defines `const struct plot_ops
 * plot_NAME`, and the gnuplot template plots/NAME.gp; the file name registers
 * it (build/gen/plots.h). NAME.dat holds numbers alone (panels are blocks with
 * two empty lines between), NAME.labels every word, as gnuplot strings.
 */
#ifndef KPT_PLOTDATA_H
#define KPT_PLOTDATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "analyze/summary/summary.h"

/**
 * struct plot_out - the files of a plot, and what it is of
 * @s, @n:	the summaries
 */
struct plot_out {
	FILE *dat, *labels;
	struct summary *const *s;
	size_t n;
};

/**
 * struct plot_ops - one plot
 * @name:	of its files
 * @text:	what it shows, in a few words; the heading is the template's
 * @write:	numbers and words of a summary; writes no number when there is
 *		nothing to show
 * @write_many:	instead of @write, for a plot of several summaries
 * @of_walk:	these are a walk, and no others
 * @whole_run:	it shows no rows, so that a filter leaves nothing out of it
 */
struct plot_ops {
	const char *name;
	const char *text;
	void (*write)(struct plot_out *o, const struct summary *summary);
	void (*write_many)(struct plot_out *o, struct summary *const *summaries,
			   size_t n);
	bool of_walk, whole_run;
};

/** plot_list - every plot, sorted by name; ends with NULL */
extern const struct plot_ops *const plot_list[];

/** plot_fits - is it a plot of these summaries? */
bool plot_fits(const struct plot_ops *plot, struct summary *const *s, size_t n);

/** plot_data - write the files of every plot that fits; 0 or -errno */
int plot_data(struct summary *const *summaries, size_t n, const char *dir);

/** plot_em - at most how wide @s is in DejaVu Sans, in units of its size */
double plot_em(const char *s);

/**
 * plot_set - a variable of the template
 * @em:	how wide the text may be; longer ones lose their middle
 *
 * Return: how wide it is, see plot_em().
 */
double plot_set(struct plot_out *o, const char *name, double em,
		const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/** plot_item - the same for one element of an array, counted from 1 */
double plot_item(struct plot_out *o, const char *array, size_t at, double em,
		 const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/** plot_number - a variable with a number */
void plot_number(struct plot_out *o, const char *name, double v);

/** plot_filtered - behind what a picture is of: ", filtered", or "" */
const char *plot_filtered(const struct plot_out *o);

/** plot_array - before the first plot_item() of an array */
void plot_array(struct plot_out *o, const char *name, size_t nr);

/** plot_value - a number, or the word gnuplot skips */
void plot_value(struct plot_out *o, double v);

/**
 * plot_row_name - what row @at is about, in the reader's words
 *
 * Where another of @rows reads the same, the name of the scenario tells them
 * apart. Return: @buf.
 */
const char *plot_row_name(const struct row *const *rows, size_t n, size_t at,
			  char *buf, size_t len);

/**
 * plot_column_name - what tells summary @at from the others
 *
 * The configuration; of several of one configuration the patched kernel, and
 * where the bases differ as well, both.
 */
void plot_column_name(const struct plot_out *o, size_t at, char *buf,
		      size_t len);

/** plot_rungs - rungs both kernels climbed; 0 when ladders differ */
size_t plot_rungs(const struct row *row);

/** plot_held - how many @side held at rung @i; plot_read - and what it read */
double plot_held(const struct row *row, int side, size_t i);
double plot_read(const struct row *row, int side, size_t i);

/**
 * plot_ladders - ladders of one metric of a kind, those that differ first
 * @unit:	NULL for any
 *
 * The metric is the first that differs, else the first. Return: how many of
 * them there are; at most @max are in @rows.
 */
size_t plot_ladders(const struct summary *s, enum kind kind, const char *unit,
		    const struct row *rows[], size_t max);

/**
 * plot_main_costs - cost rows to draw, by the size of their change
 * @usable:	may it be drawn at all?
 * @left:	how many were usable and did not fit into @max
 *
 * When there are more than @max, those that differ come first. The largest
 * change is the first of @rows. Return: how many are in @rows.
 */
size_t plot_main_costs(const struct summary *s,
		       bool (*usable)(const struct row *row),
		       const struct row *rows[], size_t max, size_t *left);

#endif
