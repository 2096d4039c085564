// SPDX-License-Identifier: GPL-2.0-only
/* suite.c - a summary as a list of tests */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/summary/fail.h"
#include "analyze/report/suite.h"
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

static enum suite_result judge(unsigned int set, const json_t *row)
{
	if (ds_is(row, "verdict", "n/a"))
		return SUITE_SKIP;
	if (!row_judged(row))
		return SUITE_ERROR;
	if (fail_row(set, row))
		return SUITE_FAIL;
	if (ds_is(row, "verdict", "inconclusive") ||
	    ds_is(row, "verdict", "unresolved") ||
	    ds_is(row, "verdict", "regressed"))
		return SUITE_OPEN;
	return SUITE_PASS;
}

static void put_row(struct suite_test *t, const json_t *summary,
		    unsigned int set, const json_t *row)
{
	char a[WORDS_LEN], b[WORDS_LEN], d[WORDS_LEN], pc[WORDS_LEN];
	char why[WHY_LEN];
	char unit[200];

	t->row = row;
	t->result = judge(set, row);
	add_word(t->name, sizeof(t->name), *ds_str(row, "scenario") ?
		 ds_str(row, "scenario") : "at-boot");
	add_word(t->name, sizeof(t->name), ds_str(row, "phase"));
	add_word(t->name, sizeof(t->name), ds_str(row, "metric"));
	add_word(t->name, sizeof(t->name), ds_str(row, "group"));
	if (row_judged(row)) {
		words_percent(row, pc);
		if (words_real(row, "diff") == 0)
			pc[0] = '\0';
		tell(t, "%s: %s against %s %s, %s%s%s%s; ",
		     ds_str(row, "verdict"),
		     words_num(row_value(row, "base"), a),
		     words_num(row_value(row, "patched"), b),
		     words_unit_per(summary, row, unit, sizeof(unit)),
		     words_signed(row_value(row, "diff"), d),
		     *pc ? " (" : "", pc, *pc ? ")" : "");
	}
	words_why(row, why, sizeof(why));
	tell(t, "%s", *why ? why : row_differs(row) ?
	     words_direction(row) : "no difference");
	if (t->result == SUITE_OPEN && ds_is(row, "verdict", "regressed"))
		tell(t, "; not asked about (--fail-on regressed)");
}

/* What a run is checked for, and when nobody can have looked. */
static const struct check {
	const char *name, *list, *clean;
	enum suite_result dirty;
} checks[] = {
	{ "leaks", "leaks", "every counter returned to its start after a "
	  "drain", SUITE_FAIL },
	{ "consoles", "badness", "no warning and no error", SUITE_FAIL },
	{ "boots", "incomplete", "every boot is whole", SUITE_ERROR },
	{ "metrics", "missing", "every metric was measured in every boot",
	  SUITE_ERROR },
	{ "comparable", "incomparable", "both kernels measure the same",
	  SUITE_ERROR },
	{ "constructors", "uncovered", "every table allocated after the page "
	  "allocator was up ran its constructor on patched", SUITE_FAIL },
	{ "locks", "locked", "no kernel table holds an allocated ptlock on "
	  "patched", SUITE_FAIL },
	{ "exactness", "demoted", "every exact metric repeated to the digit",
	  SUITE_FAIL },
};

static void put_check(struct suite_test *t, const json_t *summary,
		      unsigned int set, const struct check *c)
{
	const json_t *list = json_object_get(json_object_get(summary,
						"health"), c->list);
	const char *na = fail_unchecked(summary, c->list);
	size_t n = json_array_size(list);
	char first[600];

	snprintf(t->name, sizeof(t->name), "run.%s", c->name);
	words_entry(json_array_get(list, 0), first, sizeof(first));
	if (n && fail_list(set, c->list)) {
		t->result = c->dirty;
		tell(t, "%zu found: %s", n, first);
	} else if (n) {
		t->result = SUITE_OPEN;
		tell(t, "%zu found, not asked about (--fail-on %s): %s", n,
		     c->list, first);
	} else {
		t->result = na ? SUITE_SKIP : SUITE_PASS;
		tell(t, "%s%s", na ? "not checked: " : "", na ? na : c->clean);
	}
}

/* Names may look alike once they are words: the later ones get a number. */
static void tell_apart(struct suite_test *t, json_t *taken)
{
	char name[sizeof(t->name)];

	kpt_copy(name, sizeof(name), t->name);
	for (int k = 2; json_object_get(taken, t->name); k++)
		snprintf(t->name, sizeof(t->name), "%.380s_%d", name, k);
	json_object_set_new(taken, t->name, json_true());
}

struct suite_test *suite_build(const json_t *summary, size_t *n)
{
	const json_t *rows = json_object_get(summary, "comparisons");
	unsigned int set = fail_set(summary);
	struct suite_test *t;
	json_t *row, *taken;
	size_t i;

	*n = 0;
	taken = json_object();
	t = calloc(json_array_size(rows) + ARRAY_SIZE(checks), sizeof(*t));
	if (!t || !taken) {
		json_decref(taken);
		free(t);
		return NULL;
	}
	json_array_foreach((json_t *)rows, i, row) {
		put_row(&t[*n], summary, set, row);
		tell_apart(&t[(*n)++], taken);
	}
	for (i = 0; i < ARRAY_SIZE(checks); i++)
		put_check(&t[(*n)++], summary, set, &checks[i]);
	json_decref(taken);
	return t;
}
