// SPDX-License-Identifier: GPL-2.0-only
/* rollup.c - the costs of a summary as one ratio */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/judge/reason.h"
#include "analyze/summary/rollup.h"
#include "analyze/summary/row.h"

/**
 * struct sums - sums of logarithms over rows, a boot each
 * @nr:	boots of base and of patched
 */
struct sums {
	double *v[2];
	size_t nr[2], rows;
	bool paired;
};

static bool has_ratio(const json_t *row)
{
	return row_judged(row) && !ds_is(row, "verdict", "unresolved") &&
	       !reason_has(row, REASON_below_fixed) &&
	       ds_real(row, "base") > 0 && ds_real(row, "patched") > 0;
}

static bool above_0(const json_t *v, size_t n)
{
	size_t i;
	json_t *e;

	if (!n || json_array_size(v) != n)
		return false;
	json_array_foreach((json_t *)v, i, e)
		if (!(json_number_value(e) > 0))
			return false;
	return true;
}

/* Rows of other boots than the first row's are not of the same mean. */
static bool add_boots(struct sums *s, const json_t *row)
{
	const json_t *v[2] = { row_boots(row, "base"),
			       row_boots(row, "patched") };
	bool paired = json_is_true(json_object_get(row, "interleaved")) &&
		      json_array_size(v[0]) == json_array_size(v[1]);

	for (int k = 0; k < 2 && !s->rows; k++) {
		free(s->v[k]);
		s->nr[k] = json_array_size(v[k]);
		s->v[k] = calloc(s->nr[k] + 1, sizeof(*s->v[k]));
		s->paired = paired;
	}
	if (!s->v[0] || !s->v[1] || paired != s->paired ||
	    !above_0(v[0], s->nr[0]) || !above_0(v[1], s->nr[1]))
		return false;
	for (int k = 0; k < 2; k++)
		for (size_t i = 0; i < s->nr[k]; i++)
			s->v[k][i] +=
				log(json_number_value(json_array_get(v[k], i)));
	s->rows++;
	return true;
}

static bool noisy_mean(struct sums *s, struct rollup *out)
{
	if (s->rows < ROLLUP_LEAST)
		return false;
	for (int k = 0; k < 2; k++)
		for (size_t i = 0; i < s->nr[k]; i++)
			s->v[k][i] /= (double)s->rows;
	out->boots = s->nr[s->nr[1] < s->nr[0]];
	return !st_rollup(s->v[0], s->nr[0], s->v[1], s->nr[1], s->paired, 0.95,
			  &out->mean);
}

bool rollup_rows(const json_t *rows, struct rollup *out)
{
	bool noisy = ds_is(json_array_get(rows, 0), "class", "noisy"), found;
	struct sums s = { .rows = 0 };
	double sum = 0;
	size_t i;
	json_t *row;

	memset(out, 0, sizeof(*out));
	json_array_foreach((json_t *)rows, i, row) {
		if (!has_ratio(row) || (noisy && !add_boots(&s, row))) {
			out->left++;
			continue;
		}
		out->rows++;
		sum += log(ds_real(row, "patched") / ds_real(row, "base"));
	}
	out->mean = (struct st_rollup){ exp(sum / (double)out->rows), NAN,
					NAN };
	found = noisy ? noisy_mean(&s, out) : out->rows >= ROLLUP_LEAST;
	free(s.v[0]);
	free(s.v[1]);
	return found;
}
