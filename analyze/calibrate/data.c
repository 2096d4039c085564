// SPDX-License-Identifier: GPL-2.0-only
/* calibrate_data.c - pairs of kernels that are known not to differ */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_sort_double.h>

#include "analyze/calibrate/calibrate.h"
#include "analyze/records/half.h"
#include "analyze/stats/infer.h"
#include "common/util.h"

int cal_sides(struct cal_side pair[2], size_t boots, size_t nr)
{
	memset(pair, 0, 2 * sizeof(*pair));
	for (int k = 0; k < 2; k++) {
		pair[k].all = calloc(nr + 1, sizeof(*pair[k].all));
		pair[k].boot = calloc(boots + 1, sizeof(*pair[k].boot));
		if (!pair[k].all || !pair[k].boot) {
			cal_sides_free(pair);
			return -ENOMEM;
		}
	}
	return 0;
}

void cal_sides_free(struct cal_side pair[2])
{
	for (int k = 0; k < 2; k++) {
		free(pair[k].all);
		free(pair[k].boot);
	}
}

static void draw_boot(gsl_rng *rng, const struct cal_noise *n, double mean,
		      struct cal_side *s)
{
	size_t each = n->runs * n->iterations;
	double *first = s->all + s->nr;

	mean += gsl_ran_gaussian_ziggurat(rng, n->boot);
	for (size_t r = 0; r < n->runs; r++) {
		double run = mean + gsl_ran_gaussian_ziggurat(rng, n->run);

		for (size_t i = 0; i < n->iterations; i++)
			s->all[s->nr++] = run +
				gsl_ran_gaussian_ziggurat(rng, n->iteration);
	}
	s->boot[s->boots++] = st_mean(first, each);
}

void cal_draw(gsl_rng *rng, const struct cal_noise *n,
	      struct cal_side pair[2])
{
	for (int k = 0; k < 2; k++)
		pair[k].nr = pair[k].boots = 0;
	for (size_t b = 0; b < n->boots; b++) {
		double mean = 1 + gsl_ran_gaussian_ziggurat(rng, n->drift);

		for (int k = 0; k < 2; k++)
			draw_boot(rng, n, mean, &pair[k]);
	}
	for (int k = 0; k < 2; k++)
		gsl_sort(pair[k].all, 1, pair[k].nr);
}

void cal_shift(struct cal_side pair[2], double by)
{
	for (size_t i = 0; i < pair[1].nr; i++)
		pair[1].all[i] += by;
	for (size_t i = 0; i < pair[1].boots; i++)
		pair[1].boot[i] += by;
}

double cal_difference(const struct cal_noise *n)
{
	double runs = (double)n->runs, each = runs * (double)n->iterations;
	double v = n->boot * n->boot + n->run * n->run / runs +
		   n->iteration * n->iteration / each;
	struct st_test t = {
		.se = sqrt(2 * v / (double)n->boots),
		.df = 2 * (double)n->boots - 2,
	};

	return st_mde(&t, 1, ST_ALPHA, ST_POWER);
}

/* ---- boots of records -------------------------------------------------- */

static int take_boots(const struct half *h, struct cal_metric *m)
{
	m->scenario = strdup(h->meta->scenario);
	m->metric = strdup(h->meta->metric);
	m->v = calloc(h->nr, sizeof(*m->v));
	m->nr = calloc(h->nr, sizeof(*m->nr));
	if (!m->scenario || !m->metric || !m->v || !m->nr)
		return -ENOMEM;
	m->boots = h->nr;
	for (size_t b = 0; b < h->nr; b++) {
		const struct bootval *boot = &h->v[b];
		size_t n = 0;

		for (size_t r = 0; r < boot->nr_runs; r++)
			n += boot->runs[r]->nr;
		m->v[b] = calloc(n + 1, sizeof(**m->v));
		if (!m->v[b])
			return -ENOMEM;
		for (size_t r = 0; r < boot->nr_runs; r++)
			for (size_t i = 0; i < boot->runs[r]->nr; i++)
				m->v[b][m->nr[b]++] = half_op(boot->runs[r],
						boot->runs[r]->values[i]);
		m->max += n;
	}
	return 0;
}

static int take_metrics(struct pair *c, struct cal_metric **m, size_t *nr)
{
	struct series_set set = { 0 };
	int err = series_build(c, &set);

	*m = calloc(set.nr + 1, sizeof(**m));
	if (!*m)
		err = -ENOMEM;
	for (size_t i = 0; !err && i < set.nr; i++) {
		struct half h;

		err = half_build(&h, &set.v[i], BASE);
		/* What repeats to the digit needs no test. */
		if (!err && h.meta && !h.na && !strcmp(h.meta->phase, "op") &&
		    h.nr >= 2 * ST_MIN_NOISY && half_odd_boot(&h) >= 0)
			err = take_boots(&h, &(*m)[(*nr)++]);
		half_free(&h);
	}
	series_free(&set);
	return err;
}

int cal_records(const char *path, const char *label, struct cal_metric **m,
		size_t *nr)
{
	struct pair c = { .health = json_object() };
	char err[512] = "";
	int ret = KPT_USAGE;

	*m = NULL;
	*nr = 0;
	if (ds_load(&c.ds, path, err, sizeof(err))) {
		kpt_error("%s", err);
		goto out;
	}
	ds_finish(&c.ds);
	if (side_pick(&c, &c.side[BASE], 0, label, "base", "label"))
		goto out;
	ret = KPT_FAIL;
	if (take_metrics(&c, m, nr))
		kpt_error("calibrate: out of memory");
	else if (!*nr)
		kpt_error("calibrate: %s: label \"%s\" has no cost that varies "
			  "over at least %d boots, to be split in two", path,
			  c.side[BASE].label, 2 * ST_MIN_NOISY);
	else
		ret = 0;
out:
	pair_free(&c);
	return ret;
}

void cal_records_free(struct cal_metric *m, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		for (size_t b = 0; m[i].v && b < m[i].boots; b++)
			free(m[i].v[b]);
		free(m[i].v);
		free(m[i].nr);
		free((char *)m[i].scenario);
		free((char *)m[i].metric);
	}
	free(m);
}

void cal_split(gsl_rng *rng, const struct cal_metric *m,
	       struct cal_side pair[2])
{
	size_t order[m->boots], half = m->boots / 2;

	for (size_t i = 0; i < m->boots; i++)
		order[i] = i;
	gsl_ran_shuffle(rng, order, m->boots, sizeof(*order));
	for (size_t k = 0; k < 2; k++) {
		struct cal_side *s = &pair[k];

		s->nr = 0;
		s->boots = half;
		/* Of an odd number of boots one is left out. */
		for (size_t i = 0; i < half; i++) {
			size_t b = order[k * half + i];

			memcpy(s->all + s->nr, m->v[b],
			       m->nr[b] * sizeof(*s->all));
			s->nr += m->nr[b];
			s->boot[i] = st_mean(m->v[b], m->nr[b]);
		}
		gsl_sort(s->all, 1, s->nr);
	}
}
