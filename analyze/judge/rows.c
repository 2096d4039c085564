// SPDX-License-Identifier: GPL-2.0-only
/* rows.c - one comparison from one series */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/judge/compare.h"
#include "analyze/records/half.h"
#include "analyze/stats/infer.h"
#include "common/util.h"

static json_t *vector(const double *v, size_t n)
{
	json_t *arr = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(arr, json_num(v[i]));
	return arr;
}

static void put_ladder(json_t *row, const struct half h[SIDES], char *extra,
		       size_t len)
{
	json_t *ladder = json_object();
	double worst = 0;
	size_t used;

	for (int k = 0; k < SIDES; k++) {
		const struct bootval *b = &h[k].v[0];
		json_t *side = json_object();

		json_object_set_new(side, "n", vector(b->x, b->n));
		json_object_set_new(side, "value", vector(b->y, b->n));
		json_object_set_new(side, "alpha", json_num(b->line.alpha));
		json_object_set_new(side, "beta", json_num(b->value));
		json_object_set_new(side, "residual",
				    json_num(b->line.residual));
		json_object_set_new(ladder, side_name[k], side);
		if (b->line.residual > worst)
			worst = b->line.residual;
	}
	json_object_set_new(row, "ladder", ladder);
	if (worst == 0)
		return;
	used = strlen(extra);
	snprintf(extra + used, len - used, "%sresidual up to %.4g %s: %s",
		 used ? "; " : "", worst, h[BASE].meta->unit,
		 !strcmp(h[BASE].meta->kind, "memory") ?
		 "memory is taken in whole slabs or pages" :
		 "not proportional to what is held");
}

static void put_demoted(struct cmp *c, json_t *row, const struct half h[SIDES],
			char *why, size_t len)
{
	const struct ds_sample *m = h[BASE].meta;

	why[0] = '\0';
	for (int k = 0; k < SIDES; k++) {
		long odd = half_odd_boot(&h[k]);
		const struct bootval *b;
		size_t used = strlen(why);

		if (odd < 0)
			continue;
		b = &h[k].v[odd];
		snprintf(why + used, len - used, "%sboot %lld of %s differs: "
			 "%.10g against %.10g", used ? "; " : "", b->boot,
			 side_name[k], b->value, h[k].v[odd ? 0 : 1].value);
	}
	if (!strcmp(m->class, "exact"))
		health_add(&c->p, "demoted", json_pack("{s:s, s:s, s:s, s:s}",
			   "scenario", m->scenario, "metric", m->metric,
			   "phase", m->phase, "why", why));
	json_object_set_new(row, "demoted",
			    json_boolean(!strcmp(m->class, "exact")));
}

/*
 * The rung where two ladders of the same slope differ most; of several, the
 * one with the most held.
 */
static bool widest_rung(const struct bootval *x, const struct bootval *y,
			size_t *at)
{
	double most = 0;

	for (size_t i = 0; i < x->n && i < y->n; i++) {
		double d = fabs(y->y[i] - x->y[i]);

		if (x->x[i] != y->x[i] || d == 0 || d < most)
			continue;
		most = d;
		*at = i;
	}
	return most > 0;
}

static void put_exact(json_t *row, const struct half h[SIDES],
		      const char *extra)
{
	const struct bootval *x = &h[BASE].v[0], *y = &h[PATCHED].v[0];
	double a = x->value, b = y->value, diff = b - a;
	size_t at = 0;

	json_object_set_new(row, "base", json_num(a));
	json_object_set_new(row, "patched", json_num(b));
	/* Counts are subtracted before they are divided: nothing is rounded. */
	if (x->den > 0 && x->den == y->den)
		diff = (y->num - x->num) / x->den;
	json_object_set_new(row, "diff", json_num(diff));
	json_object_set_new(row, "ratio", json_num(b / a));
	if (h[BASE].nr < ST_MIN_EXACT || h[PATCHED].nr < ST_MIN_EXACT) {
		char why[1024];

		snprintf(why, sizeof(why), "too few boots: %zu of base and %zu "
			 "of patched, an exact metric needs %d of each%s%s",
			 h[BASE].nr, h[PATCHED].nr, ST_MIN_EXACT,
			 extra[0] ? "; " : "", extra);
		json_object_set_new(row, "verdict",
				    json_string("inconclusive"));
		json_object_set_new(row, "why", json_string(why));
		return;
	}
	if (a == b && widest_rung(x, y, &at)) {
		char text[800];

		snprintf(text, sizeof(text), "the same for each one more, but "
			 "at %.6g held %.6g against %.6g %s%s%s", x->x[at],
			 x->y[at], y->y[at], h[BASE].meta->unit,
			 extra[0] ? "; " : "", extra);
		json_object_set_new(row, "at", json_pack("{s:o, s:o, s:o, s:o}",
			"n", json_num(x->x[at]), "base", json_num(x->y[at]),
			"patched", json_num(y->y[at]),
			"diff", json_num(y->y[at] - x->y[at])));
		judge_row(row, x->y[at], y->y[at], text);
		return;
	}
	judge_row(row, a, b, extra);
}

static void put_na(struct cmp *c, json_t *row, const struct half h[SIDES])
{
	char why[600] = "";

	for (int k = 0; k < SIDES; k++) {
		size_t used = strlen(why);
		const char *na = h[k].na;

		if (!na && !h[k].meta)
			na = "not measured";
		if (!na)
			continue;
		if (k && h[0].na && !strcmp(h[0].na, na)) {
			snprintf(why, sizeof(why), "%s", na);
			continue;
		}
		snprintf(why + used, sizeof(why) - used, "%s%s: %.250s",
			 used ? "; " : "", side_name[k], na);
	}
	/* What one kernel has and the other has not must not go unseen. */
	if (!h[BASE].meta || !h[PATCHED].meta)
		health_add(&c->p, "missing", json_pack("{s:s, s:s, s:s, s:s}",
			"scenario", ds_str(row, "scenario"),
			"metric", ds_str(row, "metric"),
			"phase", ds_str(row, "phase"), "side",
			side_name[h[BASE].meta ? PATCHED : BASE]));
	for (int k = 0; k < SIDES; k++)
		if (h[k].nr && !h[k].na)
			json_object_set_new(row, side_name[k],
					    json_num(h[k].v[0].value));
	json_object_set_new(row, "verdict", json_string("n/a"));
	json_object_set_new(row, "why", json_string(why));
}

static json_t *new_row(struct cmp *c, const struct series *sr,
		       const struct half h[SIDES])
{
	const struct ds_sample *m = h[BASE].meta ? h[BASE].meta :
						   h[PATCHED].meta;
	const json_t *env = c->p.side[BASE].env;
	json_t *row = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s,"
		" s:s, s:s, s:s, s:s, s:s, s:n, s:n, s:n, s:n, s:n, s:n,"
		" s:{s:I, s:I}, s:s, s:s}",
		"arch", ds_str(env, "arch"),
		"config", ds_str(env, "config_name"),
		"group", sr->group, "scenario", m->scenario,
		"params", m->params, "phase", m->phase, "metric", m->metric,
		"role", m->primary ? "primary" : "secondary",
		"kind", m->kind, "unit", m->unit,
		"per", !strcmp(m->phase, "start") ? "" : m->per,
		"source", m->source, "class", m->class, "better", m->better,
		"base", "patched", "diff", "ratio", "ci", "p",
		"boots", "base", (json_int_t)h[BASE].nr,
		"patched", (json_int_t)h[PATCHED].nr,
		"verdict", "", "why", "");

	return row;
}

static void put_boots(json_t *row, const struct half h[SIDES])
{
	json_t *values = json_object(), *means = json_object();
	bool have_mean = false;

	for (int k = 0; k < SIDES; k++) {
		json_t *v = json_array(), *m = json_array();

		for (size_t i = 0; i < h[k].nr; i++) {
			json_array_append_new(v, json_num(h[k].v[i].value));
			json_array_append_new(m, json_num(h[k].v[i].mean));
			have_mean |= h[k].v[i].has_mean;
		}
		json_object_set_new(values, side_name[k], v);
		json_object_set_new(means, side_name[k], m);
	}
	json_object_set_new(row, "boot_values", values);
	if (have_mean)
		json_object_set_new(row, "boot_means", means);
	else
		json_decref(means);
}

static int one_row(struct cmp *c, const struct series *sr)
{
	struct half h[SIDES];
	char extra[512] = "";
	json_t *row = NULL;
	int err = half_build(&h[BASE], sr, BASE);

	memset(&h[PATCHED], 0, sizeof(h[PATCHED]));
	if (!err)
		err = half_build(&h[PATCHED], sr, PATCHED);
	if (!err) {
		row = new_row(c, sr, h);
		if (!row)
			err = -ENOMEM;
	}
	if (err)
		goto out;
	if (h[BASE].na || h[PATCHED].na || !h[BASE].nr || !h[PATCHED].nr) {
		put_na(c, row, h);
	} else {
		bool noisy = !strcmp(h[BASE].meta->class, "noisy") ||
			     !strcmp(h[PATCHED].meta->class, "noisy");

		put_boots(row, h);
		if (!noisy && (half_odd_boot(&h[BASE]) >= 0 ||
			       half_odd_boot(&h[PATCHED]) >= 0)) {
			noisy = true;
			put_demoted(c, row, h, extra, sizeof(extra));
		}
		json_object_set_new(row, "class", json_string(noisy ? "noisy"
							      : "exact"));
		if (h[BASE].v[0].n && h[PATCHED].v[0].n)
			put_ladder(row, h, extra, sizeof(extra));
		if (noisy)
			err = noisy_measure(c, row, h, extra);
		else
			put_exact(row, h, extra);
	}
	if (!err)
		err = json_array_append(c->comparisons, row) ? -ENOMEM : 0;
out:
	json_decref(row);
	half_free(&h[BASE]);
	half_free(&h[PATCHED]);
	return err;
}

static const struct ds_sample *meta_of(const struct series *sr)
{
	return sr->nr[BASE] ? sr->obs[BASE][0].s : sr->obs[PATCHED][0].s;
}

/* The state before the first scenario is the state at boot; one is enough. */
static bool is_later_start(const struct series_set *set, size_t at)
{
	const struct ds_sample *m = meta_of(&set->v[at]);

	for (size_t i = 0; i < at; i++) {
		const struct ds_sample *o = meta_of(&set->v[i]);

		if (!strcmp(o->phase, "start") &&
		    !strcmp(o->metric, m->metric) &&
		    !strcmp(set->v[i].group, set->v[at].group))
			return true;
	}
	return false;
}

int rows_build(struct cmp *c, const struct series_set *set)
{
	long long drained = 0;
	int err;

	for (size_t i = 0; i < set->nr; i++) {
		const struct ds_sample *m = meta_of(&set->v[i]);

		if (!strcmp(m->phase, "drained")) {
			leaks_find(c, &set->v[i]);
			drained += (long long)(set->v[i].nr[BASE] +
					       set->v[i].nr[PATCHED]);
			continue;
		}
		if (!strcmp(m->phase, "start") && is_later_start(set, i))
			continue;
		err = one_row(c, &set->v[i]);
		if (err)
			return err;
	}
	json_object_set_new(c->p.health, "drained_readings",
			    json_integer(drained));
	err = noisy_judge(c);
	if (!err)
		judge_shifts(c);
	return err;
}
