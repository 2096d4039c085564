// SPDX-License-Identifier: GPL-2.0-only
/* build.c - in what the builds of two kernels differ */
#include "analyze/records/json.h"
#include "analyze/summary/build.h"

void build_read(struct pool *p, const json_t *o, struct build *b)
{
	const json_t *symbols = json_object_get(o, "symbols");
	const json_t *options = json_object_get(o, "options");

	b->known = o != NULL;
	b->symbols_na = ds_str(o, "symbols_na");
	b->options_na = ds_str(o, "options_na");
	b->symbols_left = ds_int(o, "symbols_left_out");
	b->options_left = ds_int(o, "options_left_out");
	b->symbol = pool_list(p, symbols, sizeof(*b->symbol), &b->nr_symbols);
	b->option = pool_list(p, options, sizeof(*b->option), &b->nr_options);
	for (size_t i = 0; i < b->nr_symbols; i++) {
		const json_t *e = json_array_get(symbols, i);

		b->symbol[i].name = ds_str(e, "name");
		for (int k = 0; k < SIDES; k++)
			b->symbol[i].bytes[k] = ds_int(e, side_name[k]);
	}
	for (size_t i = 0; i < b->nr_options; i++) {
		const json_t *e = json_array_get(options, i);

		b->option[i].name = ds_str(e, "name");
		for (int k = 0; k < SIDES; k++)
			b->option[i].value[k] = ds_str(e, side_name[k]);
	}
}
