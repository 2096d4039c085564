// SPDX-License-Identifier: GPL-2.0-only
/* pilot.c - what a pilot tells: where the noise is, and how large */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/calibrate/pilot.h"
#include "analyze/stats/decide.h"

/* Some metric of the scenario is its time: the mean window of the pilot. */
static double window_of(const struct pair *c, const char *scenario)
{
	double sum = 0;
	size_t n = 0;

	for (size_t i = 0; i < c->side[BASE].nr; i++) {
		const struct ds_boot *b = c->side[BASE].boots[i];

		for (size_t j = 0; j < b->nr_samples; j++) {
			const struct ds_sample *s = &b->samples[j];

			if (s->nr && !strcmp(s->phase, "op") &&
			    !strcmp(s->unit, "ns") &&
			    !strcmp(s->scenario, scenario)) {
				sum += st_mean(s->values, s->nr);
				n++;
			}
		}
	}
	return n ? sum / (double)n / 1e9 : NAN;
}

/* A value a boot, as kptstat compare takes them. */
static int values_of(const struct half *h, struct half_values *out)
{
	return half_values(h, true, h->nr && h->v->build, out);
}

/* A level the pilot did not repeat says nothing: its share is the next's. */
static void decide(struct wish *w, const struct plan_cost *cost)
{
	const double *t2 = w->h.t2;
	double run = cost->run;

	for (int l = 0; l < ST_BUILD; l++)
		w->r[l] = 1;
	if (!isnan(w->window) && w->window > 0) {
		if (w->had[ST_RUN] > 1) {
			w->r[ST_ITERATION] = st_repetitions(w->window, run,
				t2[ST_ITERATION], t2[ST_RUN]);
			run += (double)w->r[ST_ITERATION] * w->window;
			w->r[ST_RUN] = st_repetitions(run, cost->boot,
						      t2[ST_RUN], t2[ST_BOOT]);
		} else {
			w->r[ST_ITERATION] = st_repetitions(w->window,
				cost->boot, t2[ST_ITERATION], t2[ST_BOOT]);
			run += (double)w->r[ST_ITERATION] * w->window;
		}
	}
	if (w->h.levels > ST_BUILD && w->had[ST_BOOT] > 1)
		w->r[ST_BOOT] = st_repetitions(cost->boot +
			(double)w->r[ST_RUN] * run, cost->build, t2[ST_BOOT],
			t2[ST_BUILD]);
}

/*
 * The variance of ln(patched / base) where the pilot has pairs, and df; else
 * twice that of one kernel's boots, as the two kernels' add up. What drifts
 * from boot to boot is in the latter, and pairs are rid of it: then less is
 * promised than is seen.
 */
static int noise_of(const struct pair *c, const struct series *sr,
		    const struct half *base, struct wish *w)
{
	struct half h = { 0 };
	struct half_values v[SIDES] = { 0 };
	struct st_row r = { 0 };
	int err = 0;

	w->var = 2 * w->h.s2[w->h.levels - 1] / (w->h.mean * w->h.mean);
	w->df = (double)w->had[w->h.levels - 1] - 1;
	if (!c->interleaved)
		return 0;
	err = half_build(&h, sr, PATCHED);
	if (!err)
		err = values_of(base, &v[BASE]);
	if (!err)
		err = values_of(&h, &v[PATCHED]);
	for (int k = 0; k < SIDES; k++)
		r.side[k] = half_boots(&v[k]);
	if (!err)
		err = st_decide(&r, 1, true, 0);
	if (!err && !r.units && r.n[BASE] > 1) {
		double *d = v[BASE].v;	/* as many as there are pairs, or more */

		st_pair_diffs(&r, d);
		w->var = st_var(d, r.n[BASE]);
		w->df = (double)r.n[BASE] - 1;
	}
	st_rows_free(&r, 1);
	for (int k = 0; k < SIDES; k++)
		half_values_free(&v[k]);
	half_free(&h);
	return err;
}

/* Will it be tested, that is, adjusted for? A state at boot is but once. */
static void count_test(const struct half *h, json_t *starts,
		       struct design *d)
{
	const struct ds_sample *m = h->meta;

	if (!m || h->na || !strcmp(m->phase, "drained") ||
	    (strcmp(m->class, "noisy") && half_odd_boot(h) < 0))
		return;
	if (!strcmp(m->phase, "start")) {
		if (json_object_get(starts, m->metric))
			return;
		json_object_set_new(starts, m->metric, json_true());
	}
	d->tests[m->primary]++;
}

static int one_wish(struct pair *c, const struct series *sr,
		    const struct half *h, const struct plan_cost *cost,
		    struct wish *w)
{
	int err;

	w->s = h->meta;
	err = half_hier(h, 0.95, w->had, &w->h);
	if (err)
		return err;
	w->window = window_of(c, h->meta->scenario);
	/* What does not vary needs no plan. */
	if (!(w->h.s2[w->h.levels - 1] > 0))
		return -EINVAL;
	decide(w, cost);
	return noise_of(c, sr, h, w);
}

int pilot_gather(struct pair *c, const struct series_set *set,
		 const struct plan_cost *cost, struct design *d,
		 struct wish *w, size_t *nr)
{
	json_t *starts = json_object();
	int err = 0;

	for (size_t i = 0; !err && i < set->nr; i++) {
		struct half h;

		err = half_build(&h, &set->v[i], BASE);
		if (!err)
			count_test(&h, starts, d);
		if (!err && h.meta && !h.na &&
		    !strcmp(h.meta->kind, "cost") &&
		    !strcmp(h.meta->phase, "op")) {
			err = one_wish(c, &set->v[i], &h, cost, &w[*nr]);
			*nr += !err;
			err = err == -EINVAL ? 0 : err;
		}
		half_free(&h);
	}
	json_decref(starts);
	return err;
}
