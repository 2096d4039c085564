// SPDX-License-Identifier: GPL-2.0-only
/* timeline.c - the state of memory through a run, step by step */
#include "analyze/records/json.h"
#include "analyze/summary/read.h"
#include "analyze/summary/timeline.h"

static void read_step(const json_t *o, struct timeline_step *st)
{
	st->group = ds_str(o, "group");
	st->scenario = ds_str(o, "scenario");
	st->when = read_phase(ds_str(o, "when"));
	st->n = ds_int(o, "n");
	for (int k = 0; k < SIDES; k++)
		st->has[k] = json_object_get(o, side_name[k]) != NULL;
}

/* A step tells what is no longer as it was; into @to, if there is room. */
static size_t changes_of(const json_t *steps, const char *side,
			 const char *metric, struct change *to)
{
	size_t n = 0;

	for (size_t i = 0; i < json_array_size(steps); i++) {
		const json_t *now = json_object_get(json_array_get(steps, i),
						    side);
		const json_t *v = json_object_get(now, metric);

		if (!json_is_number(v))
			continue;
		if (to)
			to[n] = (struct change){ i, json_number_value(v) };
		n++;
	}
	return n;
}

static void read_metric(struct pool *p, const json_t *o, const json_t *steps,
			struct timeline_metric *m)
{
	m->metric = ds_str(o, "metric");
	m->unit = ds_str(o, "unit");
	m->kind = read_kind(ds_str(o, "kind"));
	for (int k = 0; k < SIDES; k++) {
		size_t n = changes_of(steps, side_name[k], m->metric, NULL);

		m->change[k] = pool_alloc(p, n, sizeof(*m->change[k]));
		if (m->change[k])
			m->nr[k] = changes_of(steps, side_name[k], m->metric,
					      m->change[k]);
	}
}

void timeline_read(struct pool *p, const json_t *o, struct timeline *t)
{
	const json_t *metrics = json_object_get(o, "metrics");
	const json_t *steps = json_object_get(o, "steps");

	t->left_out = ds_int(o, "left_out");
	t->step = pool_list(p, steps, sizeof(*t->step), &t->nr_steps);
	for (size_t i = 0; i < t->nr_steps; i++)
		read_step(json_array_get(steps, i), &t->step[i]);
	t->metric = pool_list(p, metrics, sizeof(*t->metric), &t->nr_metrics);
	for (size_t i = 0; i < t->nr_metrics; i++)
		read_metric(p, json_array_get(metrics, i), steps,
			    &t->metric[i]);
}
