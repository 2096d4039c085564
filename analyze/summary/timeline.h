/* SPDX-License-Identifier: GPL-2.0-only */
/* timeline.h - the state of memory through a run, step by step */
#ifndef KPT_SUMMARY_TIMELINE_H
#define KPT_SUMMARY_TIMELINE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "analyze/summary/row.h"

/** struct change - from step @step on, a metric is @value */
struct change {
	size_t step;
	double value;
};

/** struct timeline_metric - what is followed, and where it changes */
struct timeline_metric {
	const char *metric, *unit;
	enum kind kind;
	struct change *change[SIDES];
	size_t nr[SIDES];
};

/**
 * struct timeline_step - the start, a rung held or a drain
 * @has:	that kernel had such a step
 */
struct timeline_step {
	const char *group, *scenario;
	enum phase when;
	long long n;
	bool has[SIDES];
};

/** struct timeline - of the first boot of either kernel */
struct timeline {
	struct timeline_metric *metric;
	struct timeline_step *step;
	size_t nr_metrics, nr_steps;
	long long left_out;	/* steps for which there was no room */
};

void timeline_read(struct pool *p, const json_t *o, struct timeline *t);

#endif
