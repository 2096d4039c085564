// SPDX-License-Identifier: GPL-2.0-only
/* row.c - questions about one row of a summary */
#include <math.h>
#include <string.h>

#include "analyze/summary/row.h"

static double mean_of(const json_t *v)
{
	double sum = 0;
	size_t i;
	json_t *e;

	json_array_foreach((json_t *)v, i, e)
		sum += json_number_value(e);
	return sum / (double)json_array_size(v);
}

const json_t *row_boots(const json_t *row, const char *side)
{
	const json_t *v = json_object_get(json_object_get(row, "boot_means"),
					  side);
	double base = json_number_value(json_object_get(row, side));

	/* Which of the two a row is judged by depends on its class. */
	if (ds_is(row, "class", "noisy") && json_array_size(v) &&
	    json_is_number(json_array_get(v, 0)) &&
	    fabs(mean_of(v) - base) <= 1e-9 * fabs(base))
		return v;
	return json_object_get(json_object_get(row, "boot_values"), side);
}

bool row_in_totals(const json_t *row)
{
	return !json_object_get(row, "by_design") &&
	       !json_object_get(row, "mm");
}

long long row_part(const json_t *row, const char *side, const char *key)
{
	return json_integer_value(json_object_get(json_object_get(row, side),
						  key));
}

bool row_judged(const json_t *row)
{
	return !ds_is(row, "verdict", "n/a") &&
	       !ds_is(row, "verdict", "missing") &&
	       !ds_is(row, "verdict", "incomparable");
}

bool row_differs(const json_t *row)
{
	return !ds_is(row, "verdict", "equivalent") && row_judged(row);
}

bool row_main(const json_t *row)
{
	return json_is_true(json_object_get(row, "main"));
}

bool row_shown(const json_t *row)
{
	return !ds_is(row, "kind", "cost") || row_main(row);
}

const json_t *row_value(const json_t *row, const char *key)
{
	const json_t *at = json_object_get(row, "at");

	return json_object_get(at ? at : row, key);
}
