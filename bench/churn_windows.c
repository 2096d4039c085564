// SPDX-License-Identifier: GPL-2.0-only
/* churn_windows.c - operations of a scenario, in windows that are counted */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/beside.h"
#include "bench/churn.h"
#include "bench/tick.h"

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

/* Of what was counted last: a clock has the time that was waited, too. */
static void no_clock(struct bench *b, const char *what)
{
	for (size_t slot = 0; slot < b->set.nr_slots; slot++)
		if (collect_is_cost(&b->set, slot) &&
		    !collect_has_scope(&b->set, slot))
			value_na(&b->after[slot], "%s, and %s goes on meanwhile: only a PMU tells",
				 what, b->set.slots[slot]->source);
}

static int count_now(struct bench *b, struct work *w,
		     const struct kpt_scenario *sc, struct kptb_run *run)
{
	int ret;

	if (w->ops->count)
		return w->ops->count(w, &b->set, (uint64_t)sc->ops, run,
				     b->after);
	collect_start(&b->set);
	ret = w->ops->run(w, (uint64_t)sc->ops, run);
	collect_stop(&b->set, run, b->after);
	if (w->waits && b->aligned)
		no_clock(b, "an operation waits for a grace period of RCU");
	return ret;
}

/* Not the operations, but what they left to be done. */
static int count_late(struct bench *b, struct work *w,
		      const struct kpt_scenario *sc, struct kptb_run *run)
{
	int ret = w->ops->run(w, (uint64_t)sc->ops, run);

	if (ret)
		return ret;
	collect_start(&b->set);
	ret = w->ops->quiesce(w);
	collect_stop(&b->set, run, b->after);
	no_clock(b, "what is deferred runs while this thread waits");
	return ret;
}

/* Counters of the emulator are of all CPUs, the other one among them. */
static void no_costs(const struct bench *b, struct value *values, size_t i,
		     size_t nr)
{
	for (size_t slot = 0; slot < b->set.nr_slots; slot++)
		if (collect_is_cost(&b->set, slot))
			value_na(&values[slot * nr + i],
				 "the emulator counts what the CPU beside does as well");
}

/* Windows of one mechanism; values[slot * iterations + i]. */
static int windows(struct bench *b, struct work *w,
		   const struct kpt_scenario *sc, struct value *values,
		   long long *done, bool late, char *why, size_t len)
{
	size_t nr = (size_t)sc->iterations, slot;
	struct kptb_run run;
	int again = AGAIN;
	long long i;
	int ret;

	for (i = -sc->warmup; i < sc->iterations; i++) {
		ret = settle(b, w);
		if (!ret && late)
			ret = count_late(b, w, sc, &run);
		else if (!ret)
			ret = count_now(b, w, sc, &run);
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
		if (i >= 0 && sc->beside[0] && b->aligned)
			no_costs(b, values, (size_t)i, nr);
	}
	return 0;
}

static int begin(const struct bench *b, struct work *w,
		 const struct kpt_scenario *sc, const char *mechanism,
		 struct beside *beside, char *why, size_t len)
{
	int ret = w->ops->setup(w, sc, mechanism, why, len);

	if (ret)
		return ret;
	ret = beside_start(beside, b->m, sc, why, len);
	if (ret)
		w->ops->teardown(w);
	return ret;
}

/* @ret: of what was done between; why that failed is told already. */
static int end(struct work *w, const struct kpt_scenario *sc,
	       struct beside *beside, int ret, char *why, size_t len)
{
	/* A window of no operations may be shorter than one of those beside. */
	int err = beside_stop(beside, !w->idle);

	if (err && !ret)
		snprintf(why, len, "%s, done beside: %s", sc->beside,
			 strerror(-err));
	w->ops->teardown(w);
	return ret ? ret : err;
}

int churn_windows(struct bench *b, struct work *w,
		  const struct kpt_scenario *sc, const char *mechanism,
		  struct value *values, long long *done, bool late, char *why,
		  size_t len)
{
	struct beside beside;
	int ret = begin(b, w, sc, mechanism, &beside, why, len);

	if (ret)
		return ret;
	ret = windows(b, w, sc, values, done, late, why, len);
	return end(w, sc, &beside, ret, why, len);
}

/*
 * What a mechanism takes once and keeps (an upper table, the highest address
 * vmalloc ever reached) is no leak of an operation. So the same windows are
 * done once before the balance begins; what leaks per operation leaks again.
 */
int churn_rehearse(const struct bench *b, struct work *w,
		   const struct kpt_scenario *sc, char *why, size_t len)
{
	struct kptb_run run;
	int again = AGAIN;
	struct beside beside;
	long long i;
	int ret = begin(b, w, sc, sc->mechanism, &beside, why, len), err;

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
	err = end(w, sc, &beside, ret, why, len);
	if (!ret && err)
		return err;
	if (!ret)
		ret = w->ops->quiesce(w);
	if (ret)
		snprintf(why, len, "rehearsal: %s", window_error(ret));
	return ret;
}
