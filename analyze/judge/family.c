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

#include "analyze/judge/row.h"
#include "analyze/stats/infer.h"

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
		    ds_is(row, "role", "primary") != (lead != NULL))
			continue;
		if (lead && (!ds_is(row, "scenario",
				       ds_str(lead, "scenario")) ||
			     !ds_is(row, "group", ds_str(lead, "group"))))
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

		if (!ds_is(row, "test", "welch") || isnan(p) ||
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
		if (!waits(row) || !ds_is(row, "role", "primary") ||
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

static const char *verdict_of(const struct cmp *c, const json_t *row,
			      double p, enum kpt_reason *how)
{
	double base = num(row, "base"), patched = num(row, "patched");
	double ratio = num(row, "ratio"), tost = num(row, "tost_p");
	bool relative = base > 0 && !isnan(ratio);

	if (base == patched && ds_is(row, "test", "none")) {
		*how = REASON_same_values;
		return "equivalent";
	}
	if (tost < ST_ALPHA) {
		*how = REASON_inside_margin;
		return "equivalent";
	}
	if (!(p < ST_ALPHA)) {
		*how = REASON_not_excluded;
		return "inconclusive";
	}
	if (relative && fabs(ratio - 1) <= c->margin) {
		*how = REASON_straddles_margin;
		return "inconclusive";
	}
	*how = REASON_beyond_margin;
	return judge_direction(ds_str(row, "better"), base, patched);
}

static void judge(struct cmp *c, json_t *row)
{
	enum kpt_reason how;
	const char *verdict = verdict_of(c, row, num(row, "p_adj"), &how);

	json_object_set_new(row, "verdict", json_string(verdict));
	reason_add(row, how, NULL);
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
