// SPDX-License-Identifier: GPL-2.0-only
/* scaling.c - what several CPUs at once gain, in a table */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/report/scaling.h"
#include "analyze/summary/scaling.h"
#include "analyze/words/words.h"

static void put_heads(struct model *m, struct model_table *t)
{
	model_column(m, t, false, NULL, "%s", "");
	model_column(m, t, true, NULL, "CPUs");
	model_column(m, t, true, NULL, "base");
	model_column(m, t, true, NULL, "patched");
	model_column(m, t, true, NULL, "change");
	model_column(m, t, true, "x first", "base");
	model_column(m, t, true, "x first", "patched");
}

/* Of what is shown: half the time is twice the rate. */
static void put_change(struct model *m, struct model_table *t,
		       const struct curve *c, size_t i)
{
	const struct row *row = c->at[i].row;
	double base = curve_value(c, i, BASE);
	double patched = curve_value(c, i, PATCHED);

	if (row->verdict == VERDICT_EQUIVALENT)
		model_cell(m, t, "0");
	else if (row->verdict == VERDICT_UNRESOLVED)
		model_cell(m, t, "(*)");
	else if (!row_told(row) || !(base > 0))
		model_cell(m, t, "?");
	else
		model_cell(m, t, "%+.1f%%", 100 * (patched / base - 1));
}

/* Less one of the smallest number of CPUs that was measured. */
static void put_gain(struct model *m, struct model_table *t,
		     const struct curve *c, size_t first, size_t i, int side)
{
	double one = curve_value(c, first, side);
	double v = curve_value(c, i, side);

	if (one > 0 && isfinite(v))
		model_cell(m, t, "%.2f", v / one);
	else
		model_cell(m, t, "n/a");
}

static void put_curve(struct model *m, struct model_table *t,
		      const struct curve *c)
{
	size_t first = c->nr;
	char v[WORDS_LEN];

	for (size_t i = 0; i < c->nr; i++) {
		if (!row_judged(c->at[i].row))
			continue;
		model_cell(m, t, "%s", first == c->nr ? c->name : "");
		first = first == c->nr ? i : first;
		model_cell(m, t, "%lld", c->at[i].cpus);
		for (int k = 0; k < SIDES; k++)
			model_cell(m, t, "%s",
				   words_round(curve_value(c, i, k), v));
		put_change(m, t, c, i);
		for (int k = 0; k < SIDES; k++)
			put_gain(m, t, c, first, i, k);
	}
}

static void say_unit(const struct summary *s, const struct curve *c, char *buf,
		     size_t len)
{
	const struct row *row = curve_row(c);
	const char *per = strcmp(row->per, "op") ? row->per : "operation";

	if (c->rate)
		snprintf(buf, len, "%ss a second, of all CPUs together", per);
	else if (s->env[BASE].exact)
		snprintf(buf, len, "%s per %s, of all CPUs together", row->unit,
			 per);
	else
		snprintf(buf, len, "%s per %s", words_unit(s, row), per);
}

/* Curves of one unit are a table. */
static void put_unit(struct model *m, const struct summary *s,
		     const struct curve *c, size_t n, size_t from)
{
	char unit[200], other[200];
	struct model_table *t;

	say_unit(s, &c[from], unit, sizeof(unit));
	for (size_t i = 0; i < from; i++) {
		say_unit(s, &c[i], other, sizeof(other));
		if (!strcmp(unit, other))
			return;
	}
	model_para(m, "%c%s:", unit[0] - (unit[0] >= 'a' ? 'a' - 'A' : 0),
		   unit + 1);
	t = model_table(m);
	put_heads(m, t);
	for (size_t i = from; i < n; i++) {
		say_unit(s, &c[i], other, sizeof(other));
		if (!strcmp(unit, other))
			put_curve(m, t, &c[i]);
	}
}

static void say_left(const struct curve *c, char *buf, size_t len)
{
	buf[0] = '\0';
	for (size_t i = 0; i < c->nr; i++)
		if (!row_judged(c->at[i].row))
			say(buf, len, "%s%lld", *buf ? ", " : "",
			    c->at[i].cpus);
}

static bool any(const struct curve *c, size_t n, enum verdict verdict)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < c[i].nr; k++)
			if (c[i].at[k].row->verdict == verdict)
				return true;
	return false;
}

/* Why is told where reports tell it of every scenario. */
static void put_left(struct model *m, const struct curve *c, size_t n)
{
	char left[200], first[200];
	bool alike = true;

	say_left(&c[0], first, sizeof(first));
	for (size_t i = 0; i < n; i++) {
		say_left(&c[i], left, sizeof(left));
		alike &= !strcmp(left, first);
	}
	for (size_t i = 0; i < (alike ? 1 : n); i++) {
		say_left(&c[i], left, sizeof(left));
		if (*left)
			model_para(m, "%s%sot measured with %s CPUs.",
				   alike ? "" : c[i].name,
				   alike ? "N" : ": n", left);
	}
}

int scaling_put(FILE *f, const struct summary *s,
		int (*print)(FILE *f, const struct model *m))
{
	struct model m = { NULL };
	struct curve *c = NULL;
	size_t n = scaling_find(s, &c);
	int err = 0;

	if (n)
		model_heading(&m, 2, "Several CPUs at once");
	for (size_t i = 0; i < n; i++)
		put_unit(&m, s, c, n, i);
	if (n)
		put_left(&m, c, n);
	if (any(c, n, VERDICT_INCONCLUSIVE))
		model_para(&m, "?: not enough evidence.");
	if (any(c, n, VERDICT_UNRESOLVED))
		model_para(&m, "(*): not resolved.");
	if (m.failed)
		err = -ENOMEM;
	else if (m.nr)
		err = print(f, &m);
	model_free(&m);
	free(c);
	return err;
}
