// SPDX-License-Identifier: GPL-2.0-only
/* churn.c - scenarios of kind churn: what does an operation cost? */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/scenario_run.h"
#include "bench/tick.h"
#include "kmod/kptb_mark.h"

bool can_skip(int err)
{
	return err == -EOPNOTSUPP || err == -ENODEV;
}

void state_change(const struct bench *b, struct value *out, size_t stride)
{
	size_t i;

	for (i = 0; i < b->set.nr_slots; i++) {
		struct value *v = &out[i * stride];

		if (!b->before[i].ok)
			*v = b->before[i];
		else if (!b->after[i].ok)
			*v = b->after[i];
		else
			value_set(v, b->after[i].v - b->before[i].v);
	}
}

/* How often a window is done again that others disturbed. */
#define AGAIN	8

/* What an error of a window means. */
static const char *window_error(int ret)
{
	return ret == -EAGAIN ?
	       "a table was not freed at once, for others held the lock of the kernel's page tables" :
	       strerror(-ret);
}

/* A window begins where every other began, also in time. */
static int settle(const struct bench *b, struct work *w)
{
	int ret = w->ops->settle ? w->ops->settle(w) : 0;

	if (!ret && b->aligned)
		tick_wait();
	return ret;
}

/* Windows of one mechanism; values[slot * iterations + i]. */
static int windows(struct bench *b, struct work *w,
		   const struct kpt_scenario *sc, struct value *values,
		   long long *done, char *why, size_t len)
{
	size_t nr = (size_t)sc->iterations, slot;
	struct kptb_run run;
	int again = AGAIN;
	long long i;
	int ret;

	for (i = -sc->warmup; i < sc->iterations; i++) {
		ret = settle(b, w);
		if (!ret) {
			collect_start(&b->set);
			ret = w->ops->run(w, (uint64_t)sc->ops, &run);
			collect_stop(&b->set, &run, b->after);
		}
		if (ret == -EAGAIN && again-- > 0) {
			i--;
			continue;
		}
		if (ret) {
			snprintf(why, len, "window %lld of %lld operations: %s",
				 i + sc->warmup + 1, sc->ops,
				 window_error(ret));
			return ret;
		}
		*done = (long long)run.done;
		for (slot = 0; i >= 0 && slot < b->set.nr_slots; slot++)
			if (collect_is_cost(&b->set, slot))
				values[slot * nr + (size_t)i] = b->after[slot];
	}
	return 0;
}

static int by_value(const void *a, const void *b)
{
	const struct value *x = a, *y = b;

	return (x->v > y->v) - (x->v < y->v);
}

/* Sorts in place: the windows of no operations are not written out. */
static double median(struct value *v, size_t nr)
{
	qsort(v, nr, sizeof(*v), by_value);
	return nr % 2 ? v[nr / 2].v : (v[nr / 2 - 1].v + v[nr / 2].v) / 2;
}

static int one_mechanism(struct bench *b, struct work *w,
			 const struct kpt_scenario *sc, const char *mechanism,
			 struct value *values, long long *done, char *why,
			 size_t len)
{
	int ret = w->ops->setup(w, sc, mechanism, why, len);

	if (ret)
		return ret;
	ret = windows(b, w, sc, values, done, why, len);
	w->ops->teardown(w);
	return ret;
}

/*
 * What a mechanism takes once and keeps (an upper table, the highest address
 * vmalloc ever reached) is no leak of an operation. So the same windows are
 * done once before the balance begins; what leaks per operation leaks again.
 */
static int rehearse(const struct bench *b, struct work *w,
		    const struct kpt_scenario *sc, char *why, size_t len)
{
	struct kptb_run run;
	int again = AGAIN;
	long long i;
	int ret = w->ops->setup(w, sc, sc->mechanism, why, len);

	if (ret)
		return ret;
	for (i = -sc->warmup; i < sc->iterations && !ret; i++) {
		ret = settle(b, w);
		if (!ret)
			ret = w->ops->run(w, (uint64_t)sc->ops, &run);
		if (ret == -EAGAIN && again-- > 0) {
			i--;
			ret = 0;
		}
	}
	w->ops->teardown(w);
	if (!ret)
		ret = w->ops->quiesce(w);
	if (ret)
		snprintf(why, len, "rehearsal: %s", window_error(ret));
	return ret;
}

static int write_samples(struct bench *b, const struct kpt_scenario *sc,
			 struct value *values, struct value *fixed,
			 struct value *change, long long done)
{
	size_t nr = (size_t)sc->iterations, slot, i;
	struct step op = { sc, "op", done };
	struct step drained = { sc, "drained",
				done * (sc->iterations + sc->warmup) };
	int ret = 0;

	for (slot = 0; slot < b->set.nr_slots && !ret; slot++) {
		struct value *v = &values[slot * nr];
		struct value *f = &fixed[slot * nr];

		if (!collect_is_cost(&b->set, slot)) {
			if (b->set.owner[slot]->avail)
				ret = emit_sample(&b->emit, &drained, slot, 0,
						  &change[slot], 1);
			continue;
		}
		/* A fixed cost that is not known makes the cost unknown. */
		for (i = 0; i < nr; i++)
			if (!f[i].ok)
				v[i] = f[i];
		ret = emit_sample(&b->emit, &op, slot, median(f, nr), v, nr);
	}
	return ret;
}

int run_churn(struct bench *b, const struct kpt_scenario *sc, char *why,
	      size_t len)
{
	size_t vector = b->set.nr_slots * (size_t)sc->iterations;
	struct value *values = b->pool, *fixed = values + vector;
	struct value *change = fixed + vector;
	struct step skipped = { sc, "op", sc->ops };
	long long done = 0, none;
	struct work w;
	int ret;

	work_init(&w, b->m, sc);
	ret = work_available(b->m, sc, why, len);
	if (ret)
		return emit_na(&b->emit, &skipped, true, why);
	ret = rehearse(b, &w, sc, why, len);
	if (can_skip(ret))
		return emit_na(&b->emit, &skipped, true, why);
	if (ret)
		goto out;
	collect_scope(&b->set, (int)(sc->cpus < 0 ? b->m->cpus : sc->cpus));
	kptb_mark(KPTB_MARK_NOP);
	ret = one_mechanism(b, &w, sc, "nop", fixed, &none, why, len);
	/* User tables may go late: what the empty windows had is no balance. */
	if (!ret)
		ret = w.ops->quiesce(&w);
	if (ret)
		goto out;
	collect_state(&b->set, b->before);
	kptb_mark(KPTB_MARK_WORK);
	ret = one_mechanism(b, &w, sc, sc->mechanism, values, &done, why, len);
	kptb_mark(KPTB_MARK_DONE);
	if (ret)
		goto out;
	ret = w.ops->quiesce(&w);
	if (ret) {
		snprintf(why, len, "waiting for freed tables: %s",
			 strerror(-ret));
		goto out;
	}
	collect_state(&b->set, b->after);
	state_change(b, change, 1);
	ret = write_samples(b, sc, values, fixed, change, done);
out:
	w.ops->teardown(&w);
	return ret;
}

size_t bench_pool(const struct collect_set *set, const struct kpt_scenario *sc)
{
	size_t vectors = 2 * (sc->ladder_len ? sc->ladder_len : 1);

	return set->nr_slots * (vectors * (size_t)sc->iterations + 1);
}
