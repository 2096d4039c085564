// SPDX-License-Identifier: GPL-2.0-only
/*
 * plotdata.c - the numbers behind the plots
 *
 * Every plot NAME gets NAME.dat (columns; panels are blocks with two empty
 * lines between) and NAME.labels (gnuplot settings: words and counts). A plot
 * with nothing to show gets an empty .dat.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analyze/plotdata.h"
#include "analyze/words.h"
#include "common/util.h"

#define MAX_PANELS 4

struct out {
	FILE *dat, *labels;
};

static int out_open(struct out *o, const char *dir, const char *name)
{
	char path[4200];

	o->dat = o->labels = NULL;
	if (kpt_join(path, sizeof(path), "%s/%s.dat", dir, name))
		return -ENAMETOOLONG;
	o->dat = fopen(path, "we");
	if (o->dat && !kpt_join(path, sizeof(path), "%s/%s.labels", dir, name))
		o->labels = fopen(path, "we");
	if (o->labels)
		return 0;
	kpt_error("%s: cannot be written: %s", path, strerror(errno));
	if (o->dat)
		fclose(o->dat);
	return -EIO;
}

static int out_close(struct out *o)
{
	int bad = ferror(o->dat) | ferror(o->labels);

	bad |= fclose(o->dat);
	bad |= fclose(o->labels);
	return bad ? -EIO : 0;
}

/* Names come from records; nothing of them may be gnuplot syntax. */
static void put_word(FILE *f, const char *s)
{
	fputc('"', f);
	for (; *s; s++)
		fputc(*s == '"' || *s == '\\' || *s < ' ' || *s > '~' ? '?' :
		      *s, f);
	fputc('"', f);
}

void plot_title(const json_t *s, char *buf, size_t len)
{
	const json_t *b = json_object_get(s, "base");

	kpt_join(buf, len, "%s %s, %s mode", words_str(b, "arch"),
		 words_str(b, "config_name"), words_str(b, "mode"));
}

static double point(const json_t *row, const char *side, const char *what,
		    size_t i)
{
	const json_t *l = json_object_get(json_object_get(row, "ladder"),
					  side);

	return json_number_value(json_array_get(json_object_get(l, what), i));
}

/* Both kernels climbed the same ladder. */
static size_t ladder_len(const json_t *row)
{
	const json_t *l = json_object_get(row, "ladder");
	const json_t *a = json_object_get(json_object_get(l, "base"), "n");
	const json_t *b = json_object_get(json_object_get(l, "patched"), "n");

	return a && b && json_equal(a, b) ? json_array_size(a) : 0;
}

/* The metric to plot of a kind and unit: one that differs, else the first. */
static const char *pick_metric(const json_t *s, const char *kind,
			       const char *unit)
{
	const char *first = NULL;
	size_t i;
	json_t *row;

	json_array_foreach(json_object_get(s, "comparisons"), i, row) {
		if (!words_is(row, "kind", kind) || ladder_len(row) < 2 ||
		    (unit && !words_is(row, "unit", unit)))
			continue;
		if (words_differs(row))
			return words_str(row, "metric");
		if (!first)
			first = words_str(row, "metric");
	}
	return first;
}

/* Panels that differ come before those that do not; at most @max. */
static size_t pick_rows(const json_t *s, const char *kind, const char *metric,
			const json_t *rows[], size_t max)
{
	size_t n = 0, i;
	json_t *row;

	for (int pass = 0; pass < 2; pass++)
		json_array_foreach(json_object_get(s, "comparisons"), i, row)
			if (n < max && words_is(row, "kind", kind) &&
			    words_is(row, "metric", metric) &&
			    /* Two points that agree are no picture. */
			    ladder_len(row) > (pass ? 2 : 1) &&
			    words_differs(row) == (pass == 0))
				rows[n++] = row;
	return n;
}

static int ladders(const json_t *s, const char *dir)
{
	static const struct {
		const char *kind, *unit;
	} wanted[] = { { "memory", "objects" }, { "accounting", NULL } };
	struct out o;
	size_t panels = 0;
	int err = out_open(&o, dir, "ladder");

	if (err)
		return err;
	fputs("array title[4]\narray unit[4]\narray what[4]\n", o.labels);
	for (size_t w = 0; w < ARRAY_SIZE(wanted); w++) {
		const json_t *rows[MAX_PANELS / 2];
		const char *metric = pick_metric(s, wanted[w].kind,
						 wanted[w].unit);
		size_t n = metric ? pick_rows(s, wanted[w].kind, metric, rows,
					      MAX_PANELS / 2) : 0;

		for (size_t r = 0; r < n; r++) {
			char text[300];

			fprintf(o.dat, "%s# n base patched\n",
				panels ? "\n\n" : "");
			for (size_t i = 0; i < ladder_len(rows[r]); i++)
				fprintf(o.dat, "%.15g %.15g %.15g\n",
					point(rows[r], "base", "n", i),
					point(rows[r], "base", "value", i),
					point(rows[r], "patched", "value", i));
			panels++;
			kpt_join(text, sizeof(text), "%s in %s", metric,
				 words_str(rows[r], "scenario"));
			fprintf(o.labels, "title[%zu] = ", panels);
			put_word(o.labels, text);
			fprintf(o.labels, "\nunit[%zu] = ", panels);
			put_word(o.labels, words_str(rows[r], "unit"));
			kpt_join(text, sizeof(text), "%ss held",
				 words_str(rows[r], "per"));
			fprintf(o.labels, "\nwhat[%zu] = ", panels);
			put_word(o.labels, text);
			fputc('\n', o.labels);
		}
	}
	fprintf(o.labels, "panels = %zu\n", panels);
	return out_close(&o);
}

static int costs(const json_t *s, const char *dir)
{
	struct out o;
	size_t i, n = 0;
	json_t *row;
	const char *unit = NULL;
	int err = out_open(&o, dir, "cost");

	if (err)
		return err;
	json_array_foreach(json_object_get(s, "comparisons"), i, row) {
		double base = words_real(row, "base");
		char pc[WORDS_LEN], d[WORDS_LEN], text[300];

		/* On a logarithmic axis there is no nothing. */
		if (!words_main_cost(s, row) || words_is(row, "verdict", "n/a")
		    || base <= 0 || words_real(row, "patched") <= 0 ||
		    (unit && strcmp(unit, words_str(row, "unit"))))
			continue;
		unit = words_str(row, "unit");
		words_percent(row, pc);
		if (words_real(row, "diff") == 0)
			kpt_copy(text, sizeof(text), "no difference");
		else
			kpt_join(text, sizeof(text), "%s (%s) %s",
				 words_signed(json_object_get(row, "diff"), d),
				 pc, words_is(row, "verdict", "inconclusive") ?
				 "unclear" : words_direction(row));
		put_word(o.dat, words_str(row, "scenario"));
		fprintf(o.dat, " %.15g %.15g %.15g ", base,
			words_real(row, "patched"),
			100 * words_real(row, "diff") / base);
		put_word(o.dat, text);
		fputc('\n', o.dat);
		n++;
	}
	fprintf(o.labels, "rows = %zu\nunit = ", n);
	if (unit && !strcmp(unit, "instructions") &&
	    words_is(json_object_get(s, "base"), "mode", "exact"))
		unit = "instructions, counted by QEMU";
	else if (unit && words_is(json_object_get(s, "base"), "mode", "exact")
		 && !strcmp(unit, "ns"))
		unit = "virtual ns: one per instruction";
	put_word(o.labels, unit ? unit : "");
	fputc('\n', o.labels);
	return out_close(&o);
}

static long long part(const json_t *row, const char *side, const char *key)
{
	return json_integer_value(json_object_get(json_object_get(row, side),
						  key));
}

/* The audit with the most tables shows most: held at its fullest. */
static const json_t *fullest(const json_t *s)
{
	const json_t *cov = json_object_get(s, "coverage"), *best = NULL;
	long long most = -1;
	size_t i, j;
	json_t *p, *r;

	json_array_foreach(json_object_get(cov, "points"), i, p) {
		long long n = 0;

		if (*words_str(p, "group"))
			continue;
		json_array_foreach(json_object_get(p, "rows"), j, r)
			n += part(r, "patched", "tables");
		if (n > most) {
			most = n;
			best = p;
		}
	}
	return best;
}

/* One bar a kernel: all, born at boot, constructed since, not constructed. */
static void put_bars(FILE *f, const char *name, const double v[2][3])
{
	put_word(f, name);
	for (int k = 0; k < 2; k++) {
		double boot = v[k][1];

		/* A table made at boot may be constructed later. */
		if (boot + v[k][2] > v[k][0])
			boot = v[k][0] - v[k][2];
		fprintf(f, " %.15g %.15g %.15g %.15g", v[k][0], boot, v[k][2],
			v[k][0] - boot - v[k][2]);
	}
	fputc('\n', f);
}

static int coverage(const json_t *s, const char *dir)
{
	static const char *const keys[] = { "tables", "boot", "constructed" };
	const json_t *p = fullest(s);
	double rest[2][3] = { { 0 } };
	struct out o;
	size_t j, n = 0, others = 0;
	json_t *r;
	char text[300];
	int err = out_open(&o, dir, "coverage");

	if (err)
		return err;
	json_array_foreach(json_object_get(p, "rows"), j, r) {
		double v[2][3];

		for (int k = 0; k < 2; k++)
			for (int i = 0; i < 3; i++)
				v[k][i] = (double)part(r, k ? "patched" :
						       "base", keys[i]);
		/* Early tables are no one's doing: one bar for all of them. */
		if (!json_object_get(r, "by_design") &&
		    v[0][0] == v[0][1] && v[1][0] == v[1][1] && !v[0][2] &&
		    !v[1][2]) {
			for (int i = 0; i < 6; i++)
				rest[i / 3][i % 3] += v[i / 3][i % 3];
			others++;
			continue;
		}
		kpt_join(text, sizeof(text), "%s %s%s", words_str(r, "region"),
			 words_str(r, "level"), json_object_get(r, "by_design")
			 ? " (left out by design)" : "");
		/* A bar of no table on one side has no shares. */
		if (!v[0][0] || !v[1][0])
			continue;
		put_bars(o.dat, text, v);
		n++;
	}
	if (n && rest[0][0] && rest[1][0]) {
		kpt_join(text, sizeof(text), "%zu others, all made at boot", others);
		put_bars(o.dat, text, rest);
		n++;
	}
	fprintf(o.labels, "rows = %zu\nwhen = ", n);
	kpt_join(text, sizeof(text), "%s", words_str(p, "when"));
	if (p && words_is(p, "when", "held"))
		kpt_join(text, sizeof(text), "%s, %lld held",
			 words_str(p, "scenario"), (long long)
			 json_integer_value(json_object_get(p, "n")));
	put_word(o.labels, text);
	fputc('\n', o.labels);
	return out_close(&o);
}

/* The check of a scenario: what the kernel says minus what the walk finds. */
static const json_t *check_of(const json_t *s, const json_t *row)
{
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(s, "comparisons"), i, o)
		if (words_is(o, "kind", "check") &&
		    words_is(o, "better", "zero") &&
		    words_is(o, "scenario", words_str(row, "scenario")) &&
		    words_is(o, "unit", words_str(row, "unit")) &&
		    ladder_len(o) == ladder_len(row))
			return o;
	return NULL;
}

static int accounting(const json_t *s, const char *dir)
{
	const char *metric = pick_metric(s, "accounting", NULL);
	const json_t *rows[MAX_PANELS], *check;
	size_t n, panels = 0;
	char text[200];
	struct out o;
	int err = out_open(&o, dir, "accounting");

	if (err)
		return err;
	fputs("array title[4]\narray unit[4]\narray what[4]\n", o.labels);
	n = metric ? pick_rows(s, "accounting", metric, rows, MAX_PANELS) : 0;
	for (size_t r = 0; r < n; r++) {
		check = check_of(s, rows[r]);
		if (!check)
			continue;
		fprintf(o.dat, "%s# n says-base says-patched finds-base "
			"finds-patched\n", panels ? "\n\n" : "");
		for (size_t i = 0; i < ladder_len(rows[r]); i++) {
			double a = point(rows[r], "base", "value", i);
			double b = point(rows[r], "patched", "value", i);

			fprintf(o.dat, "%.15g %.15g %.15g %.15g %.15g\n",
				point(rows[r], "base", "n", i), a, b,
				a - point(check, "base", "value", i),
				b - point(check, "patched", "value", i));
		}
		panels++;
		fprintf(o.labels, "title[%zu] = ", panels);
		put_word(o.labels, words_str(rows[r], "scenario"));
		fprintf(o.labels, "\nunit[%zu] = ", panels);
		put_word(o.labels, words_str(rows[r], "unit"));
		fprintf(o.labels, "\nwhat[%zu] = ", panels);
		kpt_join(text, sizeof(text), "%ss held",
			 words_str(rows[r], "per"));
		put_word(o.labels, text);
		fputc('\n', o.labels);
	}
	fprintf(o.labels, "panels = %zu\nmetric = ", panels);
	put_word(o.labels, metric ? metric : "");
	fputc('\n', o.labels);
	return out_close(&o);
}

int plot_data(const json_t *s, const char *dir)
{
	int err = ladders(s, dir);

	if (!err)
		err = costs(s, dir);
	if (!err)
		err = coverage(s, dir);
	return err ? err : accounting(s, dir);
}
