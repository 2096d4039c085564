// SPDX-License-Identifier: GPL-2.0-only
/*
 * family.c - verdicts of rows whose boots vary
 *
 * Many p-values are many chances to be wrong, so all rows of a comparison are
 * decided together: the primary metrics of all scenarios are one family, all
 * others are another. st_decide() does that, and is what kptstat calibrate
 * calls as well.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "analyze/judge/noisy.h"
#include "analyze/stats/infer.h"

/* The fewest boots a kernel whose smallest p survives so many tests. */
static size_t boots_needed(const struct st_row *r)
{
	size_t n = ST_MIN_NOISY;

	while ((r->paired ? ldexp(2, -(int)n) : st_permute_least(n, n)) *
	       (double)r->tests >= ST_ALPHA)
		n++;
	return n;
}

static void few_boots(json_t *row, const struct st_row *r, size_t need)
{
	reason_add(row, REASON_few_boots, json_pack("{s:I, s:I, s:I, s:s}",
		"base", (json_int_t)r->n[BASE],
		"patched", (json_int_t)r->n[PATCHED],
		"need", (json_int_t)need, "what", noisy_what(r)));
}

static const char *direction(const json_t *row, const struct st_row *r)
{
	double base = r->mean[BASE], patched = r->mean[PATCHED];

	/* Pairs are judged by their ratio, whose means may tell otherwise. */
	if (r->paired && !r->units)
		patched = base * r->ratio;
	return judge_direction(ds_str(row, "better"), base, patched);
}

static void put_why(json_t *row, const struct st_row *r)
{
	switch (r->why) {
	case ST_WHY_SAME:
		reason_add(row, REASON_same_values, NULL);
		break;
	case ST_WHY_NOTHING:
		reason_add(row, REASON_not_excluded, NULL);
		break;
	case ST_WHY_MARGIN:
		reason_add(row, REASON_straddles_margin, NULL);
		break;
	case ST_WHY_FAMILY:
		reason_add(row, REASON_many_tests, json_pack("{s:I}", "tests",
			(json_int_t)r->tests));
		break;
	case ST_WHY_LEAST_P:
		few_boots(row, r, boots_needed(r));
		break;
	case ST_WHY_CLEAR:
		if (!r->units)
			reason_add(row, r->verdict == ST_INSIDE ?
				   REASON_inside_margin :
				   REASON_beyond_margin, NULL);
		break;
	}
}

static void put_verdict(json_t *row, const struct st_row *r)
{
	const char *verdict = "inconclusive";

	switch (r->verdict) {
	case ST_FEW:
		few_boots(row, r, ST_MIN_NOISY);
		break;
	case ST_LESS:
	case ST_MORE:
		verdict = direction(row, r);
		break;
	case ST_INSIDE:
		verdict = "equivalent";
		break;
	case ST_STRADDLES:
		break;
	}
	json_object_set_new(row, "verdict", json_string(verdict));
	if (r->verdict != ST_FEW)
		put_why(row, r);
}

static int decide(struct cmp *c, struct st_row *rows)
{
	int err;

	for (size_t i = 0; i < c->nr_noisy; i++) {
		const struct noisy_row *x = &c->noisy[i];

		rows[i].primary = ds_is(x->row, "role", "primary");
		for (int k = 0; k < SIDES; k++)
			rows[i].side[k] = half_boots(&x->side[k]);
	}
	err = st_decide(rows, c->nr_noisy, c->p.interleaved, c->margin);
	for (size_t i = 0; !err && i < c->nr_noisy; i++) {
		err = noisy_put(c, &c->noisy[i], &rows[i]);
		put_verdict(c->noisy[i].row, &rows[i]);
	}
	return err;
}

int noisy_judge(struct cmp *c)
{
	struct st_row *rows = calloc(c->nr_noisy + 1, sizeof(*rows));
	int err = rows ? decide(c, rows) : -ENOMEM;

	if (rows)
		st_rows_free(rows, c->nr_noisy);
	free(rows);
	noisy_free(c);
	return err;
}
