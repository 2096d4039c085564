// SPDX-License-Identifier: GPL-2.0-only
/* tell.c - intervals and the smallest effect, for a row's reader */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>

#include "analyze/stats/decide.h"
#include "analyze/stats/infer.h"
#include "analyze/stats/promise.h"
#include "analyze/stats/ratio.h"
#include "analyze/stats/stats.h"

static void around(double mid, double half, double out[2])
{
	out[0] = mid - half;
	out[1] = mid + half;
}

static double quantile(double level, double df)
{
	return gsl_cdf_tdist_Pinv(0.5 + level / 2, df);
}

/*
 * In standard errors of boots like these: what a comparison finds four times
 * out of five at the first step of the adjustment. Rows of one design and
 * family share it, so the last few are kept.
 */
static double seen_in_se(const struct st_row *r)
{
	static struct { size_t df, boots, tests; bool paired; double k; } kept[8];
	static size_t next;
	size_t boots = r->n[0] < r->n[1] ? r->n[0] : r->n[1];
	size_t df = r->paired ? boots - 1 : r->n[0] + r->n[1] - 2;
	size_t tests = r->tests ? r->tests : 1, i;

	for (i = 0; i < 8; i++)
		if (kept[i].df == df && kept[i].boots == boots &&
		    kept[i].tests == tests && kept[i].paired == r->paired)
			return kept[i].k;
	i = next++ % 8;
	kept[i].df = df;
	kept[i].boots = boots;
	kept[i].tests = tests;
	kept[i].paired = r->paired;
	kept[i].k = st_promise((double)df, boots, r->paired,
			       ST_ALPHA / (double)tests, ST_POWER);
	return kept[i].k;
}

/* Ten thousand times as much is no effect that boots can show. */
static double sane(double effect)
{
	return effect < 1e4 ? effect : NAN;
}

static void tell_groups(const struct st_row *r, double margin,
			struct st_told *out)
{
	const double *a = r->v[0], *b = r->v[1];
	struct st_test t;

	if (st_permute(a, r->n[0], b, r->n[1], &out->p_exact))
		out->p_exact = NAN;
	if (st_contrast(a, r->n[0], b, r->n[1], 1, &t))
		return;
	around(t.diff, quantile(ST_LEVEL, t.df) * t.se, out->diff);
	out->mde = seen_in_se(r) * t.se;
	if (r->units)
		return;
	out->mde = sane(margin + out->mde / r->mean[0]);
	out->unbounded = st_fieller(a, r->n[0], b, r->n[1], ST_LEVEL,
				    &out->ratio[0], &out->ratio[1]);
	if (out->unbounded ||
	    st_fieller(a, r->n[0], b, r->n[1], 1 - 2 * ST_ALPHA,
		       &out->ratio_tost[0], &out->ratio_tost[1]))
		out->ratio_tost[0] = out->ratio_tost[1] = NAN;
	if (out->unbounded)
		out->ratio[0] = out->ratio[1] = NAN;
}

static int tell_pairs(const struct st_row *r, double margin,
		      struct st_told *out)
{
	size_t n = r->n[0];
	double *d = malloc(n * sizeof(*d)), df = (double)n - 1, sd;
	struct st_test t;

	if (!d)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		d[i] = r->v[1][i] - r->v[0][i];
	sd = sqrt(st_var(d, n) / (double)n);
	if (sd > 0)
		around(r->diff, quantile(ST_LEVEL, df) * sd, out->diff);
	st_pair_diffs(r, d);
	if (st_permute_pairs(d, n, &out->p_exact))
		out->p_exact = NAN;
	if (r->by == ST_BY_PAIRED_T && !st_one_sample(d, n, 0, &t)) {
		out->mde = seen_in_se(r) * t.se;
		if (!r->units)
			out->mde = sane(expm1(log1p(margin) + out->mde));
		if (!r->units) {
			around(t.diff, quantile(ST_LEVEL, df) * t.se,
			       out->ratio);
			around(t.diff, quantile(1 - 2 * ST_ALPHA, df) * t.se,
			       out->ratio_tost);
			for (int i = 0; i < 2; i++) {
				out->ratio[i] = exp(out->ratio[i]);
				out->ratio_tost[i] = exp(out->ratio_tost[i]);
			}
		}
	}
	free(d);
	return 0;
}

int st_tell(const struct st_row *r, double margin, struct st_told *out)
{
	*out = (struct st_told){
		.diff = { NAN, NAN }, .ratio = { NAN, NAN },
		.ratio_tost = { NAN, NAN }, .mde = NAN, .p_exact = NAN,
	};
	if (r->verdict == ST_FEW)
		return 0;
	if (r->paired)
		return tell_pairs(r, margin, out);
	tell_groups(r, margin, out);
	return 0;
}
