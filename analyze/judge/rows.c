// SPDX-License-Identifier: GPL-2.0-only
/* rows.c - one comparison from one series */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/judge/layouts.h"
#include "analyze/judge/row.h"
#include "common/util.h"

/* An exact metric that did not repeat is judged as noisy, and told. */
static void put_demoted(struct cmp *c, json_t *row, const struct half h[SIDES])
{
	const struct ds_sample *m = h[BASE].meta;
	bool exact = !strcmp(m->class, "exact");

	for (int k = 0; k < SIDES; k++) {
		long odd = half_odd_boot(&h[k]);
		json_t *params;

		if (odd < 0)
			continue;
		params = json_pack("{s:s, s:I, s:o, s:o}", "side", side_name[k],
			"boot", (json_int_t)h[k].v[odd].boot,
			"value", json_num(h[k].v[odd].value),
			"other", json_num(h[k].v[odd ? 0 : 1].value));
		if (exact) {
			json_t *e = json_pack("{s:s, s:s, s:s}", "scenario",
				m->scenario, "metric", m->metric, "phase",
				m->phase);

			json_object_update(e, params);
			health_add(&c->p, "demoted", e);
		}
		reason_add(row, REASON_boots_differ, params);
	}
	json_object_set_new(row, "demoted", json_boolean(exact));
}

static json_t *new_row(struct cmp *c, const struct series *sr,
		       const struct half h[SIDES])
{
	const struct ds_sample *m = h[BASE].meta ? h[BASE].meta :
						   h[PATCHED].meta;
	const json_t *env = c->p.side[BASE].env;
	json_t *row = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s,"
		" s:s, s:s, s:s, s:s, s:s, s:n, s:n, s:n, s:n, s:n, s:n,"
		" s:{s:I, s:I}, s:s, s:[]}",
		"arch", ds_str(env, "arch"),
		"config", ds_str(env, "config_name"),
		"group", sr->group, "scenario", m->scenario,
		"params", m->params, "phase", m->phase, "metric", m->metric,
		"role", m->primary ? "primary" : "secondary",
		"kind", m->kind, "unit", m->unit,
		"per", !strcmp(m->phase, "start") ? "" : m->per,
		"source", m->source, "class", m->class, "better", m->better,
		"base", "patched", "diff", "ratio", "ci", "p",
		"boots", "base", (json_int_t)h[BASE].nr,
		"patched", (json_int_t)h[PATCHED].nr,
		"verdict", "", "reasons");

	return row;
}

static void put_boots(json_t *row, const struct half h[SIDES])
{
	json_t *values = json_object(), *means = json_object();
	json_t *numbers = json_object();
	bool have_mean = false;

	for (int k = 0; k < SIDES; k++) {
		json_t *v = json_array(), *m = json_array();
		json_t *n = json_array();

		for (size_t i = 0; i < h[k].nr; i++) {
			json_array_append_new(v, json_num(h[k].v[i].value));
			json_array_append_new(m, json_num(h[k].v[i].mean));
			json_array_append_new(n, json_integer(h[k].v[i].boot));
			have_mean |= h[k].v[i].has_mean;
		}
		json_object_set_new(values, side_name[k], v);
		json_object_set_new(means, side_name[k], m);
		json_object_set_new(numbers, side_name[k], n);
	}
	json_object_set_new(row, "boot_numbers", numbers);
	json_object_set_new(row, "boot_values", values);
	if (have_mean)
		json_object_set_new(row, "boot_means", means);
	else
		json_decref(means);
}

static int judge_boots(struct cmp *c, json_t *row, const struct half h[SIDES])
{
	bool noisy = !strcmp(h[BASE].meta->class, "noisy");
	int err;

	put_boots(row, h);
	if (!noisy && (half_odd_boot(&h[BASE]) >= 0 ||
		       half_odd_boot(&h[PATCHED]) >= 0)) {
		noisy = true;
		put_demoted(c, row, h);
	}
	json_object_set_new(row, "class", json_string(noisy ? "noisy" :
						      "exact"));
	if (h[BASE].v[0].n && h[PATCHED].v[0].n)
		row_ladder(row, h);
	if (noisy) {
		row_windows(c, row, h);
		return noisy_measure(c, row, h);
	}
	err = row_exact(c, row, h);
	row_windows(c, row, h);
	return err;
}

static int one_row(struct cmp *c, const struct series *sr)
{
	struct half h[SIDES];
	json_t *row = NULL;
	int err = half_build(&h[BASE], sr, BASE);

	memset(&h[PATCHED], 0, sizeof(h[PATCHED]));
	if (!err)
		err = half_build(&h[PATCHED], sr, PATCHED);
	if (!err) {
		row = new_row(c, sr, h);
		if (!row)
			err = -ENOMEM;
	}
	if (!err && row_measured(c, row, sr, h) &&
	    row_comparable(c, row, sr, h))
		err = judge_boots(c, row, h);
	if (!err)
		err = json_array_append(c->comparisons, row) ? -ENOMEM : 0;
	json_decref(row);
	half_free(&h[BASE]);
	half_free(&h[PATCHED]);
	return err;
}

static const struct ds_sample *meta_of(const struct series *sr)
{
	return sr->nr[BASE] ? sr->obs[BASE][0].s : sr->obs[PATCHED][0].s;
}

/* The state before the first scenario is the state at boot; one is enough. */
static bool is_later_start(json_t *seen, const struct series *sr)
{
	char key[1024];

	snprintf(key, sizeof(key), "%s\x1f%s", meta_of(sr)->metric, sr->group);
	if (json_object_get(seen, key))
		return true;
	json_object_set_new(seen, key, json_true());
	return false;
}

int rows_build(struct cmp *c, const struct series_set *set)
{
	json_t *seen = json_object();
	long long drained = 0;
	int err = 0;

	for (size_t i = 0; !err && i < set->nr; i++) {
		const struct ds_sample *m = meta_of(&set->v[i]);

		if (!strcmp(m->phase, "drained")) {
			drained += leaks_find(c, &set->v[i]);
			continue;
		}
		if (!strcmp(m->phase, "start") &&
		    is_later_start(seen, &set->v[i]))
			continue;
		err = one_row(c, &set->v[i]);
	}
	json_decref(seen);
	json_object_set_new(c->p.health, "drained_readings",
			    json_integer(drained));
	if (!err)
		err = noisy_judge(c);
	if (!err)
		err = layouts_judge(c);
	if (!err)
		err = judge_main(c);
	if (!err)
		judge_shifts(c);
	return err;
}
