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

static const json_t *env(const json_t *s)
{
	return json_object_get(s, "base");
}

static bool option_off(const json_t *s, const char *name)
{
	return ds_is(json_object_get(env(s), "config"), name, "n");
}

static void na(struct matrix_cell *c, const char *why)
{
	kpt_copy(c->text, sizeof(c->text), "n/a");
	/* A reason that is too long says the more important part first. */
	snprintf(c->why, sizeof(c->why), "%.159s", why);
}

/*
 * Of one audit: a count over all regions, but those out by design and the
 * tables of another mm.
 */
static long long sum(const json_t *point, int side, const char *level,
		     const char *key)
{
	long long n = 0;
	size_t i;
	json_t *r;

	json_array_foreach(json_object_get(point, "rows"), i, r)
		if (row_in_totals(r) && (!level || ds_is(r, "level", level)))
			n += row_part(r, side_name[side], key);
	return n;
}

/* The audit in which most tables were there that a constructor could see. */
static const json_t *fullest(const json_t *s, const char *level)
{
	const json_t *best = NULL;
	long long most = 0;
	size_t i;
	json_t *p;

	json_array_foreach(json_object_get(json_object_get(s, "coverage"),
					   "points"), i, p) {
		long long n = sum(p, PATCHED, level, "born");

		if (n > most) {
			most = n;
			best = p;
		}
	}
	return best;
}

static void constructed(const json_t *s, struct matrix_line *l)
{
	struct matrix_cell *c = &l->cell[MATRIX_CONSTRUCTED];
	const json_t *p = fullest(s, NULL);

	if (!p) {
		na(c, "no page-table walk found a table allocated after boot");
		return;
	}
	for (int k = 0; k < SIDES; k++) {
		l->born[k] = sum(p, k, NULL, "born");
		l->constructed[k] = sum(p, k, NULL, "constructed");
	}
	snprintf(c->text, sizeof(c->text), "%lld of %lld -> %lld of %lld",
		 l->constructed[BASE], l->born[BASE],
		 l->constructed[PATCHED], l->born[PATCHED]);
}

static void pmd_locks(const json_t *s, struct matrix_cell *c)
{
	const json_t *p = fullest(s, "pmd");
	char why[sizeof(c->why)];

	if (!ds_is(env(s), "ptlocks", "allocated")) {
		kpt_join(why, sizeof(why), "ptlocks are %s, none is an object",
			 ds_str(env(s), "ptlocks"));
		na(c, why);
	} else if (option_off(s, "SPLIT_PMD_PTLOCKS")) {
		na(c, "no split locks for PMD tables (CONFIG_SPLIT_PMD_PTLOCKS)");
	} else if (!p || !sum(p, BASE, "pmd", "born")) {
		na(c, "no PMD table was allocated after boot");
	} else {
		snprintf(c->text, sizeof(c->text), "%.4g -> %.4g",
			 (double)sum(p, BASE, "pmd", "ptlocks") /
			 (double)sum(p, BASE, "pmd", "born"),
			 (double)sum(p, PATCHED, "pmd", "ptlocks") /
			 (double)sum(p, PATCHED, "pmd", "born"));
	}
}

/*
 * Of the rows of a mechanism, those of a metric, or of costs where @metric is
 * NULL: the one that is furthest from 0.
 */
static const json_t *find(const json_t *s, const char *metric,
			  const char *mechanism)
{
	const json_t *best = NULL;
	size_t i;
	json_t *r;

	json_array_foreach(json_object_get(s, "comparisons"), i, r) {
		const char *params = ds_str(r, "params");
		double v = words_real(r, "base");

		if (metric ? !ds_is(r, "metric", metric) ||
			     !ds_is(r, "phase", "held") :
			     !ds_is(r, "kind", "cost"))
			continue;
		if (strncmp(params, mechanism, strlen(mechanism)) ||
		    *ds_str(r, "group"))
			continue;
		if (!metric && !ds_is(r, "verdict", "n/a") &&
		    !row_main(r))
			continue;
		if (!best || (!isnan(v) &&
			      !(fabs(v) <= fabs(words_real(best, "base")))))
			best = r;
	}
	return best;
}

static bool has_value(const json_t *r)
{
	return r && json_is_number(row_value(r, "base"));
}

static void from_row(struct matrix_cell *c, const json_t *r)
{
	char a[WORDS_LEN], b[WORDS_LEN], pc[WORDS_LEN], why[WHY_LEN];

	if (!has_value(r)) {
		words_why(r, why, sizeof(why));
		na(c, *why ? why : "no scenario measured it");
		return;
	}
	words_percent(r, pc);
	snprintf(c->text, sizeof(c->text), "%s -> %s%s%s",
		 words_num(row_value(r, "base"), a),
		 words_num(row_value(r, "patched"), b), *pc ? ", " : "", pc);
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

static void accounting(const json_t *s, struct matrix_line *l)
{
	struct matrix_cell *c = &l->cell[MATRIX_ERROR];
	const json_t *r = find(s, "accounting.error", "mechanism=pte ");
	char held[WORDS_LEN];
	size_t n;

	if (!has_value(r))
		r = find(s, "accounting.error", "mechanism=hotplug ");
	/* A block that is mapped by huge entries has no table to account for. */
	if (!has_value(r) || (ds_is(r, "per", "block") &&
			      !json_object_get(r, "at") &&
			      words_real(r, "base") == 0 &&
			      words_real(r, "patched") == 0)) {
		accounting_in_all(l, c);
		return;
	}
	from_row(c, r);
	n = strlen(c->text);
	/* A ladder that is no line was judged at one rung. */
	if (json_object_get(r, "at"))
		snprintf(c->text + n, sizeof(c->text) - n, " at %s held",
			 words_num(row_value(r, "n"), held));
	else
		snprintf(c->text + n, sizeof(c->text) - n, " a %s",
			 ds_str(r, "per"));
}

static void balance(const json_t *s, struct matrix_line *l)
{
	const json_t *h = json_object_get(s, "health");
	size_t leaks = json_array_size(json_object_get(h, "leaks"));

	if (leaks)
		snprintf(l->balance, sizeof(l->balance), "%zu leaks", leaks);
	else
		snprintf(l->balance, sizeof(l->balance), "exact, %lld readings",
			 (long long)json_integer_value(
				json_object_get(h, "drained_readings")));
}

static const char *counter(const json_t *s)
{
	const char *source = ds_str(json_object_get(env(s), "counters"),
				       "cost.instructions");

	return !strncmp(source, "perf", 4) ? "PMU" :
	       !strncmp(source, "clock", 5) ? "clock" : "n/a";
}

void matrix_read(const json_t *s, struct matrix_line *l)
{
	memset(l, 0, sizeof(*l));
	constructed(s, l);
	pmd_locks(s, &l->cell[MATRIX_LOCKS]);
	accounting(s, l);
	from_row(&l->cell[MATRIX_COST], find(s, NULL, "mechanism=pte "));
	balance(s, l);
	l->counter = counter(s);
}
