// SPDX-License-Identifier: GPL-2.0-only
/* cost.c - what one operation costs, in its own unit */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "analyze/plot/plotdata.h"
#include "analyze/words/words.h"

#define MAX_ROWS 120

/* On a logarithmic axis there is no nothing. */
static bool usable(const struct row *row)
{
	return row->verdict != VERDICT_NA &&
	       row->value[ROW_BASE] > 0 && row->value[ROW_PATCHED] > 0;
}

static void put_unit(struct plot_out *o, const struct summary *s,
		     const char *unit)
{
	if (s->env[BASE].exact) {
		if (!strcmp(unit, "instructions"))
			unit = "kernel instructions, counted by QEMU";
		else if (!strcmp(unit, "ns"))
			unit = "virtual ns: one per instruction";
		else if (!strcmp(unit, "cycles"))
			unit = "instructions, as emulated cycles";
	}
	plot_set(o, "unit", 26, "%s", unit);
}

/* Of a mean of boots five digits tell; a count is told to the last one. */
static const char *amount(const struct row *row, enum row_number which,
			  char buf[WORDS_LEN])
{
	bool sign = which == ROW_DIFF;
	double d = row->value[which];

	if (row->class == CLASS_EXACT)
		return sign ? words_signed(d, buf) : words_num(d, buf);
	d = or_0(d);
	snprintf(buf, WORDS_LEN, fabs(d) < 1e5 ? sign ? "%+.5g" : "%.5g" :
		 sign ? "%+.0f" : "%.0f", d);
	return buf;
}

static void put_change(struct plot_out *o, size_t at, const struct row *row)
{
	char pc[WORDS_LEN], d[WORDS_LEN];

	if (or_0(row->value[ROW_DIFF]) == 0) {
		/* A mean of 0 of layouts that vary is no equality. */
		if (row->verdict == VERDICT_EQUIVALENT)
			plot_item(o, "change", at, 23, "no change");
		else
			plot_item(o, "change", at, 23, "0, %s",
				  words_verdict(row));
		return;
	}
	words_percent(row, pc);
	/* Where it is not shown that anything changed, that is told. */
	plot_item(o, "change", at, 23, "%s (%s)%s%s",
		  amount(row, ROW_DIFF, d), pc,
		  row_told(row) ? "" : ", ",
		  row_told(row) ? "" : row->verdict == VERDICT_EQUIVALENT ?
		  "inside the margin" : words_verdict(row));
}

static void write_cost(struct plot_out *o, const struct summary *s)
{
	const struct row *rows[MAX_ROWS];
	size_t left, n = plot_main_costs(s, usable, rows, MAX_ROWS, &left);
	size_t other = 0, at = 0;
	const char *unit = n ? rows[0]->unit : "";
	double wide = 0;

	plot_array(o, "name", n);
	plot_array(o, "change", n);
	plot_array(o, "amount", n);
	for (size_t i = 0; i < n; i++) {
		char a[WORDS_LEN], b[WORDS_LEN], title[300];
		double em;

		/* One axis has one unit. */
		if (strcmp(rows[i]->unit, unit)) {
			other++;
			continue;
		}
		at++;
		em = plot_item(o, "name", at, 30, "%s",
			       plot_row_name(rows, n, i, title,
					     sizeof(title)));
		wide = em > wide ? em : wide;
		plot_item(o, "amount", at, 18, "%s \xe2\x86\x92 %s",
			  amount(rows[i], ROW_BASE, a),
			  amount(rows[i], ROW_PATCHED, b));
		put_change(o, at, rows[i]);
		fprintf(o->dat, "%zu", at);
		plot_value(o, or_0(rows[i]->value[ROW_BASE]));
		plot_value(o, or_0(rows[i]->value[ROW_PATCHED]));
		fputc('\n', o->dat);
	}
	plot_number(o, "rows", (double)at);
	plot_number(o, "namewidth", wide);
	put_unit(o, s, unit);
	plot_set(o, "note", 60, left + other ? "%zu more in the report" : "",
		 left + other);
}

const struct plot_ops plot_cost = {
	.name = "cost",
	.text = "cost of one operation",
	.write = write_cost,
};
