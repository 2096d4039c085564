// SPDX-License-Identifier: GPL-2.0-only
/* perf.c - samples that perf took of both kernels: summary's "perf" */
#include <string.h>

#include "analyze/judge/compare.h"

/* The last file there is; else the last word on why there is none. */
static const json_t *find(const struct side *s, const char *scenario)
{
	const json_t *best = NULL, *rec;
	size_t i, j;

	for (i = 0; i < s->nr; i++)
		json_array_foreach(s->boots[i]->perfs, j, rec) {
			if (strcmp(ds_str(rec, "scenario"), scenario))
				continue;
			if (!best || json_object_get(best, "na") ||
			    !json_object_get(rec, "na"))
				best = rec;
		}
	return best;
}

/* Why two files cannot be compared: a code, and which side; or NULL. */
static json_t *why_not(const json_t *rec[SIDES])
{
	const json_t *b = rec[BASE], *p = rec[PATCHED];

	for (int k = 0; k < SIDES; k++) {
		if (!rec[k])
			return json_pack("{s:s, s:s}", "code", "not_sampled",
					 "side", side_name[k]);
		if (json_object_get(rec[k], "na"))
			return json_pack("{s:s, s:s, s:s}", "code", "na",
					 "side", side_name[k], "text",
					 ds_str(rec[k], "na"));
	}
	if (strcmp(ds_str(b, "event"), ds_str(p, "event")))
		return json_pack("{s:s, s:s, s:s}", "code", "other_event",
				 "base", ds_str(b, "event"),
				 "patched", ds_str(p, "event"));
	if (!strcmp(ds_str(b, "file"), ds_str(p, "file")))
		return json_pack("{s:s, s:s}", "code", "same_file", "file",
				 ds_str(b, "file"));
	return NULL;
}

static json_t *entry(const struct cmp *c, const char *scenario)
{
	const json_t *rec[SIDES];
	json_t *out = json_object(), *na;

	json_object_set_new(out, "scenario", json_string(scenario));
	for (int k = 0; k < SIDES; k++) {
		json_t *side;

		rec[k] = find(&c->p.side[k], scenario);
		side = rec[k] ? json_deep_copy(rec[k]) : json_null();
		json_object_del(side, "type");
		json_object_del(side, "scenario");
		json_object_set_new(out, side_name[k], side);
	}
	na = why_not(rec);
	if (na)
		json_object_set_new(out, "na", na);
	return out;
}

json_t *perf_build(const struct cmp *c)
{
	json_t *seen = json_object(), *list = json_array(), *rec;
	size_t i, j;

	for (int k = 0; k < SIDES; k++)
		for (i = 0; i < c->p.side[k].nr; i++)
			json_array_foreach(c->p.side[k].boots[i]->perfs, j, rec) {
				const char *name = ds_str(rec, "scenario");

				if (json_object_get(seen, name))
					continue;
				json_object_set_new(seen, name, json_true());
				json_array_append_new(list, entry(c, name));
			}
	json_decref(seen);
	return list;
}
