// SPDX-License-Identifier: GPL-2.0-only
/* reason.c - the reasons of a row, from JSON */
#include "analyze/records/json.h"
#include "analyze/summary/reason.h"

static void read_one(struct pool *p, const json_t *e, struct reason *r)
{
	*r = (struct reason){
		.code = reason_of(e),
		.word = ds_str(e, "code"), .side = ds_str(e, "side"),
		.what = ds_str(e, "what"), .text = ds_str(e, "text"),
		.boot = ds_real(e, "boot"), .boots = ds_real(e, "boots"),
		.of = ds_real(e, "of"), .need = ds_real(e, "need"),
		.value = ds_real(e, "value"), .other = ds_real(e, "other"),
		.agree = ds_real(e, "agree"), .lo = ds_real(e, "lo"),
		.mid = ds_real(e, "mid"), .hi = ds_real(e, "hi"),
		.from = ds_real(e, "from"), .to = ds_real(e, "to"),
		.rows = ds_real(e, "rows"), .used = ds_real(e, "used"),
		.tests = ds_real(e, "tests"),
		.list = vec_read(p, json_object_get(e, "boots")),
	};
	for (int k = 0; k < SIDES; k++) {
		r->was[k] = ds_str(e, side_name[k]);
		r->nr[k] = ds_real(e, side_name[k]);
	}
}

struct reason *reasons_read(struct pool *p, const json_t *list, size_t *nr)
{
	struct reason *v = pool_list(p, list, sizeof(*v), nr);

	for (size_t i = 0; i < *nr; i++)
		read_one(p, json_array_get(list, i), &v[i]);
	return v;
}
