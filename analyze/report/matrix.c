// SPDX-License-Identifier: GPL-2.0-only
/* matrix.c - what one summary has to say in one line of many */
#include <math.h>
#include <string.h>

#include "analyze/report/matrix.h"
#include "analyze/words/words.h"
#include "common/util.h"

const char *const matrix_title[MATRIX_CELLS] = {
	[MATRIX_CONSTRUCTED] = "constructed",
	[MATRIX_LOCKS] = "ptlocks per kernel PMD table",
	[MATRIX_ERROR] = "accounting error, pages",
	[MATRIX_COST] = "instructions per PTE table",
};

static bool option_off(const struct summary *s, const char *name)
{
	return !strcmp(env_option(&s->env[BASE], name), "n");
}

static void na(struct matrix_cell *c, const char *why)
{
	kpt_copy(c->text, sizeof(c->text), "n/a");
	/* A reason that is too long says the more important part first. */
	snprintf(c->why, sizeof(c->why), "%.159s", why);
}

static void constructed(const struct summary *s, struct matrix_line *l)
{
	struct matrix_cell *c = &l->cell[MATRIX_CONSTRUCTED];
	const struct point *p = coverage_fullest(&s->coverage, NULL);

	if (!p) {
		na(c, "no page-table walk found a table allocated after boot");
		return;
	}
	for (int k = 0; k < SIDES; k++) {
		l->born[k] = point_sum(p, k, NULL, TABLES_LATER);
		l->constructed[k] = point_sum(p, k, NULL, TABLES_CTOR);
	}
	snprintf(c->text, sizeof(c->text), "%lld of %lld -> %lld of %lld",
		 l->constructed[BASE], l->born[BASE],
		 l->constructed[PATCHED], l->born[PATCHED]);
}

static double locks_per_pmd(const struct point *p, int side)
{
	return (double)point_sum(p, side, "pmd", TABLES_LOCK) /
	       (double)point_sum(p, side, "pmd", TABLES_LATER);
}

static void pmd_locks(const struct summary *s, struct matrix_cell *c)
{
	const struct point *p = coverage_fullest(&s->coverage, "pmd");
	const char *locks = s->env[BASE].ptlocks;
	char why[sizeof(c->why)];

	if (strcmp(locks, "allocated")) {
		kpt_join(why, sizeof(why), "ptlocks are %s, none is an object",
			 locks);
		na(c, why);
	} else if (option_off(s, "SPLIT_PMD_PTLOCKS")) {
		na(c, "no split locks for PMD tables (CONFIG_SPLIT_PMD_PTLOCKS)");
	} else if (!p || !point_sum(p, BASE, "pmd", TABLES_LATER)) {
		na(c, "no PMD table was allocated after boot");
	} else {
		snprintf(c->text, sizeof(c->text), "%.4g -> %.4g",
			 locks_per_pmd(p, BASE), locks_per_pmd(p, PATCHED));
	}
}

/*
 * Of the rows of a mechanism, those of a metric, or of costs where @metric is
 * NULL: the one that is furthest from 0.
 */
static const struct row *find(const struct summary *s, const char *metric,
			      const char *mechanism)
{
	const struct row *best = NULL;

	summary_each_row(s, r) {
		if (metric ? strcmp(r->metric, metric) ||
			     r->phase != PHASE_HELD : r->kind != KIND_COST)
			continue;
		if (strncmp(r->params, mechanism, strlen(mechanism)) ||
		    *r->group)
			continue;
		if (!metric && r->verdict != VERDICT_NA && !r->main)
			continue;
		if (!best || !(fabs(or_0(r->value[ROW_BASE])) <=
			       fabs(or_0(best->value[ROW_BASE]))))
			best = r;
	}
	return best;
}

static bool has_value(const struct row *r)
{
	return r && !isnan(row_value(r, ROW_BASE));
}

static void from_row(struct matrix_cell *c, const struct row *r)
{
	char a[WORDS_LEN], b[WORDS_LEN], pc[WORDS_LEN], why[WHY_LEN];

	if (!has_value(r)) {
		words_why(r, why, sizeof(why));
		na(c, *why ? why : "no scenario measured it");
		return;
	}
	words_percent(r, pc);
	snprintf(c->text, sizeof(c->text), "%s -> %s%s%s",
		 words_num(row_value(r, ROW_BASE), a),
		 words_num(row_value(r, ROW_PATCHED), b), *pc ? ", " : "", pc);
}

/* Where nothing could be held: what all that was born since boot adds up to. */
static void accounting_in_all(const struct matrix_line *l,
			      struct matrix_cell *c)
{
	if (!l->born[BASE]) {
		na(c, l->cell[MATRIX_CONSTRUCTED].why);
		return;
	}
	snprintf(c->text, sizeof(c->text), "%lld -> %lld tables in all",
		 l->constructed[BASE] - l->born[BASE],
		 l->constructed[PATCHED] - l->born[PATCHED]);
}

static void accounting(const struct summary *s, struct matrix_line *l)
{
	struct matrix_cell *c = &l->cell[MATRIX_ERROR];
	const struct row *r = find(s, "accounting.error", "mechanism=pte ");
	char held[WORDS_LEN];
	size_t n;

	if (!has_value(r))
		r = find(s, "accounting.error", "mechanism=hotplug ");
	/* A block that is mapped by huge entries has no table to account for. */
	if (!has_value(r) || (!strcmp(r->per, "block") &&
			      !r->has_at &&
			      or_0(r->value[ROW_BASE]) == 0 &&
			      or_0(r->value[ROW_PATCHED]) == 0)) {
		accounting_in_all(l, c);
		return;
	}
	from_row(c, r);
	n = strlen(c->text);
	/* A ladder that is no line was judged at one rung. */
	if (r->has_at)
		snprintf(c->text + n, sizeof(c->text) - n, " at %s held",
			 words_num(r->at.n, held));
	else
		snprintf(c->text + n, sizeof(c->text) - n, " a %s",
			 r->per);
}

static void balance(const struct summary *s, struct matrix_line *l)
{
	size_t leaks = health_of(s, HEALTH_LEAKS)->nr;

	if (leaks)
		snprintf(l->balance, sizeof(l->balance), "%zu leaks", leaks);
	else
		snprintf(l->balance, sizeof(l->balance), "exact, %lld readings",
			 s->health.readings);
}

static const char *counter(const struct summary *s)
{
	const char *source = s->env[BASE].counter;

	return !strncmp(source, "perf", 4) ? "PMU" :
	       !strncmp(source, "clock", 5) ? "clock" : "n/a";
}

void matrix_read(const struct summary *s, struct matrix_line *l)
{
	memset(l, 0, sizeof(*l));
	constructed(s, l);
	pmd_locks(s, &l->cell[MATRIX_LOCKS]);
	accounting(s, l);
	from_row(&l->cell[MATRIX_COST], find(s, NULL, "mechanism=pte "));
	balance(s, l);
	l->counter = counter(s);
}
