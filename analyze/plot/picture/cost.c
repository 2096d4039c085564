// SPDX-License-Identifier: GPL-2.0-only
/* cost.c - what one operation costs, in its own unit */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "analyze/plot/plotdata.h"
#include "analyze/words/words.h"

#define MAX_ROWS 120

/* On a logarithmic axis there is no nothing. */
static int usable(const json_t *row)
{
	return !ds_is(row, "verdict", "n/a") &&
	       words_real(row, "base") > 0 && words_real(row, "patched") > 0;
}

static void put_unit(struct plot_out *o, const json_t *s, const char *unit)
{
	if (ds_is(json_object_get(s, "base"), "mode", "exact")) {
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
static const char *amount(const json_t *row, const char *key, bool sign,
			  char buf[WORDS_LEN])
{
	const json_t *v = json_object_get(row, key);
	double d = json_number_value(v);

	if (ds_is(row, "class", "exact"))
		return sign ? words_signed(v, buf) : words_num(v, buf);
	snprintf(buf, WORDS_LEN, fabs(d) < 1e5 ? sign ? "%+.5g" : "%.5g" :
		 sign ? "%+.0f" : "%.0f", d);
	return buf;
}

static bool shown(const json_t *row)
{
	return row_differs(row) && !ds_is(row, "verdict", "inconclusive") &&
	       !ds_is(row, "verdict", "unresolved");
}

static void put_change(struct plot_out *o, size_t at, const json_t *row)
{
	char pc[WORDS_LEN], d[WORDS_LEN];

	if (words_real(row, "diff") == 0) {
		plot_item(o, "change", at, 23, "no change");
		return;
	}
	words_percent(row, pc);
	/* Where it is not shown that anything changed, that is told. */
	plot_item(o, "change", at, 23, "%s (%s)%s%s",
		  amount(row, "diff", true, d), pc,
		  shown(row) ? "" : ", ",
		  shown(row) ? "" : ds_is(row, "verdict", "equivalent") ?
		  "inside the margin" : words_verdict(row));
}

static void write_cost(struct plot_out *o, const json_t *s)
{
	const json_t *rows[MAX_ROWS];
	size_t left, n = plot_main_costs(s, usable, rows, MAX_ROWS, &left);
	size_t other = 0, at = 0;
	const char *unit = n ? ds_str(rows[0], "unit") : "";
	double wide = 0;

	plot_array(o, "name", n);
	plot_array(o, "change", n);
	plot_array(o, "amount", n);
	for (size_t i = 0; i < n; i++) {
		char a[WORDS_LEN], b[WORDS_LEN], title[300];
		double em;

		/* One axis has one unit. */
		if (!ds_is(rows[i], "unit", unit)) {
			other++;
			continue;
		}
		at++;
		em = plot_item(o, "name", at, 30, "%s",
			       plot_row_name(rows, n, i, title,
					     sizeof(title)));
		wide = em > wide ? em : wide;
		plot_item(o, "amount", at, 18, "%s \xe2\x86\x92 %s",
			  amount(rows[i], "base", false, a),
			  amount(rows[i], "patched", false, b));
		put_change(o, at, rows[i]);
		fprintf(o->dat, "%zu", at);
		plot_value(o, words_real(rows[i], "base"));
		plot_value(o, words_real(rows[i], "patched"));
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
