// SPDX-License-Identifier: GPL-2.0-only
/* suite.c - a summary as a list of tests */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/report/suite.h"
#include "analyze/summary/fail.h"
#include "analyze/summary/names.h"
#include "analyze/words/words.h"
#include "common/text.h"
#include "common/util.h"

void suite_word(char *buf, size_t len, const char *text)
{
	size_t n = 0;

	for (; *text && n + 1 < len; text++)
		buf[n++] = isalnum((unsigned char)*text) || *text == '-' ?
			   *text : '_';
	buf[n] = '\0';
}

static void add_word(char *name, size_t len, const char *text)
{
	size_t n = strlen(name);
	char word[200];

	if (!*text)
		return;
	suite_word(word, sizeof(word), text);
	snprintf(name + n, len - n, "%s%s", n ? "." : "", word);
}

static void KPT_PRINTF(2, 3) tell(struct suite_test *t, const char *fmt, ...)
{
	char text[sizeof(t->why)];
	size_t n = strlen(t->why);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	kpt_shown(t->why + n, sizeof(t->why) - n, text);
}

static enum suite_result judge(unsigned int set, const struct row *row)
{
	if (row->verdict == VERDICT_NA)
		return SUITE_SKIP;
	if (!row_judged(row))
		return SUITE_ERROR;
	if (fail_row(set, row))
		return SUITE_FAIL;
	if (row->verdict == VERDICT_INCONCLUSIVE ||
	    row->verdict == VERDICT_UNRESOLVED ||
	    row->verdict == VERDICT_REGRESSED)
		return SUITE_OPEN;
	return SUITE_PASS;
}

static void put_row(struct suite_test *t, const struct summary *s,
		    unsigned int set, const struct row *row)
{
	char a[WORDS_LEN], b[WORDS_LEN], d[WORDS_LEN], pc[WORDS_LEN];
	char why[WHY_LEN];
	char unit[200];

	t->row = row;
	t->result = judge(set, row);
	add_word(t->name, sizeof(t->name), *row->scenario ?
		 row->scenario : "at-boot");
	add_word(t->name, sizeof(t->name), row->phase_word);
	add_word(t->name, sizeof(t->name), row->metric);
	add_word(t->name, sizeof(t->name), row->group);
	if (row_judged(row)) {
		words_percent(row, pc);
		if (or_0(row->value[ROW_DIFF]) == 0)
			pc[0] = '\0';
		tell(t, "%s: %s against %s %s, %s%s%s%s; ",
		     row->verdict_word,
		     words_num(row_value(row, ROW_BASE), a),
		     words_num(row_value(row, ROW_PATCHED), b),
		     words_unit_per(s, row, unit, sizeof(unit)),
		     words_signed(row_value(row, ROW_DIFF), d),
		     *pc ? " (" : "", pc, *pc ? ")" : "");
	}
	words_why(row, why, sizeof(why));
	tell(t, "%s", *why ? why : row_differs(row) ?
	     words_direction(row) : "no difference");
	if (t->result == SUITE_OPEN && row->verdict == VERDICT_REGRESSED)
		tell(t, "; not asked about (--fail-on regressed)");
}

/* What a run is checked for, and when nobody can have looked. */
static const struct check {
	const char *name;
	enum health_list list;
	const char *clean;
	enum suite_result dirty;
} checks[] = {
	{ "leaks", HEALTH_LEAKS, "every counter returned to its start after a "
	  "drain", SUITE_FAIL },
	{ "consoles", HEALTH_BADNESS, "no warning and no error", SUITE_FAIL },
	{ "boots", HEALTH_INCOMPLETE, "every boot is whole", SUITE_ERROR },
	{ "metrics", HEALTH_MISSING, "every metric was measured in every boot",
	  SUITE_ERROR },
	{ "comparable", HEALTH_INCOMPARABLE, "both kernels measure the same",
	  SUITE_ERROR },
	{ "constructors", HEALTH_UNCOVERED, "every table allocated after the "
	  "page allocator was up ran its constructor on patched", SUITE_FAIL },
	{ "locks", HEALTH_LOCKED, "no kernel table holds an allocated ptlock on "
	  "patched", SUITE_FAIL },
	{ "exactness", HEALTH_DEMOTED, "every exact metric repeated to the "
	  "digit", SUITE_FAIL },
};

static void put_check(struct suite_test *t, const struct summary *s,
		      unsigned int set, const struct check *c)
{
	const struct findings *list = health_of(s, c->list);
	const char *na = fail_unchecked(s, c->list);
	char first[600] = "";

	snprintf(t->name, sizeof(t->name), "run.%s", c->name);
	t->list = c->list;
	if (list->nr)
		words_entry(&list->v[0], first, sizeof(first));
	if (list->nr && fail_list(set, c->list)) {
		t->result = c->dirty;
		tell(t, "%zu found: %s", list->nr, first);
	} else if (list->nr) {
		t->result = SUITE_OPEN;
		tell(t, "%zu found, not asked about (--fail-on %s): %s",
		     list->nr, health_name[c->list], first);
	} else {
		t->result = na ? SUITE_SKIP : SUITE_PASS;
		tell(t, "%s%s", na ? "not checked: " : "", na ? na : c->clean);
	}
}

/* Names may look alike once they are words: the later ones get a number. */
static void tell_apart(struct suite_test *t, struct names *taken)
{
	char name[sizeof(t->name)];

	kpt_copy(name, sizeof(name), t->name);
	for (int k = 2; !names_new(taken, t->name); k++)
		snprintf(t->name, sizeof(t->name), "%.380s_%d", name, k);
}

struct suite_test *suite_build(const struct summary *s, size_t *n)
{
	unsigned int set = fail_set(s);
	struct names taken = { NULL, 0 };
	struct suite_test *t;

	*n = 0;
	t = calloc(s->nr_rows + ARRAY_SIZE(checks), sizeof(*t));
	if (!t)
		return NULL;
	summary_each_row(s, row) {
		put_row(&t[*n], s, set, row);
		tell_apart(&t[(*n)++], &taken);
	}
	for (size_t i = 0; i < ARRAY_SIZE(checks); i++)
		put_check(&t[(*n)++], s, set, &checks[i]);
	names_free(&taken);
	return t;
}
