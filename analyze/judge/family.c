// SPDX-License-Identifier: GPL-2.0-only
/*
 * family.c - verdicts of rows whose boots vary
 *
 * Many p-values are many chances to be wrong, so each is adjusted for its
 * family first: the primary metrics of a scenario by Holm, everything else
 * together by Benjamini and Hochberg. The size of the family also settles
 * which test of few boots is gone by.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/judge/compare.h"
#include "analyze/stats/infer.h"
#include "analyze/words/words.h"

struct family {
	json_t **row;
	double *p;
	size_t nr;
	const char *method;
};

static double num(const json_t *row, const char *key)
{
	const json_t *v = json_object_get(row, key);

	return json_is_number(v) ? json_number_value(v) : NAN;
}

static bool waits(const json_t *row)
{
	return json_is_string(json_object_get(row, "test"));
}

/* One scenario's primary rows, or with @lead NULL all that are not primary. */
static void gather(struct cmp *c, const json_t *lead, struct family *f)
{
	size_t i;
	json_t *row;

	f->nr = 0;
	f->method = lead ? "holm" : "bh";
	json_array_foreach(c->comparisons, i, row) {
		if (!waits(row) || isnan(num(row, "p")) ||
		    words_is(row, "role", "primary") != (lead != NULL))
			continue;
		if (lead && (!words_is(row, "scenario",
				       words_str(lead, "scenario")) ||
			     !words_is(row, "group", words_str(lead, "group"))))
			continue;
		f->row[f->nr] = row;
		f->p[f->nr++] = num(row, "p");
	}
}

static size_t boots(const json_t *row, const char *side)
{
	return (size_t)json_integer_value(json_object_get(json_object_get(row,
						"boots"), side));
}

static void choose_tests(struct family *f)
{
	for (size_t i = 0; i < f->nr; i++) {
		json_t *row = f->row[i];
		double p = num(row, "p_perm");

		if (!words_is(row, "test", "welch") || isnan(p) ||
		    !st_permute_decides(boots(row, "base"),
					boots(row, "patched"), f->nr))
			continue;
		f->p[i] = p;
		json_object_set_new(row, "p", json_num(p));
		json_object_set_new(row, "test", json_string("permutation"));
	}
}

static int adjust(struct family *f)
{
	int err;

	choose_tests(f);
	err = !strcmp(f->method, "holm") ? st_holm(f->p, f->nr, f->p) :
					       st_bh(f->p, f->nr, f->p);

	for (size_t i = 0; !err && i < f->nr; i++) {
		json_object_set_new(f->row[i], "p_adj", json_num(f->p[i]));
		json_object_set_new(f->row[i], "adjust",
				    json_string(f->method));
	}
	return err;
}

static int adjust_all(struct cmp *c)
{
	size_t n = json_array_size(c->comparisons), i;
	struct family f = {
		.row = calloc(n + 1, sizeof(*f.row)),
		.p = calloc(n + 1, sizeof(*f.p)),
	};
	json_t *row;
	int err = f.row && f.p ? 0 : -ENOMEM;

	if (!err) {
		gather(c, NULL, &f);
		err = adjust(&f);
	}
	for (i = 0; !err && i < n; i++) {
		row = json_array_get(c->comparisons, i);
		if (!waits(row) || !words_is(row, "role", "primary") ||
		    json_object_get(row, "p_adj"))
			continue;
		gather(c, row, &f);
		/* A p that does not exist makes no family. */
		if (f.nr)
			err = adjust(&f);
	}
	free(f.row);
	free(f.p);
	return err;
}

/* "0.999 to 1.012", with as many places as the width deserves. */
static void interval(const json_t *row, char *buf, size_t len)
{
	const json_t *ci = json_object_get(row, "ratio_ci");
	double lo = json_number_value(json_array_get(ci, 0));
	double hi = json_number_value(json_array_get(ci, 1));
	int places = 2;

	if (!json_is_array(ci)) {
		snprintf(buf, len, "no interval of it: %s",
			 *words_str(row, "ratio_why") ?
			 words_str(row, "ratio_why") : "no boot varies");
		return;
	}
	while (places < 6 && (hi - lo) * pow(10, places) < 10)
		places++;
	snprintf(buf, len, "95%% interval %.*f to %.*f", places, lo, places,
		 hi);
}

static double width(const json_t *row, const char *key)
{
	const json_t *ci = json_object_get(row, key);

	return json_is_array(ci) ?
	       json_number_value(json_array_get(ci, 1)) -
	       json_number_value(json_array_get(ci, 0)) : NAN;
}

/*
 * Of five boots the bootstrap's interval has about three quarters of the width
 * of the other, of many the same. Where it is far from either, the boots are
 * not what the formula takes them for.
 */
static bool bootstrap_differs(const json_t *row)
{
	double r = width(row, "ratio_boot") / width(row, "ratio_ci");

	return r < 0.4 || r > 1.25;
}

static const char *test_name(const json_t *row)
{
	return words_is(row, "test", "paired") ? "paired t" :
	       words_is(row, "test", "welch") ? "Welch" :
	       "exact permutation";
}

static const char *verdict_of(const struct cmp *c, const json_t *row,
			      double p, const char **how)
{
	double base = num(row, "base"), patched = num(row, "patched");
	double ratio = num(row, "ratio"), tost = num(row, "tost_p");
	bool relative = base > 0 && !isnan(ratio);

	if (base == patched && words_is(row, "test", "none")) {
		*how = "every boot reads the same";
		return "equivalent";
	}
	if (tost < ST_ALPHA) {
		*how = "inside the margin";
		return "equivalent";
	}
	if (!(p < ST_ALPHA)) {
		*how = "no difference found, and none excluded";
		return "inconclusive";
	}
	if (relative && fabs(ratio - 1) <= c->margin) {
		*how = "a difference, but not shown to be beyond the margin";
		return "inconclusive";
	}
	*how = words_direction(row);
	return judge_direction(words_str(row, "better"), base, patched);
}

static void judge(struct cmp *c, json_t *row)
{
	double p = num(row, "p_adj"), mde = num(row, "mde");
	const char *how, *verdict = verdict_of(c, row, p, &how);
	const char *extra = words_str(row, "why");
	char ci[200], text[200] = "", seen[80] = "", ratio[40];

	interval(row, ci, sizeof(ci));
	if (!isnan(p))
		snprintf(text, sizeof(text), ", p = %.2g (%s, %s)", p,
			 test_name(row), words_is(row, "adjust", "holm") ?
			 "Holm" : "Benjamini-Hochberg");
	if (!isnan(mde))
		snprintf(seen, sizeof(seen), "; could have seen %.2g%%",
			 100 * mde);
	if (isnan(num(row, "ratio")))
		snprintf(ratio, sizeof(ratio), "no ratio");
	else
		snprintf(ratio, sizeof(ratio), "ratio %.4f", num(row, "ratio"));
	json_object_set_new(row, "verdict", json_string(verdict));
	json_object_set_new(row, "why", json_sprintf("%s: %s, %s%s; margin "
		"%.3g%%%s%s%s%s", how, ratio, ci, text, 100 * c->margin, seen,
		bootstrap_differs(row) ? "; the bootstrap disagrees: look at "
		"the boots one by one" : "", *extra ? "; " : "", extra));
}

int noisy_judge(struct cmp *c)
{
	int err = adjust_all(c);
	size_t i;
	json_t *row;

	if (err)
		return err;
	json_array_foreach(c->comparisons, i, row)
		if (waits(row))
			judge(c, row);
	return 0;
}
