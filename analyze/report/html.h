/* SPDX-License-Identifier: GPL-2.0-only */
/* html.h - what the sections of the HTML report share */
#ifndef KPT_HTML_H
#define KPT_HTML_H

#include <stdbool.h>
#include <stdio.h>

#include "analyze/report/columns.h"

/**
 * html - write markup, with texts in it
 * @markup:	as it is, but each '$' stands for a text among the arguments
 *
 * Every text is escaped, wherever it is from: nothing that a record says can
 * become markup. In attributes, quote with '"'.
 */
void html(FILE *f, const char *markup, ...);

/** html_begin, html_end - the page around the sections */
void html_begin(FILE *f, const char *title);
void html_end(FILE *f, const char *schema);

/** struct html_axis - what a picture of changes spans, in percent of base */
struct html_axis {
	double lo, hi;
	double margin;		/* in percent; 0: none to show */
	double step;		/* of the ticks */
};

/** html_change - change of a row in percent; false when it has none */
bool html_change(const struct row *row, double *change);
/** html_axis_of - an axis wide enough for rows, within -100 and +100 % */
struct html_axis html_axis_of(const struct row *const *rows, size_t n);
void html_axis(FILE *f, const struct html_axis *axis);
/** html_interval - dot, intervals and margin of the change of a row */
void html_interval(FILE *f, const struct html_axis *axis,
		   const struct row *row);
/** html_pair - base and patched of an exact row on a rail of their own */
void html_pair(FILE *f, const struct row *row);
/** html_heading - of a section that links lead to, see anchor_section() */
void html_heading(FILE *f, const struct summary *s, const char *name,
		  const char *text);
/** html_source - where a number comes from, folded */
void html_source(FILE *f, const struct summary *s, const struct row *row);
/** html_share - @part of @whole as a bar for base and one for patched */
void html_share(FILE *f, const char *label, const long long part[2],
		const long long whole[2]);

/* Sections, each made from the summary alone. */
/** html_head - the answer, of one summary or several */
void html_head(FILE *f, const struct columns *c);
void html_rows(FILE *f, const struct summary *s);
void html_where(FILE *f, const struct summary *s);
void html_perf(FILE *f, const struct summary *s);
void html_coverage(FILE *f, const struct summary *s);
void html_health(FILE *f, const struct summary *s);
void html_na(FILE *f, const struct summary *s);
void html_legend(FILE *f, const struct summary *s);
void html_boots(FILE *f, const struct summary *s);
void html_setup(FILE *f, const struct summary *s);

#endif
