// SPDX-License-Identifier: GPL-2.0-only
/* where.c - where instructions and cycles of a scenario went */
#include "analyze/records/json.h"
#include "analyze/summary/where.h"

#define DEPTH	8	/* of functions inlined into one another */

static struct where_fn *read_functions(struct pool *p, const json_t *list,
				       int depth, size_t *nr)
{
	struct where_fn *v = pool_list(p, list, sizeof(*v), nr);

	if (depth >= DEPTH)
		*nr = 0;
	for (size_t i = 0; i < *nr; i++) {
		const json_t *o = json_array_get(list, i);

		v[i].name = ds_str(o, "name");
		v[i].value[ROW_BASE] = ds_real(o, "base");
		v[i].value[ROW_PATCHED] = ds_real(o, "patched");
		v[i].value[ROW_DIFF] = ds_real(o, "diff");
		v[i].inlined = read_functions(p, json_object_get(o, "inlined"),
					      depth + 1, &v[i].nr);
	}
	return v;
}

struct where *where_read(struct pool *p, const json_t *list, size_t *nr)
{
	struct where *v = pool_list(p, list, sizeof(*v), nr);

	for (size_t i = 0; i < *nr; i++) {
		const json_t *o = json_array_get(list, i);
		const json_t *others = json_object_get(o, "others");

		v[i] = (struct where){
			.scenario = ds_str(o, "scenario"),
			.per = ds_str(o, "per"), .unit = ds_str(o, "unit"),
			.diff = ds_real(o, "diff"),
			.others = ds_real(others, "functions"),
			.others_diff = ds_real(others, "diff"),
			.fixed = ds_real(o, "fixed"),
			.remainder = ds_real(o, "remainder"),
		};
		v[i].fn = read_functions(p, json_object_get(o, "functions"), 0,
					 &v[i].nr);
	}
	return v;
}

struct perf *perf_read(struct pool *p, const json_t *list, size_t *nr)
{
	struct perf *v = pool_list(p, list, sizeof(*v), nr);

	for (size_t i = 0; i < *nr; i++) {
		const json_t *o = json_array_get(list, i);
		const json_t *na = json_object_get(o, "na");

		v[i].scenario = ds_str(o, "scenario");
		v[i].has_na = na != NULL;
		finding_read(p, na, &v[i].na);
		for (int k = 0; k < SIDES; k++) {
			const json_t *side = json_object_get(o, side_name[k]);

			v[i].file[k] = ds_str(side, "file");
			v[i].event[k] = ds_str(side, "event");
			v[i].samples[k] = ds_real(side, "samples");
		}
	}
	return v;
}
