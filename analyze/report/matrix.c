// SPDX-License-Identifier: GPL-2.0-only
/* matrix.c - many architectures and configurations, one line each */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/doc.h"
#include "analyze/report.h"
#include "analyze/words.h"
#include "common/util.h"

#define CELL 160

/* Why a cell is n/a is said below the table, once for each machine. */
struct notes {
	FILE *f;
	size_t n;
};

static long long get(const json_t *o, const char *key)
{
	return json_integer_value(json_object_get(o, key));
}

static const json_t *env(const json_t *s)
{
	return json_object_get(s, "base");
}

static bool option_off(const json_t *s, const char *name)
{
	return words_is(json_object_get(env(s), "config"), name, "n");
}

static void na(const json_t *s, struct notes *notes, char *cell,
	       const char *what, const char *why)
{
	kpt_copy(cell, CELL, "n/a");
	fprintf(notes->f, "%s- %s %s, %s: %s\n", notes->n++ ? "" : "\n",
		words_str(env(s), "arch"), words_str(env(s), "config_name"),
		what, why);
}

/* Of one audit: a count over all regions, those out by design left out. */
static long long sum(const json_t *point, const char *side, const char *level,
		     const char *key)
{
	long long n = 0;
	size_t i;
	json_t *r;

	json_array_foreach(json_object_get(point, "rows"), i, r)
		if (!json_object_get(r, "by_design") &&
		    (!level || words_is(r, "level", level)))
			n += get(json_object_get(r, side), key);
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
		long long n = sum(p, "patched", level, "born");

		if (n > most) {
			most = n;
			best = p;
		}
	}
	return best;
}

static void coverage(const json_t *s, struct notes *notes, char *cell)
{
	const json_t *p = fullest(s, NULL);

	if (!p) {
		na(s, notes, cell, "constructed",
		   "no audit found a table born after boot");
		return;
	}
	snprintf(cell, CELL, "%lld of %lld -> %lld of %lld",
		 sum(p, "base", NULL, "constructed"),
		 sum(p, "base", NULL, "born"),
		 sum(p, "patched", NULL, "constructed"),
		 sum(p, "patched", NULL, "born"));
}

static void pmd_locks(const json_t *s, struct notes *notes, char *cell)
{
	static const char what[] = "ptlocks per PMD table";
	const json_t *p = fullest(s, "pmd");
	char why[CELL];

	if (!words_is(env(s), "ptlocks", "allocated")) {
		kpt_join(why, sizeof(why), "ptlocks are %s, none is an object",
			 words_str(env(s), "ptlocks"));
		na(s, notes, cell, what, why);
	} else if (option_off(s, "SPLIT_PMD_PTLOCKS")) {
		na(s, notes, cell, what,
		   "no split locks for PMD tables (CONFIG_SPLIT_PMD_PTLOCKS)");
	} else if (!p || !sum(p, "base", "pmd", "born")) {
		na(s, notes, cell, what, "no PMD table was born after boot");
	} else {
		snprintf(cell, CELL, "%.4g -> %.4g",
			 (double)sum(p, "base", "pmd", "ptlocks") /
			 (double)sum(p, "base", "pmd", "born"),
			 (double)sum(p, "patched", "pmd", "ptlocks") /
			 (double)sum(p, "patched", "pmd", "born"));
	}
}

/*
 * Of the rows of a metric, or of costs where @metric is NULL: what is given
 * for a PTE table, and without one, the row that is furthest from 0.
 */
static const json_t *find(const json_t *s, const char *metric,
			  const char *mechanism)
{
	const json_t *best = NULL;
	size_t i;
	json_t *r;

	json_array_foreach(json_object_get(s, "comparisons"), i, r) {
		const char *params = words_str(r, "params");
		double v = words_real(r, "base");

		if (metric ? !words_is(r, "metric", metric) ||
			     !words_is(r, "phase", "held") :
			     !words_is(r, "kind", "cost"))
			continue;
		if (mechanism && (strncmp(params, mechanism,
					  strlen(mechanism)) ||
				  *words_str(r, "group")))
			continue;
		if (!metric && !words_is(r, "verdict", "n/a") &&
		    !words_main_cost(r))
			continue;
		if (!best || (!isnan(v) &&
			      !(fabs(v) <= fabs(words_real(best, "base")))))
			best = r;
	}
	return best;
}

static void row_cell(const json_t *s, struct notes *notes, char *cell,
		     const char *what, const json_t *r)
{
	char a[WORDS_LEN], b[WORDS_LEN], pc[WORDS_LEN];

	if (!r || !json_is_number(words_value(r, "base"))) {
		na(s, notes, cell, what, r && *words_str(r, "why") ?
		   words_str(r, "why") : "no scenario measured it");
		return;
	}
	words_percent(r, pc);
	snprintf(cell, CELL, "%s -> %s%s%s", words_num(words_value(r, "base"), a),
		 words_num(words_value(r, "patched"), b), *pc ? ", " : "", pc);
}

static void accounting(const json_t *s, struct notes *notes, char *cell)
{
	const json_t *r = find(s, "accounting.error", "mechanism=pte ");
	char per[64];
	size_t n;

	if (!r || !json_is_number(words_value(r, "base")))
		r = find(s, "accounting.error", NULL);
	row_cell(s, notes, cell, "accounting error", r);
	if (!strcmp(cell, "n/a"))
		return;
	kpt_join(per, sizeof(per), " a %s", words_str(r, "per"));
	n = strlen(cell);
	snprintf(cell + n, CELL - n, "%s", per);
}

static void cost(const json_t *s, struct notes *notes, char *cell)
{
	row_cell(s, notes, cell, "instructions per PTE table",
		 find(s, NULL, "mechanism=pte "));
}

static void balance(const json_t *s, char *cell)
{
	const json_t *h = json_object_get(s, "health");
	size_t leaks = json_array_size(json_object_get(h, "leaks"));

	if (leaks)
		snprintf(cell, CELL, "%zu leaks", leaks);
	else
		snprintf(cell, CELL, "exact, %lld readings",
			 get(h, "drained_readings"));
}

static const char *counter(const json_t *s)
{
	const char *source = words_str(json_object_get(env(s), "counters"),
				       "cost.instructions");

	return !strncmp(source, "perf", 4) ? "PMU" :
	       !strncmp(source, "clock", 5) ? "clock" : "n/a";
}

static void print_line(FILE *f, const json_t *s, struct notes *notes)
{
	char cell[4][CELL], bal[CELL];

	coverage(s, notes, cell[0]);
	pmd_locks(s, notes, cell[1]);
	accounting(s, notes, cell[2]);
	cost(s, notes, cell[3]);
	balance(s, bal);
	fprintf(f, "| %s | %s | %s | %lld | %s | %s | %s | %s | %s | %s | %s "
		"|\n", words_str(env(s), "arch"),
		words_str(env(s), "config_name"), words_str(env(s), "levels"),
		get(env(s), "page_size"), cell[0], cell[1], cell[2], cell[3],
		counter(s), bal, words_str(s, "verdict"));
}

static int print_many(FILE *f, json_t *const *s, size_t n)
{
	struct notes notes = { .n = 0 };
	char *below = NULL;
	size_t len = 0;

	notes.f = open_memstream(&below, &len);
	if (!notes.f)
		return -ENOMEM;
	fputs("Base -> patched. Constructed: of the kernel's page tables born "
	      "after boot, in the\naudit with most of them; vmemmap's, raw by "
	      "design, are left out. Instructions are\nQEMU's count.\n\n"
	      "| machine | configuration | levels | page, bytes | constructed "
	      "| ptlocks per kernel PMD table | accounting error, pages | "
	      "instructions per PTE table | counted by | balance | this run "
	      "|\n|---|---|---|--:|---|---|---|---|---|---|---|\n", f);
	for (size_t i = 0; i < n; i++)
		print_line(f, s[i], &notes);
	if (fclose(notes.f)) {
		free(below);
		return -ENOMEM;
	}
	fputs(below, f);
	free(below);
	return fflush(f) || ferror(f) ? -EIO : 0;
}

const struct report_ops report_matrix = {
	.name = "matrix",
	.summary = "one table of several summaries, a line each",
	.print_many = print_many,
};
