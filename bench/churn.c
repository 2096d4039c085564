// SPDX-License-Identifier: GPL-2.0-only
/* churn.c - scenarios of kind churn: what does an operation cost? */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/churn.h"
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

/**
 * struct vectors - where values of windows are: [slot * iterations + i]
 * @op:		the scenario's operations
 * @fixed:	no operations
 * @control:	the same operations but for their tables; with a control only
 * @late:	what operations left to be done; where that is counted only
 * @late_fixed:	what is done as well after no operations
 * @change:	what state changed, one value a slot
 */
struct vectors {
	struct value *op, *fixed, *control, *late, *late_fixed, *change;
};

static struct vectors in_pool(const struct bench *b,
			      const struct kpt_scenario *sc)
{
	size_t block = b->set.nr_slots * (size_t)sc->iterations;
	struct vectors v = { .op = b->pool };

	v.fixed = v.op + block;
	v.change = v.fixed + block;
	v.control = v.change + b->set.nr_slots;
	v.late = v.control + (sc->control[0] ? block : 0);
	v.late_fixed = v.late + block;
	return v;
}

/* A cost that is taken off and not known makes the other unknown. */
static void take_off(struct value *v, const struct value *off, size_t nr,
		     bool subtract)
{
	for (size_t i = 0; i < nr; i++) {
		if (!off[i].ok)
			v[i] = off[i];
		else if (v[i].ok && subtract)
			v[i].v -= off[i].v;
	}
}

static bool all_ok(const struct value *v, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (!v[i].ok)
			return false;
	return true;
}

/*
 * Elsewhere other programs run on these CPUs as well, and would be taken for
 * what the operations left behind.
 */
static bool counts_deferred(const struct bench *b,
			    const struct kpt_scenario *sc)
{
	return sc->deferred && b->aligned && !sc->cpus;
}

/*
 * A PMU that does not tell idle CPUs from others counts every nanosecond of
 * waiting, some ten ticks of 10 ms.
 */
#define IDLE_AT_MOST	10e6

static int write_deferred(struct bench *b, const struct kpt_scenario *sc,
			  size_t slot, const struct vectors *all,
			  long long done)
{
	size_t nr = (size_t)sc->iterations;
	struct value *v = &all->late[slot * nr];
	struct value *f = &all->late_fixed[slot * nr];
	struct step op = { sc, "op", done, KPT_PART_DEFERRED };
	double fixed;

	take_off(v, f, nr, false);
	fixed = median(f, nr);
	if (f->ok && fixed > IDLE_AT_MOST)
		value_na(v, "%s goes on while the CPU waits: %.0f in a window of no operations",
			 b->set.slots[slot]->source, fixed);
	return emit_sample(&b->emit, &op, slot, fixed, v, nr);
}

/* A cost of all of the operation, of its control, and of the tables alone. */
static int write_cost(struct bench *b, const struct kpt_scenario *sc,
		      size_t slot, const struct vectors *all, long long done)
{
	size_t nr = (size_t)sc->iterations;
	struct value *v = &all->op[slot * nr], *f = &all->fixed[slot * nr];
	struct value *c = &all->control[slot * nr];
	struct step op = { sc, "op", done, NULL };
	double fixed;
	int ret;

	/* The fixed cost goes into the record: it is one for all windows. */
	take_off(v, f, nr, false);
	fixed = median(f, nr);
	ret = emit_sample(&b->emit, &op, slot, fixed, v, nr);
	/* Where there is no cost at all, once is often enough to say so. */
	if (ret || !sc->control[0] || !all_ok(v, nr))
		return ret;
	op.part = KPT_PART_CONTROL;
	ret = emit_sample(&b->emit, &op, slot, fixed, c, nr);
	if (ret)
		return ret;
	/* Both have the fixed cost: nothing is left of it. */
	take_off(v, c, nr, true);
	op.part = KPT_PART_TABLE;
	return emit_sample(&b->emit, &op, slot, 0, v, nr);
}

static int write_samples(struct bench *b, const struct kpt_scenario *sc,
			 const struct vectors *v, long long done)
{
	struct step drained = { sc, "drained",
				done * (sc->iterations + sc->warmup), NULL };
	size_t slot;
	int ret = 0;

	for (slot = 0; slot < b->set.nr_slots && !ret; slot++) {
		bool process = b->set.slots[slot]->process;

		if (process && !b->set.process)
			continue;
		if (collect_is_cost(&b->set, slot)) {
			ret = write_cost(b, sc, slot, v, done);
			/* What is deferred no process does. */
			if (!ret && counts_deferred(b, sc) && !process)
				ret = write_deferred(b, sc, slot, v, done);
		} else if (b->set.owner[slot]->avail) {
			ret = emit_sample(&b->emit, &drained, slot, 0,
					  &v->change[slot], 1);
		}
	}
	if (!ret && b->emit.run <= 1)
		ret = emit_sites(&b->emit, &drained, &b->sites[1]);
	return ret;
}

/* After no operations, then after those of the scenario. */
static int deferred(struct bench *b, struct work *w,
		    const struct kpt_scenario *sc, const struct vectors *v,
		    char *why, size_t len)
{
	long long none;
	int ret;

	collect_scope(&b->set, COLLECT_ALL);
	ret = churn_windows(b, w, sc, "nop", v->late_fixed, &none, true, why,
			    len);
	if (!ret)
		ret = churn_windows(b, w, sc, sc->mechanism, v->late, &none,
				    true, why, len);
	return ret;
}

int run_churn(struct bench *b, const struct kpt_scenario *sc, char *why,
	      size_t len)
{
	struct step skipped = { sc, "op", sc->ops, NULL };
	struct vectors v = in_pool(b, sc);
	long long done = 0, none;
	struct work w;
	size_t cpus;
	int ret;

	work_init(&w, b->m, sc);
	ret = work_available(b->m, sc, why, len);
	if (ret)
		return emit_na(&b->emit, &skipped, true, why);
	ret = churn_rehearse(b, &w, sc, why, len);
	if (can_skip(ret))
		return emit_na(&b->emit, &skipped, true, why);
	if (ret)
		goto out;
	cpus = work_cpus(b->m, sc);
	b->set.workers = w.ops->process ? cpus : 0;
	b->set.process = w.ops->process;
	collect_scope(&b->set, w.ops->process && !cpus ? COLLECT_HERE :
							 (int)cpus);
	kptb_mark(KPTB_MARK_NOP);
	ret = churn_windows(b, &w, sc, "nop", v.fixed, &none, false, why,
			    len);
	/* User tables may go late: what the empty windows had is no balance. */
	if (!ret)
		ret = w.ops->quiesce(&w);
	if (ret)
		goto out;
	collect_state(&b->set, b->before);
	sites_mark(&b->set);
	kptb_mark(KPTB_MARK_WORK);
	ret = churn_windows(b, &w, sc, sc->mechanism, v.op, &done, false, why,
			    len);
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
	sites_changed(&b->set, &b->sites[1]);
	state_change(b, v.change, 1);
	/* Behind the balance, which is of the scenario alone. */
	if (sc->control[0])
		ret = churn_windows(b, &w, sc, sc->control, v.control, &none,
				    false, why, len);
	if (!ret && counts_deferred(b, sc))
		ret = deferred(b, &w, sc, &v, why, len);
	if (!ret)
		ret = write_samples(b, sc, &v, done);
out:
	w.ops->teardown(&w);
	return ret;
}

size_t bench_pool(const struct collect_set *set, const struct kpt_scenario *sc)
{
	size_t vectors = sc->ladder_len ? 2 * sc->ladder_len :
			 2u + (sc->control[0] ? 1u : 0) +
			 (sc->deferred ? 2u : 0);

	return set->nr_slots * (vectors * (size_t)sc->iterations + 1);
}
