// SPDX-License-Identifier: GPL-2.0-only
/* rollup.c - the costs of a summary as one ratio */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/summary/rollup.h"

/**
 * struct sums - sums of logarithms over rows, a boot each
 * @nr:	boots of base and of patched
 */
struct sums {
	double *v[2];
	size_t nr[2], rows;
	bool paired;
};

static bool has_ratio(const struct row *row)
{
	return row_judged(row) && row->verdict != VERDICT_UNRESOLVED &&
	       !row_has(row, REASON_below_fixed) &&
	       row->value[ROW_BASE] > 0 && row->value[ROW_PATCHED] > 0;
}

static bool above_0(const struct vec *v, size_t n)
{
	if (!n || v->nr != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!(v->v[i] > 0))
			return false;
	return true;
}

/* Rows of other boots than the first row's are not of the same mean. */
static bool add_boots(struct sums *s, const struct row *row)
{
	const struct vec *v[2] = { row_boots(row, BASE),
				   row_boots(row, PATCHED) };
	bool paired = row->paired && v[0]->nr == v[1]->nr;

	for (int k = 0; k < 2 && !s->rows; k++) {
		free(s->v[k]);
		s->nr[k] = v[k]->nr;
		s->v[k] = calloc(s->nr[k] + 1, sizeof(*s->v[k]));
		s->paired = paired;
	}
	if (!s->v[0] || !s->v[1] || paired != s->paired ||
	    !above_0(v[0], s->nr[0]) || !above_0(v[1], s->nr[1]))
		return false;
	for (int k = 0; k < 2; k++)
		for (size_t i = 0; i < s->nr[k]; i++)
			s->v[k][i] += log(v[k]->v[i]);
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

static bool is_noisy(const struct row *row)
{
	return row->class == CLASS_NOISY;
}

bool rollup_rows(const void *const *rows, size_t n, struct rollup *out)
{
	bool noisy = n && is_noisy(rows[0]), found;
	struct sums s = { .rows = 0 };
	double sum = 0;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < n; i++) {
		const struct row *row = rows[i];

		if (!has_ratio(row) || (noisy && !add_boots(&s, row))) {
			out->left++;
			continue;
		}
		out->rows++;
		sum += log(row->value[ROW_PATCHED] / row->value[ROW_BASE]);
	}
	out->mean = (struct st_rollup){ exp(sum / (double)out->rows), NAN,
					NAN };
	found = noisy ? noisy_mean(&s, out) : out->rows >= ROLLUP_LEAST;
	free(s.v[0]);
	free(s.v[1]);
	return found;
}
