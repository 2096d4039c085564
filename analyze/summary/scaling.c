// SPDX-License-Identifier: GPL-2.0-only
/* scaling.c - rows that differ in their number of CPUs, as curves */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/summary/scaling.h"
#include "common/util.h"

/* The number of CPUs that a scenario is named by, or 0. */
static long long cpus_of(const struct row *row, char *name, size_t len)
{
	char cpus[24], end[32];
	size_t n, own = strlen(row->scenario);

	row_param(row, "cpus", cpus, sizeof(cpus));
	n = (size_t)snprintf(end, sizeof(end), "-%s", cpus);
	if (atoll(cpus) < 1 || own <= n ||
	    strcmp(row->scenario + own - n, end) ||
	    kpt_join(name, len, "%.*s", (int)(own - n), row->scenario))
		return 0;
	return atoll(cpus);
}

static bool is_cost(const struct row *row)
{
	return row->kind == KIND_COST && row->phase == PHASE_OP;
}

/* Of everything that was done, tables and the rest: that took the time. */
static bool is_time(const struct summary *s, const struct row *row)
{
	return !s->env[BASE].exact && !strcmp(row->unit, "ns") &&
	       (row->piece == PIECE_NONE || row->piece == PIECE_OPERATION);
}

/* The row whose metric the curve of its scenario shows; the best is 2. */
static int rank(const struct summary *s, const struct row *row)
{
	if (!row_judged(row))
		return 0;
	return is_time(s, row) ? 2 : row->main;
}

static bool same_curve(const struct row *a, const char *name,
		       const struct row *b)
{
	char other[64];

	return is_cost(b) && cpus_of(b, other, sizeof(other)) &&
	       !strcmp(name, other) && !strcmp(a->group, b->group);
}

/* The first row, in the summary's order, of the metric that is shown. */
static const struct row *best_of(const struct summary *s,
				 const struct row *first, const char *name)
{
	const struct row *best = NULL;

	summary_each_row(s, row)
		if (same_curve(first, name, row) && rank(s, row) &&
		    (!best || rank(s, row) > rank(s, best)))
			best = row;
	return best;
}

/* What was not measured has no part for its tables alone. */
static bool of_metric(const struct row *row, const struct row *best)
{
	return !strcmp(row->metric, best->metric) ||
	       (!row_judged(row) && !strcmp(row->metric, best->of));
}

static void add(struct curve *c, long long cpus, const struct row *row)
{
	size_t i = c->nr;

	if (c->nr == CURVE_MAX)
		return;
	for (; i && c->at[i - 1].cpus > cpus; i--)
		c->at[i] = c->at[i - 1];
	c->at[i].cpus = cpus;
	c->at[i].row = row;
	c->nr++;
}

static void fill(struct curve *c, const struct summary *s,
		 const struct row *best)
{
	char name[64];

	c->rate = is_time(s, best);
	summary_each_row(s, row)
		if (same_curve(best, c->name, row) && of_metric(row, best))
			add(c, cpus_of(row, name, sizeof(name)), row);
}

size_t scaling_find(const struct summary *s, struct curve **curves)
{
	struct names seen = { .nr = 0 };
	struct curve *v = NULL, c;
	size_t nr = 0;

	summary_each_row(s, row) {
		const struct row *best;
		char key[400];
		void *more;

		memset(&c, 0, sizeof(c));
		if (!is_cost(row) || !cpus_of(row, c.name, sizeof(c.name)))
			continue;
		snprintf(key, sizeof(key), "%s\x1f%s", c.name, row->group);
		if (!names_new(&seen, key))
			continue;
		best = best_of(s, row, c.name);
		if (!best)
			continue;
		fill(&c, s, best);
		if (c.nr < 2)
			continue;
		more = kpt_room(v, nr, sizeof(*v));
		if (!more)
			break;
		v = more;
		v[nr++] = c;
	}
	names_free(&seen);
	*curves = v;
	return nr;
}

const struct row *curve_row(const struct curve *c)
{
	for (size_t i = 0; i < c->nr; i++)
		if (row_judged(c->at[i].row))
			return c->at[i].row;
	return c->at[0].row;
}

/* One operation of all CPUs together took so many nanoseconds. */
static double shown(const struct curve *c, double v)
{
	return !c->rate ? v : v > 0 ? 1e9 / v : NAN;
}

double curve_value(const struct curve *c, size_t i, int side)
{
	const struct row *row = c->at[i].row;

	return row_judged(row) ? shown(c, row->value[side]) : NAN;
}

void curve_spread(const struct curve *c, size_t i, int side, double *lo,
		  double *hi)
{
	const struct vec *v = row_boots(c->at[i].row, side);

	*lo = NAN;
	*hi = NAN;
	for (size_t k = 0; row_judged(c->at[i].row) && k < v->nr; k++) {
		*lo = fmin(*lo, shown(c, v->v[k]));
		*hi = fmax(*hi, shown(c, v->v[k]));
	}
}
