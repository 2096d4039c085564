// SPDX-License-Identifier: GPL-2.0-only
/* hold.c - scenarios of kind hold: what does a held table take? */
#include <errno.h>
#include <string.h>

#include "bench/scenario_run.h"

/* Where the values of a step are: [step][phase][slot][iteration]. */
static struct value *vector(const struct bench *b,
			    const struct kpt_scenario *sc, size_t step,
			    int drained)
{
	size_t block = b->set.nr_slots * (size_t)sc->iterations;

	return b->pool + (2 * step + (size_t)drained) * block;
}

static int hold_exactly(struct work *w, long long n, char *why, size_t len)
{
	uint64_t held = 0;
	int ret = w->ops->hold(w, (uint64_t)n, &held);

	if (!ret && held != (uint64_t)n)
		ret = -EIO;
	if (ret)
		snprintf(why, len, "holding %lld objects, %llu held: %s", n,
			 (unsigned long long)held, strerror(-ret));
	return ret;
}

static int drop_all(struct work *w, char *why, size_t len)
{
	int ret = hold_exactly(w, 0, why, len);

	if (ret)
		return ret;
	ret = w->ops->quiesce(w);
	if (ret)
		snprintf(why, len, "waiting for freed tables: %s",
			 strerror(-ret));
	return ret;
}

static int one_step(struct bench *b, struct work *w,
		    const struct kpt_scenario *sc, size_t step, long long round,
		    char *why, size_t len)
{
	bool last = round == sc->iterations - 1 && step == sc->ladder_len - 1;
	size_t stride = (size_t)sc->iterations;
	int ret;

	collect_state(&b->set, b->before);
	sites_mark(&b->set);
	ret = hold_exactly(w, sc->ladder[step], why, len);
	if (ret)
		return ret;
	collect_state(&b->set, b->after);
	state_change(b, vector(b, sc, step, 0) + round, stride);
	if (last) {
		sites_changed(&b->set, &b->sites[0]);
		machine_audit(b->m, &b->audits[0]);
	}
	ret = drop_all(w, why, len);
	if (ret)
		return ret;
	collect_state(&b->set, b->after);
	state_change(b, vector(b, sc, step, 1) + round, stride);
	if (last) {
		sites_changed(&b->set, &b->sites[1]);
		machine_audit(b->m, &b->audits[1]);
	}
	return 0;
}

static int rounds(struct bench *b, struct work *w,
		  const struct kpt_scenario *sc, char *why, size_t len)
{
	long long round;
	size_t step;
	int ret;

	/* Largest first: what is taken once and kept is no leak of a step. */
	ret = hold_exactly(w, sc->ladder[sc->ladder_len - 1], why, len);
	if (!ret)
		ret = drop_all(w, why, len);
	for (round = 0; round < sc->iterations && !ret; round++)
		for (step = 0; step < sc->ladder_len && !ret; step++)
			ret = one_step(b, w, sc, step, round, why, len);
	return ret;
}

/* What the kernel takes but once can be seen but once. */
static int climb(struct bench *b, struct work *w,
		 const struct kpt_scenario *sc, char *why, size_t len)
{
	size_t step;
	int ret = 0;

	if (sc->iterations != 1) {
		snprintf(why, len, "mechanism %s leaves tables that the kernel keeps: iterations = 1",
			 sc->mechanism);
		return -EINVAL;
	}
	collect_state(&b->set, b->before);
	sites_mark(&b->set);
	for (step = 0; step < sc->ladder_len && !ret; step++) {
		ret = hold_exactly(w, sc->ladder[step], why, len);
		if (ret)
			break;
		collect_state(&b->set, b->after);
		state_change(b, vector(b, sc, step, 0), 1);
	}
	if (ret)
		return ret;
	sites_changed(&b->set, &b->sites[0]);
	machine_audit(b->m, &b->audits[0]);
	return drop_all(w, why, len);
}

static int write_step(struct bench *b, const struct kpt_scenario *sc,
		      size_t step, bool drained)
{
	size_t nr = (size_t)sc->iterations, slot;
	bool last = step == sc->ladder_len - 1;
	const char *phase = drained ? "drained" : "held";
	struct step st = { sc, phase, sc->ladder[step] };
	const struct kptb_audit *a = &b->audits[drained];
	int ret = 0;

	for (slot = 0; slot < b->set.nr_slots && !ret; slot++) {
		if (collect_is_cost(&b->set, slot))
			continue;
		/* What no step can have is told once, with the most held. */
		if (b->set.owner[slot]->avail || (last && !drained))
			ret = emit_sample(&b->emit, &st, slot, 0,
					  vector(b, sc, step, drained) +
					  slot * nr, nr);
	}
	/* One walk tells for all runs. */
	if (!ret && last && a->nr_rows && b->emit.run <= 1)
		ret = emit_audit(&b->emit, sc->name, phase, st.n, a);
	if (!ret && last && b->emit.run <= 1)
		ret = emit_sites(&b->emit, &st, &b->sites[drained]);
	return ret;
}

int run_hold(struct bench *b, const struct kpt_scenario *sc, char *why,
	     size_t len)
{
	struct step skipped = { sc, "held", sc->ladder[sc->ladder_len - 1] };
	struct work w;
	size_t step;
	int ret;

	work_init(&w, b->m, sc);
	ret = work_available(b->m, sc, why, len);
	if (ret)
		return emit_na(&b->emit, &skipped, false, why);
	memset(b->audits, 0, sizeof(b->audits));
	memset(b->sites, 0, sizeof(b->sites));
	ret = w.ops->setup(&w, sc, sc->mechanism, why, len);
	if (can_skip(ret)) {
		ret = emit_na(&b->emit, &skipped, false, why);
		goto out;
	}
	if (!ret)
		ret = w.ops->keeps ? climb(b, &w, sc, why, len) :
		      rounds(b, &w, sc, why, len);
	for (step = 0; step < sc->ladder_len && !ret; step++) {
		ret = write_step(b, sc, step, false);
		if (!ret && !w.ops->keeps)
			ret = write_step(b, sc, step, true);
	}
out:
	w.ops->teardown(&w);
	return ret;
}
