// SPDX-License-Identifier: GPL-2.0-only
/* json.c - members of JSON objects */
#include <math.h>
#include <string.h>

#include "analyze/records/json.h"

const char *ds_str(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s ? s : "";
}

bool ds_is(const json_t *o, const char *key, const char *value)
{
	return !strcmp(ds_str(o, key), value);
}

long long ds_int(const json_t *o, const char *key)
{
	return json_integer_value(json_object_get(o, key));
}

double ds_real(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return json_is_number(v) ? json_number_value(v) : NAN;
}

json_t *json_num(double v)
{
	if (!isfinite(v))
		return json_null();
	if (v == nearbyint(v) && fabs(v) <= 9007199254740992.0)
		return json_integer((json_int_t)v);
	return json_real(v);
}
