// SPDX-License-Identifier: GPL-2.0-only
/* decide.c - rows into families, and adjusted p-values into verdicts */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "analyze/stats/decide.h"
#include "analyze/stats/infer.h"
#include "analyze/stats/stats.h"

static long partner(const struct st_boots *s, long long boot, size_t guess)
{
	if (guess < s->n && s->boot[guess] == boot)
		return (long)guess;
	for (size_t i = 0; i < s->n; i++)
		if (s->boot[i] == boot)
			return (long)i;
	return -1;
}

static long long number_of(const struct st_boots *s, size_t i)
{
	return s->build ? s->build[i] : s->boot[i];
}

/* Boots without a partner tell nothing about a difference within pairs. */
static void take_pairs(struct st_row *r)
{
	const struct st_boots *a = &r->side[0], *b = &r->side[1];
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++) {
		long at = partner(b, a->boot[i], i);

		if (at < 0)
			continue;
		for (int k = 0; k < 2; k++)
			r->number[k][n] = number_of(a, i);
		r->v[0][n] = a->v[i];
		r->v[1][n++] = b->v[at];
	}
	for (int k = 0; k < 2; k++) {
		r->n[k] = n;
		r->left_out[k] = r->side[k].n - n;
	}
}

static void take_all(struct st_row *r)
{
	for (int k = 0; k < 2; k++) {
		r->n[k] = r->side[k].n;
		for (size_t i = 0; i < r->n[k]; i++) {
			r->v[k][i] = r->side[k].v[i];
			r->number[k][i] = number_of(&r->side[k], i);
		}
	}
}

/* Values of one number become their mean, in the order of the first of them. */
static int mean_of_each(double *v, long long *number, size_t *n)
{
	size_t *boots = calloc(*n + 1, sizeof(*boots)), m = 0, j;

	if (!boots)
		return -ENOMEM;
	for (size_t i = 0; i < *n; i++) {
		double x = v[i];

		for (j = 0; j < m && number[j] != number[i];)
			j++;
		if (j == m) {
			number[m] = number[i];
			v[m++] = 0;
		}
		v[j] += x;
		boots[j]++;
	}
	for (j = 0; j < m; j++)
		v[j] /= (double)boots[j];
	free(boots);
	*n = m;
	return 0;
}

static int take_boots(struct st_row *r, bool in_turn)
{
	int err = 0;

	for (int k = 0; k < 2; k++) {
		r->v[k] = malloc((r->side[k].n + 1) * sizeof(double));
		r->number[k] = malloc((r->side[k].n + 1) *
				      sizeof(*r->number[k]));
		if (!r->v[k] || !r->number[k])
			return -ENOMEM;
	}
	r->paired = in_turn;
	if (in_turn)
		take_pairs(r);
	else
		take_all(r);
	r->builds = r->side[0].build && r->side[1].build;
	for (int k = 0; r->builds && !err && k < 2; k++)
		err = mean_of_each(r->v[k], r->number[k], &r->n[k]);
	if (err)
		return err;
	for (int k = 0; k < 2; k++) {
		r->mean[k] = st_mean(r->v[k], r->n[k]);
		r->units |= !(r->mean[k] > 0);
		for (size_t i = 0; r->paired && i < r->n[k]; i++)
			r->units |= !(r->v[k][i] > 0);
	}
	r->diff = r->mean[1] - r->mean[0];
	r->ratio = r->units ? NAN : r->mean[1] / r->mean[0];
	r->p = r->p_t = r->p_beyond = r->p_tost = NAN;
	r->p_adj = r->p_beyond_adj = NAN;
	return 0;
}

static bool enough(const struct st_row *r)
{
	return r->n[0] >= ST_MIN_NOISY && r->n[1] >= ST_MIN_NOISY;
}

/* Both p-values of the rows of one family, adjusted for their number. */
static int adjust(struct st_row *rows, size_t n, bool primary)
{
	double *p = malloc((2 * n + 1) * sizeof(*p)), *beyond = p + n;
	size_t m = 0;
	int err = p ? 0 : -ENOMEM;

	for (size_t i = 0; !err && i < n; i++)
		if (rows[i].primary == primary && enough(&rows[i])) {
			p[m] = rows[i].p;
			beyond[m++] = rows[i].p_beyond;
		}
	if (!err)
		err = primary ? st_holm(p, m, p) : st_bh(p, m, p);
	if (!err)
		err = primary ? st_holm(beyond, m, beyond) :
				st_bh(beyond, m, beyond);
	m = 0;
	for (size_t i = 0; !err && i < n; i++)
		if (rows[i].primary == primary && enough(&rows[i])) {
			rows[i].p_adj = p[m];
			rows[i].p_beyond_adj = beyond[m++];
		}
	free(p);
	return err;
}

static double least_p(const struct st_row *r)
{
	return r->by == ST_BY_SPLITS ? st_permute_least(r->n[0], r->n[1]) :
	       r->by == ST_BY_SIGNS ? ldexp(2, -(int)r->n[0]) : 0;
}

static void judge(struct st_row *r)
{
	r->why = ST_WHY_CLEAR;
	if (r->by == ST_BY_NOTHING) {
		r->verdict = ST_INSIDE;
		r->why = ST_WHY_SAME;
	} else if (r->clear_of_margin && r->p_beyond_adj < ST_ALPHA) {
		r->verdict = r->diff > 0 ? ST_MORE : ST_LESS;
		/* Means of pairs may lie the other way round than ratios. */
		if (r->paired && !r->units)
			r->verdict = r->ratio > 1 ? ST_MORE : ST_LESS;
	} else if (r->p_tost < ST_ALPHA) {
		r->verdict = ST_INSIDE;
	} else {
		r->verdict = ST_STRADDLES;
		r->why = least_p(r) * (double)r->tests >= ST_ALPHA ?
			 ST_WHY_LEAST_P :
			 r->clear_of_margin ? ST_WHY_FAMILY :
			 r->p_adj < ST_ALPHA ? ST_WHY_MARGIN : ST_WHY_NOTHING;
	}
}

int st_decide(struct st_row *rows, size_t n, bool in_turn, double margin)
{
	size_t members[2] = { 0 };
	int err = 0;

	for (size_t i = 0; !err && i < n; i++) {
		err = take_boots(&rows[i], in_turn);
		members[rows[i].primary] += !err && enough(&rows[i]);
	}
	for (size_t i = 0; !err && i < n; i++) {
		rows[i].tests = members[rows[i].primary];
		if (enough(&rows[i]))
			err = st_row_test(&rows[i], margin);
	}
	for (int primary = 0; !err && primary < 2; primary++)
		err = adjust(rows, n, primary);
	for (size_t i = 0; !err && i < n; i++)
		if (enough(&rows[i]))
			judge(&rows[i]);
		else
			rows[i].verdict = ST_FEW;
	return err;
}

void st_rows_free(struct st_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (int k = 0; k < 2; k++) {
			free(rows[i].number[k]);
			rows[i].number[k] = NULL;
			free(rows[i].v[k]);
			rows[i].v[k] = NULL;
		}
}
