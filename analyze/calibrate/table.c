// SPDX-License-Identifier: GPL-2.0-only
/* calibrate_table.c - how often a rule spoke, with its standard error */
#include <math.h>
#include <stdio.h>

#include "analyze/calibrate/calibrate.h"

/* Percent and, in brackets, the Monte-Carlo standard error of it. */
static void cell(const struct cal_count *c, size_t rule, char *buf, size_t len)
{
	double n = (double)c->nr[rule], p = (double)c->hits[rule] / n;

	if (c->nr[rule])
		snprintf(buf, len, "%.1f (%.1f)", 100 * p,
			 100 * sqrt(p * (1 - p) / n));
	else
		snprintf(buf, len, "n/a");
}

void cal_table_rules(struct cal_table *t)
{
	t->rows = CAL_RULES;
	for (size_t r = 0; r < CAL_RULES; r++)
		t->name[r] = cal_rules[r].name;
}

static bool any(const struct cal_table *t, size_t row)
{
	for (size_t c = 0; c < t->columns; c++)
		if (t->count[c].nr[row])
			return true;
	return false;
}

static void print_text(FILE *f, const struct cal_table *t)
{
	char buf[32];

	fprintf(f, "%s\n%s\n%-28s", t->title, t->unit, "");
	for (size_t c = 0; c < t->columns; c++)
		fprintf(f, "%11s", t->head[c]);
	for (size_t r = 0; r < t->rows; r++) {
		if (!any(t, r))
			continue;
		fprintf(f, "\n%-28s", t->name[r]);
		for (size_t c = 0; c < t->columns; c++) {
			cell(&t->count[c], r, buf, sizeof(buf));
			fprintf(f, "%11s", buf);
		}
	}
	fprintf(f, "\n\n");
}

static void print_md(FILE *f, const struct cal_table *t)
{
	char buf[32];

	fprintf(f, "**%s**\n\n%s\n\n| %s |", t->title, t->unit,
		t->rows == CAL_RULES ? "rule" : "noise");
	for (size_t c = 0; c < t->columns; c++)
		fprintf(f, " %s |", t->head[c]);
	fprintf(f, "\n|---|");
	for (size_t c = 0; c < t->columns; c++)
		fprintf(f, "---:|");
	for (size_t r = 0; r < t->rows; r++) {
		if (!any(t, r))
			continue;
		fprintf(f, "\n| %s |", t->name[r]);
		for (size_t c = 0; c < t->columns; c++) {
			cell(&t->count[c], r, buf, sizeof(buf));
			fprintf(f, " %s |", buf);
		}
	}
	fprintf(f, "\n\n");
}

void cal_print(FILE *f, const struct cal_table *t, bool md)
{
	if (md)
		print_md(f, t);
	else
		print_text(f, t);
}
