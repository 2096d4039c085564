// SPDX-License-Identifier: GPL-2.0-only
/*
 * timeline.c - the state of memory through a run, step by step
 *
 * Steps are those of the first boot of either kernel, in the order they were
 * recorded: the start, every rung held and every drain. A sample holds what
 * changed against the moment before, so levels are summed up from the start:
 * a rung stands at the level plus what its first round brought, and what a
 * drain left behind, in all its rounds, stays in the level.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/judge/compare.h"
#include "common/util.h"

#define MAX_STEPS 4096

/**
 * struct walk - the walk through the samples of one side
 * @metrics:	in the order they were recorded
 * @index:	their numbers, by name
 * @level:	of each metric, between two steps
 * @shown:	what was kept of it last
 * @at:		number of the step after the current one
 * @over:	the last sample for which there was no step any more
 * @left_out:	steps of this side for which there was no room
 */
struct walk {
	json_t *steps, *metrics, *index;
	double *level, *shown;
	size_t at;
	const struct ds_sample *over;
	size_t left_out;
};

/*
 * More of it is better: a count of what was done to tables, not of memory. The
 * size and the boot of a kernel are told once.
 */
static bool is_state(const struct ds_sample *s)
{
	return strcmp(s->kind, "cost") && strcmp(s->kind, "check") &&
	       !ds_of_build(s->kind) && strcmp(s->better, "higher");
}

static void add_metric(struct walk *w, const struct ds_sample *s)
{
	size_t n = json_array_size(w->metrics);

	if (strcmp(s->phase, "start") || s->na || !is_state(s) ||
	    json_object_get(w->index, s->metric))
		return;
	json_object_set_new(w->index, s->metric, json_integer((json_int_t)n));
	json_array_append_new(w->metrics, json_pack("{s:s, s:s, s:s}",
		"metric", s->metric, "kind", s->kind, "unit", s->unit));
}

static bool is_step(const json_t *step, const char *group,
		    const struct ds_sample *s)
{
	return !strcmp(ds_str(step, "group"), group) &&
	       !strcmp(ds_str(step, "scenario"), s->scenario) &&
	       !strcmp(ds_str(step, "when"), s->phase) &&
	       ds_int(step, "n") == s->n && ds_int(step, "run") == s->run;
}

/* The step of a sample: the current one, one the other kernel had, or new. */
static json_t *step_of(struct walk *w, const char *group,
		       const struct ds_sample *s)
{
	json_t *step = w->at ? json_array_get(w->steps, w->at - 1) : NULL;
	size_t i;

	if (step && is_step(step, group, s))
		return step;
	for (i = w->at; i < json_array_size(w->steps); i++) {
		step = json_array_get(w->steps, i);
		if (is_step(step, group, s)) {
			w->at = i + 1;
			return step;
		}
	}
	if (json_array_size(w->steps) == MAX_STEPS)
		return NULL;
	step = json_pack("{s:s, s:s, s:s, s:I}", "group", group, "scenario",
			 s->scenario, "when", s->phase, "n", (json_int_t)s->n);
	if (s->run)
		json_object_set_new(step, "run",
				    json_integer((json_int_t)s->run));
	json_array_insert_new(w->steps, w->at++, step);
	return step;
}

/* Only what changed is kept: a run of a hundred steps stays small. */
static void show(json_t *step, const char *side, const struct ds_sample *s,
		 double *shown, double v)
{
	json_t *values = json_object_get(step, side);

	if (!values) {
		values = json_object();
		json_object_set_new(step, side, values);
	}
	if (v != *shown)
		json_object_set_new(values, s->metric, json_num(v));
	*shown = v;
}

static void leave_out(struct walk *w, const struct ds_sample *s)
{
	const struct ds_sample *o = w->over;

	w->left_out += !o || strcmp(o->scenario, s->scenario) ||
		       strcmp(o->phase, s->phase) || o->n != s->n ||
		       o->run != s->run;
	w->over = s;
}

static void walk_sample(struct walk *w, const char *group, const char *side,
			const struct ds_sample *s)
{
	const json_t *at = json_object_get(w->index, s->metric);
	size_t m = (size_t)json_integer_value(at);
	json_t *step;
	double v;

	if (!at || s->na || !s->nr || !strcmp(s->phase, "op") || !is_state(s))
		return;
	step = step_of(w, group, s);
	if (!step) {
		leave_out(w, s);
		return;
	}
	if (!strcmp(s->phase, "start")) {
		v = w->level[m] = s->values[0];
	} else if (!strcmp(s->phase, "held")) {
		v = w->level[m] + s->values[0];
	} else {
		for (size_t i = 0; i < s->nr; i++)
			w->level[m] += s->values[i];
		v = w->level[m];
	}
	if (!isnan(v))
		show(step, side, s, &w->shown[m], v);
}

static bool new_group(const struct side *s, size_t at)
{
	return !at || strcmp(s->boots[at - 1]->group, s->boots[at]->group);
}

static void walk_side(struct walk *w, const struct side *s, const char *side)
{
	w->at = w->left_out = 0;
	w->over = NULL;
	for (size_t i = 0; i < s->nr; i++) {
		const struct ds_boot *b = s->boots[i];

		/* Groups boot apart: another level begins. */
		if (!new_group(s, i))
			continue;
		for (size_t m = 0; m < json_array_size(w->metrics); m++)
			w->level[m] = w->shown[m] = NAN;
		for (size_t j = 0; j < b->nr_samples; j++)
			walk_sample(w, b->group, side, &b->samples[j]);
	}
}

static void find_metrics(struct walk *w, const struct side *s)
{
	for (size_t i = 0; i < s->nr; i++)
		for (size_t j = 0; new_group(s, i) &&
		     j < s->boots[i]->nr_samples; j++)
			add_metric(w, &s->boots[i]->samples[j]);
}

json_t *timeline_build(const struct cmp *c)
{
	struct walk w = {
		.steps = json_array(), .metrics = json_array(),
		.index = json_object(),
	};
	size_t left_out = 0, n;

	for (int k = 0; k < SIDES; k++)
		find_metrics(&w, &c->p.side[k]);
	n = json_array_size(w.metrics);
	w.level = calloc(2 * n + 1, sizeof(*w.level));
	w.shown = w.level + n;
	for (int k = 0; w.level && k < SIDES; k++) {
		walk_side(&w, &c->p.side[k], side_name[k]);
		left_out = w.left_out > left_out ? w.left_out : left_out;
	}
	free(w.level);
	json_decref(w.index);
	return json_pack("{s:o, s:o, s:I}", "metrics", w.metrics, "steps",
			 w.steps, "left_out", (json_int_t)left_out);
}
