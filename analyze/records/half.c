// SPDX-License-Identifier: GPL-2.0-only
/*
 * half.c - one side of a series as one value a boot
 *
 * An `op` sample gives, a boot, (median - fixed) / n / scale. The median of
 * the windows keeps a timer tick that falls into one of them out of the
 * number; the mean is kept beside it. A `held` ladder gives the slope of its
 * line. Either way one number a boot, and boots are never pooled. A scenario
 * that is done several times in a boot has a sample a run; the boot's value is
 * the mean of its runs.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/records/half.h"
#include "common/util.h"

static void free_boot(struct bootval *b)
{
	free(b->x);
	free(b->y);
	free(b->rung);
	free(b->runs);
}

void half_free(struct half *h)
{
	for (size_t i = 0; i < h->nr; i++)
		free_boot(&h->v[i]);
	free(h->v);
}

static int add(const struct ds_sample ***list, size_t *nr,
	       const struct ds_sample *s)
{
	void *p = kpt_room(*list, *nr, sizeof(**list));

	if (!p)
		return -ENOMEM;
	*list = p;
	(*list)[(*nr)++] = s;
	return 0;
}

/* By what is held; of as many, in the order they were recorded. */
static int by_n(const void *a, const void *b)
{
	const struct ds_sample *x = *(const struct ds_sample *const *)a;
	const struct ds_sample *y = *(const struct ds_sample *const *)b;

	return x->n != y->n ? (x->n > y->n) - (x->n < y->n) :
			      (x > y) - (x < y);
}

static int take_rungs(struct bootval *b)
{
	b->x = malloc(b->n * sizeof(*b->x));
	b->y = malloc(b->n * sizeof(*b->y));
	if (!b->x || !b->y)
		return -ENOMEM;
	qsort(b->rung, b->n, sizeof(*b->rung), by_n);
	for (size_t i = 0; i < b->n; i++) {
		b->x[i] = (double)b->rung[i]->n;
		b->y[i] = st_median(b->rung[i]->values, b->rung[i]->nr);
	}
	return 0;
}

/* Samples of a series come boot by boot. */
static struct bootval *boot_of(struct half *h, const struct obs *o)
{
	void *p;

	if (h->nr && h->v[h->nr - 1].boot == o->boot)
		return &h->v[h->nr - 1];
	p = kpt_room(h->v, h->nr, sizeof(*h->v));
	if (!p)
		return NULL;
	h->v = p;
	memset(&h->v[h->nr], 0, sizeof(*h->v));
	h->v[h->nr].boot = o->boot;
	h->v[h->nr].layout = o->layout;
	h->v[h->nr].build = o->build;
	return &h->v[h->nr++];
}

/*
 * Runs of as many operations have one divisor, so that sums stay integers and
 * an exact difference is not rounded; runs of other windows have each its own.
 */
static bool one_divisor(const struct bootval *b)
{
	for (size_t i = 1; i < b->nr_runs; i++)
		if (b->runs[i]->n != b->runs[0]->n ||
		    b->runs[i]->scale != b->runs[0]->scale)
			return false;
	return true;
}

static void take_runs(struct bootval *b)
{
	double runs = (double)b->nr_runs;
	bool one = one_divisor(b);

	b->has_mean = true;
	b->den = one ? (double)b->runs[0]->n * b->runs[0]->scale : 1;
	for (size_t i = 0; i < b->nr_runs; i++) {
		const struct ds_sample *s = b->runs[i];
		double window = st_median(s->values, s->nr);

		b->num += (one ? window - s->fixed : half_op(s, window)) / runs;
		b->mean += half_op(s, st_mean(s->values, s->nr)) / runs;
	}
	b->value = b->num / b->den;
}

/* A boot that measured only a part of it has no value; it is not counted. */
static void drop_parts(struct half *h)
{
	size_t kept = 0;

	for (size_t i = 0; i < h->nr; i++) {
		if (h->v[i].part)
			free_boot(&h->v[i]);
		else
			h->v[kept++] = h->v[i];
	}
	h->nr = kept;
}

int half_build(struct half *h, const struct series *sr, int k)
{
	memset(h, 0, sizeof(*h));
	for (size_t i = 0; i < sr->nr[k]; i++) {
		const struct ds_sample *s = sr->obs[k][i].s;
		struct bootval *b;

		if (!h->meta)
			h->meta = s;
		if (s->na)
			h->na = s->na;
		b = boot_of(h, &sr->obs[k][i]);
		if (!b)
			return -ENOMEM;
		b->part |= s->na != NULL;
		if (s->na)
			continue;
		if (!strcmp(s->phase, "held")) {
			if (add(&b->rung, &b->n, s))
				return -ENOMEM;
		} else if (!strcmp(s->phase, "op")) {
			if (add(&b->runs, &b->nr_runs, s))
				return -ENOMEM;
		} else {
			b->value = st_median(s->values, s->nr);
		}
	}
	drop_parts(h);
	for (size_t i = 0; i < h->nr; i++) {
		struct bootval *b = &h->v[i];

		if (b->nr_runs)
			take_runs(b);
		if (!b->n)
			continue;
		if (take_rungs(b))
			return -ENOMEM;
		if (st_line(b->x, b->y, b->n, &b->line))
			h->bad_line = true;
		b->value = b->line.beta / h->meta->scale;
	}
	return 0;
}

int half_values(const struct half *h, bool mean, bool builds,
		struct half_values *out)
{
	*out = (struct half_values){
		.v = calloc(h->nr + 1, sizeof(*out->v)),
		.boot = calloc(h->nr + 1, sizeof(*out->boot)),
		.build = builds ? calloc(h->nr + 1, sizeof(*out->build)) : NULL,
		.n = h->nr,
	};
	if (!out->v || !out->boot || (builds && !out->build))
		return -ENOMEM;
	for (size_t i = 0; i < h->nr; i++) {
		const struct bootval *b = &h->v[i];

		out->v[i] = mean && b->has_mean ? b->mean : b->value;
		out->boot[i] = b->boot;
		if (builds)
			out->build[i] = b->build;
	}
	return 0;
}

void half_values_free(struct half_values *x)
{
	free(x->v);
	free(x->boot);
	free(x->build);
}

static bool same_windows(const struct ds_sample *a, const struct ds_sample *b)
{
	return a->nr == b->nr && a->fixed == b->fixed && a->n == b->n &&
	       !memcmp(a->values, b->values, a->nr * sizeof(*a->values));
}

/* Window by window, round by round: equal medians may hide other numbers. */
static bool same_samples(const struct bootval *a, const struct bootval *b)
{
	if (a->n != b->n || a->nr_runs != b->nr_runs)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!same_windows(a->rung[i], b->rung[i]))
			return false;
	for (size_t i = 0; i < a->nr_runs; i++)
		if (!same_windows(a->runs[i], b->runs[i]))
			return false;
	return true;
}

/* Boots of one layout: the first that is not as most of them, or -1. */
static long odd_in(const struct half *h, long long layout, double *v,
		   size_t *at)
{
	size_t n = 0;
	long odd;

	for (size_t i = 0; i < h->nr; i++)
		if (h->v[i].layout == layout) {
			v[n] = h->v[i].value;
			at[n++] = i;
		}
	odd = st_odd_one(v, n);
	for (size_t i = 1; odd < 0 && i < n; i++)
		if (!same_samples(&h->v[at[0]], &h->v[at[i]]))
			odd = (long)i;
	return odd < 0 ? -1 : (long)at[odd];
}

long half_odd_boot(const struct half *h)
{
	double *v = malloc((h->nr + 1) * sizeof(*v));
	size_t *at = malloc((h->nr + 1) * sizeof(*at));
	long odd = -1;

	/* Without memory to look, nothing is called exact. */
	if (!v || !at)
		odd = 0;
	for (size_t i = 0; i < h->nr && odd < 0; i++)
		if (!i || h->v[i].layout != h->v[0].layout)
			odd = odd_in(h, h->v[i].layout, v, at);
	free(at);
	free(v);
	return odd;
}

static int by_build(const void *a, const void *b)
{
	const struct bootval *x = *(const struct bootval *const *)a;
	const struct bootval *y = *(const struct bootval *const *)b;

	if (x->build != y->build)
		return x->build < y->build ? -1 : 1;
	return (x->boot > y->boot) - (x->boot < y->boot);
}

/*
 * Boots build by build, and how many of how many builds: 0 builds where there
 * is one. Return: a level more or less, or -EINVAL where that is not balanced.
 */
static int sort_builds(const struct half *h, const struct bootval **boot,
		       size_t r[ST_LEVELS])
{
	size_t builds = 0;

	for (size_t i = 0; i < h->nr; i++)
		boot[i] = &h->v[i];
	qsort(boot, h->nr, sizeof(*boot), by_build);
	for (size_t i = 0; i < h->nr; i++)
		builds += !i || boot[i]->build != boot[i - 1]->build;
	r[ST_BOOT] = h->nr;
	r[ST_BUILD] = 0;
	if (!boot[0]->build)
		return ST_BUILD;
	if (h->nr % builds)
		return -EINVAL;
	r[ST_BOOT] = h->nr / builds;
	r[ST_BUILD] = builds;
	for (size_t i = 0; i < h->nr; i++)
		if (boot[i]->build != boot[i - i % r[ST_BOOT]]->build)
			return -EINVAL;
	return ST_LEVELS;
}

/* Every window of all boots, in that order; -EINVAL where it is not balanced. */
static int take_windows(const struct half *h, const struct bootval **boot,
			const size_t r[ST_LEVELS], double *v)
{
	size_t n = 0;

	for (size_t i = 0; i < h->nr; i++)
		for (size_t j = 0; j < boot[i]->nr_runs; j++) {
			const struct ds_sample *run = boot[i]->runs[j];

			if (boot[i]->nr_runs != r[ST_RUN] ||
			    run->nr != r[ST_ITERATION])
				return -EINVAL;
			for (size_t k = 0; k < run->nr; k++)
				v[n++] = half_op(run, run->values[k]);
		}
	return 0;
}

int half_hier(const struct half *h, double level, size_t r[ST_LEVELS],
	      struct st_hier *out)
{
	const struct bootval **boot;
	double *v = NULL;
	int levels, err;

	if (!h->nr || !h->v->nr_runs)
		return -EINVAL;
	r[ST_ITERATION] = h->v->runs[0]->nr;
	r[ST_RUN] = h->v->nr_runs;
	boot = calloc(h->nr, sizeof(*boot));
	levels = boot ? sort_builds(h, boot, r) : -ENOMEM;
	err = levels < 0 ? levels : 0;
	if (!err) {
		v = malloc((r[ST_ITERATION] * r[ST_RUN] * h->nr + 1) *
			   sizeof(*v));
		err = v ? take_windows(h, boot, r, v) : -ENOMEM;
	}
	if (!err)
		err = st_hier(v, r, levels, level, out);
	free(v);
	free(boot);
	return err;
}
