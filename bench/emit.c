// SPDX-License-Identifier: GPL-2.0-only
/* emit.c - turns readings into records and counts them */
#include <string.h>

#include "bench/emit.h"
#include "bench/plan.h"

static const char *const regions[KPTB_NR_REGIONS] = {
	[KPTB_LINEAR] = "linear",   [KPTB_VMALLOC] = "vmalloc",
	[KPTB_VMEMMAP] = "vmemmap", [KPTB_MODULES] = "modules",
	[KPTB_FIXMAP] = "fixmap",   [KPTB_ARENA] = "arena",
	[KPTB_SHARED] = "shared",   [KPTB_OTHER] = "other",
	[KPTB_SLAB] = "slab",	    [KPTB_EFI] = "efi",
};

static const char *const levels[KPTB_NR_LEVELS] = {
	[KPTB_PTE] = "pte", [KPTB_PMD] = "pmd", [KPTB_PUD] = "pud",
	[KPTB_P4D] = "p4d", [KPTB_PGD] = "pgd",
};

const char *region_name(unsigned int region)
{
	return region < KPTB_NR_REGIONS ? regions[region] : "unknown";
}

const char *level_name(unsigned int level)
{
	return level < KPTB_NR_LEVELS ? levels[level] : "unknown";
}

/* A state other programs can move is not exact, whatever it counts. */
static const char *class_of(const struct emit *e, const struct metric *m)
{
	if (!strcmp(m->class, "exact") && !machine_exact(e->set->m))
		return "count";
	return m->class;
}

/*
 * A scenario may say what it is about; else a collector's main metrics are.
 * With a control, it is about what the tables alone cost.
 */
static bool is_primary(const struct step *st, const struct metric *m)
{
	const struct kpt_scenario *sc = st->sc;

	if (st->part && !strcmp(st->part, KPT_PART_DEFERRED))
		return false;
	if (sc && sc->control[0] && !strcmp(m->kind, "cost") &&
	    (!st->part || strcmp(st->part, KPT_PART_TABLE)))
		return false;
	return sc && sc->primary[0] ? plan_in_list(sc->primary, m->name) :
	       m->primary;
}

static void sample_head(struct emit *e, const struct step *st,
			const struct metric *m, double fixed)
{
	char params[512] = "", name[128];

	if (st->sc)
		kpt_scenario_params(st->sc, params, sizeof(params));
	snprintf(name, sizeof(name), "%s%s", m->name,
		 st->part ? st->part : "");
	kpt_rec_begin(&e->w, "sample");
	kpt_rec_str(&e->w, "scenario", st->sc ? st->sc->name : "");
	kpt_rec_str(&e->w, "params", params);
	kpt_rec_str(&e->w, "phase", st->phase);
	kpt_rec_int(&e->w, "n", st->n);
	kpt_rec_str(&e->w, "metric", name);
	kpt_rec_str(&e->w, "kind", m->kind);
	kpt_rec_str(&e->w, "unit", m->unit);
	kpt_rec_str(&e->w, "per", st->sc ? st->sc->per : "op");
	kpt_rec_str(&e->w, "class", class_of(e, m));
	kpt_rec_str(&e->w, "better", m->better);
	kpt_rec_str(&e->w, "source", m->source);
	kpt_rec_num(&e->w, "fixed", fixed);
	kpt_rec_num(&e->w, "scale", st->sc ? st->sc->scale : 1);
	if (e->run)
		kpt_rec_int(&e->w, "run", e->run);
	if (is_primary(st, m))
		kpt_rec_int(&e->w, "primary", 1);
	kpt_rec_open(&e->w, "values", '[');
}

static int sample_tail(struct emit *e, const char *na)
{
	kpt_rec_close(&e->w, ']');
	if (na)
		kpt_rec_str(&e->w, "na", na);
	e->samples++;
	return kpt_rec_end(&e->w);
}

int emit_sample(struct emit *e, const struct step *st, size_t slot,
		double fixed, const struct value *values, size_t nr)
{
	const char *na = nr ? NULL : "no iteration was done";
	size_t i;

	for (i = 0; i < nr && !na; i++)
		if (!values[i].ok)
			na = values[i].why;
	sample_head(e, st, e->set->slots[slot], na ? 0 : fixed);
	for (i = 0; i < nr && !na; i++)
		kpt_rec_num(&e->w, NULL, values[i].v);
	return sample_tail(e, na);
}

int emit_na(struct emit *e, const struct step *st, bool cost, const char *why)
{
	size_t i;
	int ret = 0;

	for (i = 0; i < e->set->nr_slots && !ret; i++) {
		if (!e->set->slots[i]->primary ||
		    collect_is_cost(e->set, i) != cost)
			continue;
		sample_head(e, st, e->set->slots[i], 0);
		ret = sample_tail(e, why);
	}
	return ret;
}

void audit_rows(struct kpt_writer *w, const struct kptb_audit *a)
{
	uint32_t i;

	kpt_rec_open(w, "rows", '[');
	for (i = 0; i < a->nr_rows; i++) {
		const struct kptb_audit_row *r = &a->rows[i];

		kpt_rec_open(w, NULL, '{');
		kpt_rec_str(w, "region", region_name(r->region));
		kpt_rec_str(w, "level", level_name(r->level));
		kpt_rec_int(w, "tables", (int64_t)r->tables);
		kpt_rec_int(w, "boot", (int64_t)r->boot);
		kpt_rec_int(w, "constructed", (int64_t)r->constructed);
		kpt_rec_int(w, "ptlocks", (int64_t)r->ptlocks);
		kpt_rec_int(w, "leaves", (int64_t)r->leaves);
		kpt_rec_int(w, "entries", (int64_t)r->entries);
		kpt_rec_close(w, '}');
	}
	kpt_rec_close(w, ']');
}

int emit_audit(struct emit *e, const char *scenario, const char *when,
	       long long n, const struct kptb_audit *a)
{
	kpt_rec_begin(&e->w, "audit");
	kpt_rec_str(&e->w, "scenario", scenario);
	kpt_rec_str(&e->w, "when", when);
	kpt_rec_int(&e->w, "n", n);
	audit_rows(&e->w, a);
	e->audits++;
	return kpt_rec_end(&e->w);
}

int emit_sites(struct emit *e, const struct step *st,
	       const struct site_changes *changes)
{
	if (!changes->nr)
		return 0;
	kpt_rec_begin(&e->w, "sites");
	kpt_rec_str(&e->w, "scenario", st->sc->name);
	kpt_rec_str(&e->w, "when", st->phase);
	kpt_rec_int(&e->w, "n", st->n);
	kpt_rec_int(&e->w, "left", (int64_t)changes->left);
	kpt_rec_open(&e->w, "rows", '[');
	for (size_t i = 0; i < changes->nr; i++) {
		kpt_rec_open(&e->w, NULL, '{');
		kpt_rec_str(&e->w, "site", changes->v[i].name);
		kpt_rec_int(&e->w, "bytes", changes->v[i].bytes);
		kpt_rec_int(&e->w, "calls", changes->v[i].calls);
		kpt_rec_close(&e->w, '}');
	}
	kpt_rec_close(&e->w, ']');
	return kpt_rec_end(&e->w);
}

int emit_perf(struct emit *e, const struct machine *m, const char *scenario,
	      const char *event, const char *file, long long samples,
	      const char *na)
{
	char id[160];

	env_build_id(m, id, sizeof(id));
	kpt_rec_begin(&e->w, "perf");
	kpt_rec_str(&e->w, "scenario", scenario);
	kpt_rec_str(&e->w, "build_id", id);
	kpt_rec_str(&e->w, "event", event);
	kpt_rec_str(&e->w, "file", file);
	kpt_rec_int(&e->w, "samples", samples);
	if (na)
		kpt_rec_str(&e->w, "na", na);
	return kpt_rec_end(&e->w);
}

int emit_end(struct emit *e, bool ok, const char *reason)
{
	kpt_rec_begin(&e->w, "end");
	kpt_rec_str(&e->w, "label", e->plan->label);
	kpt_rec_int(&e->w, "boot", e->plan->boot);
	kpt_rec_str(&e->w, "group", e->plan->group);
	kpt_rec_str(&e->w, "status", ok ? "ok" : "fail");
	kpt_rec_int(&e->w, "samples", e->samples);
	kpt_rec_int(&e->w, "audits", e->audits);
	kpt_rec_str(&e->w, "reason", reason);
	return kpt_rec_end(&e->w);
}
