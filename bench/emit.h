/* SPDX-License-Identifier: GPL-2.0-only */
/* emit.h - turns readings into records and counts them */
#ifndef KPT_EMIT_H
#define KPT_EMIT_H

#include "bench/collect.h"
#include "bench/sites.h"
#include "common/record.h"
#include "common/scenario.h"

/**
 * struct emit - the records of one boot on their way out
 * @w:		where they go; its error sticks
 * @plan:	who we are
 * @set:	the metrics
 * @run:	which run of a scenario that is done several times, or 0
 * @samples:	sample records written
 * @audits:	audit records written
 */
struct emit {
	struct kpt_writer w;
	const struct kpt_plan *plan;
	const struct collect_set *set;
	long long run;
	long long samples, audits;
};

/**
 * struct step - what a sample record is about, values apart
 * @sc:		NULL outside any
 * @phase:	as docs/schema.md has it
 * @n:		operations, or objects held
 * @part:	of a scenario with a control: KPT_PART_*, or NULL for all of it
 */
struct step {
	const struct kpt_scenario *sc;
	const char *phase;
	long long n;
	const char *part;
};

/**
 * emit_sample - one metric of one step
 * @fixed: cost of the same windows without operations
 * @values: one a iteration; a single one that is not ok makes the whole n/a
 *
 * Return: 0 or the writer's -errno, as all of these.
 */
int emit_sample(struct emit *e, const struct step *st, size_t slot,
		double fixed, const struct value *values, size_t nr);
/** emit_na - a step that could not be done, for every primary metric */
int emit_na(struct emit *e, const struct step *st, bool cost,
	    const char *why);
int emit_audit(struct emit *e, const char *scenario, const char *when,
	       long long n, const struct kptb_audit *a);
/** emit_sites - calls whose memory changed; nothing where there are none */
int emit_sites(struct emit *e, const struct step *st,
	       const struct site_changes *changes);
int emit_end(struct emit *e, bool ok, const char *reason);

/** audit_rows - the rows member of an audit record */
void audit_rows(struct kpt_writer *w, const struct kptb_audit *a);

const char *region_name(unsigned int region);
const char *level_name(unsigned int level);

/**
 * emit_perf - samples that perf took of a scenario
 * @na: why there are none, or NULL
 */
int emit_perf(struct emit *e, const struct machine *m, const char *scenario,
	      const char *event, const char *file, long long samples,
	      const char *na);

/* env.c */
int emit_env(struct emit *e, const struct machine *m, const char *boot_id);
/** env_build_id - of the running kernel, in hex; "" where it tells none */
void env_build_id(const struct machine *m, char *hex, size_t len);

#endif
