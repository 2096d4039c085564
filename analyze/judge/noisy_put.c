// SPDX-License-Identifier: GPL-2.0-only
/* noisy_put.c - numbers, intervals and flags of a row whose boots vary */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/judge/noisy.h"
#include "analyze/stats/infer.h"
#include "analyze/stats/shape.h"

static const char *const method_name[] = {
	[ST_BY_NOTHING] = "none", [ST_BY_WELCH] = "welch",
	[ST_BY_PAIRED_T] = "paired", [ST_BY_SPLITS] = "permutation",
	[ST_BY_SIGNS] = "signs",
};

static void put_num(json_t *row, const char *key, double v)
{
	json_object_set_new(row, key, json_num(v));
}

static void put_pair(json_t *row, const char *key, const double v[2])
{
	json_object_set_new(row, key, isfinite(v[0]) && isfinite(v[1]) ?
			    json_pack("[o, o]", json_num(v[0]),
				      json_num(v[1])) : json_null());
}

/* Where the family has no p, neither has the row: no boot differs. */
static void put_tests(json_t *row, const struct st_row *r)
{
	bool some = r->by != ST_BY_NOTHING;

	json_object_set_new(row, "test", json_string(method_name[r->by]));
	json_object_set_new(row, "adjust", json_string(r->primary ? "holm" :
						       "bh"));
	json_object_set_new(row, "tests", json_integer((json_int_t)r->tests));
	put_num(row, "p", some ? r->p : NAN);
	put_num(row, "p_adj", some ? r->p_adj : NAN);
	put_num(row, "p_t", r->p_t);
	put_num(row, "p_beyond", some ? r->p_beyond : NAN);
	put_num(row, "p_beyond_adj", some ? r->p_beyond_adj : NAN);
	put_num(row, "tost_p", r->p_tost);
}

static int put_intervals(const struct cmp *c, json_t *row,
			 const struct st_row *r)
{
	struct st_told told;
	int err = st_tell(r, c->margin, &told);

	if (err)
		return err;
	put_num(row, "p_perm", told.p_exact);
	put_num(row, "margin", r->units ? NAN : c->margin);
	put_num(row, r->units ? "mde_diff" : "mde", told.mde);
	put_pair(row, "ci", told.diff);
	put_pair(row, "ratio_ci", told.ratio);
	put_pair(row, "ratio_tost_ci", told.ratio_tost);
	json_object_set_new(row, "ratio_by", json_string(r->paired ? "paired" :
							 "fieller"));
	if (told.unbounded)
		reason_add(row, REASON_no_ratio, json_pack("{s:s}", "what",
							   "not_told_from_0"));
	return 0;
}

/* A ratio of what is not above 0 means nothing: the unit is left. */
static void put_units(json_t *row, const struct noisy_row *x,
		      const struct st_row *r)
{
	for (int k = 0; x->cost && k < SIDES; k++)
		if (r->mean[k] < 0)
			reason_add(row, REASON_below_fixed,
				   json_pack("{s:s}", "side", side_name[k]));
	if (!reason_has(row, REASON_below_fixed))
		reason_add(row, REASON_no_ratio, json_pack("{s:s}", "what",
			r->mean[BASE] == 0 ? "zero" :
			!(r->mean[BASE] > 0) ? "not_above_0" :
			!(r->mean[PATCHED] > 0) ? "patched_not_above_0" :
			"boot_not_above_0"));
	reason_add(row, REASON_in_units, NULL);
}

static void put_lost(json_t *row, const struct noisy_row *x,
		     const struct st_row *r)
{
	size_t base = x->side[BASE].n, patched = x->side[PATCHED].n;
	size_t of = base > patched ? base : patched;
	size_t used = base - r->left_out[BASE];

	json_object_set_new(row, "pairs", json_pack("{s:I, s:I, s:I}",
		"used", (json_int_t)used,
		"left_out_base", (json_int_t)r->left_out[BASE],
		"left_out_patched", (json_int_t)r->left_out[PATCHED]));
	if (r->left_out[BASE] || r->left_out[PATCHED])
		reason_add(row, REASON_pairs_lost, json_pack("{s:I, s:I}",
			"used", (json_int_t)used, "of", (json_int_t)of));
}

/* Numbers of the boots or builds of @v that lie far from the others. */
static int flag_outliers(json_t *row, json_t *all, const char *what,
			 const char *name, const double *v, size_t n,
			 const long long *number)
{
	size_t *at = malloc((n + 1) * sizeof(*at));
	long nr = at ? st_outliers(v, n, at) : -ENOMEM;
	json_t *list = json_array();

	for (long i = 0; i < nr; i++)
		json_array_append_new(list, json_integer(number[at[i]]));
	if (nr > 0) {
		json_object_set(all, name, list);
		reason_add(row, REASON_outliers, json_pack("{s:s, s:O, s:s}",
			"side", name, "boots", list, "what", what));
	}
	json_decref(list);
	free(at);
	return nr < 0 ? (int)nr : 0;
}

static int flag_pairs(json_t *row, json_t *all, const struct st_row *r)
{
	size_t n = r->n[BASE];
	double *d = malloc((n + 1) * sizeof(*d));
	int err;

	if (!d)
		return -ENOMEM;
	st_pair_diffs(r, d);
	err = flag_outliers(row, all, noisy_what(r), "pairs", d, n,
			    r->number[BASE]);
	free(d);
	return err;
}

/* How many of each kernel it was decided by, where these are not boots. */
static void put_builds(json_t *row, const struct st_row *r)
{
	if (r->builds)
		json_object_set_new(row, "builds", json_pack("{s:I, s:I}",
			"base", (json_int_t)r->n[BASE],
			"patched", (json_int_t)r->n[PATCHED]));
}

/* Flags for a reader: no boot is left out because of one. */
static int put_flags(json_t *row, const struct noisy_row *x,
		     const struct st_row *r)
{
	json_t *outliers = json_object(), *modes = json_array();
	int err = r->paired ? flag_pairs(row, outliers, r) : 0;

	for (int k = 0; !err && k < SIDES; k++) {
		const double *v = r->builds ? r->v[k] : x->side[k].v;
		size_t n = r->builds ? r->n[k] : x->side[k].n;
		long lower = st_two_modes(v, n);

		if (!r->paired && lower >= 0)
			err = flag_outliers(row, outliers, noisy_what(r),
					    side_name[k], v, n, r->number[k]);
		if (lower < 0)
			err = (int)lower;
		if (lower <= 0)
			continue;
		json_array_append_new(modes, json_string(side_name[k]));
		reason_add(row, REASON_two_modes, json_pack(
			"{s:s, s:I, s:I, s:s}", "side", side_name[k],
			"lower", (json_int_t)lower, "of", (json_int_t)n,
			"what", noisy_what(r)));
	}
	json_object_set_new(row, "outliers", outliers);
	json_object_set_new(row, "two_modes", modes);
	return err;
}

int noisy_put(const struct cmp *c, const struct noisy_row *x,
	      const struct st_row *r)
{
	json_t *row = x->row;
	int err;

	for (int k = 0; k < SIDES; k++)
		put_num(row, side_name[k], r->mean[k]);
	put_num(row, "diff", r->diff);
	put_num(row, "ratio", r->ratio);
	json_object_set_new(row, "interleaved", json_boolean(r->paired));
	put_builds(row, r);
	if (r->paired)
		put_lost(row, x, r);
	if (r->n[BASE] && r->n[PATCHED] && r->units)
		put_units(row, x, r);
	if (r->verdict == ST_FEW)
		return 0;
	put_tests(row, r);
	err = put_intervals(c, row, r);
	return err ? err : put_flags(row, x, r);
}
