/* SPDX-License-Identifier: GPL-2.0-only */
/* json.h - members of JSON objects, and what stands for one that is not there */
#ifndef KPT_JSON_H
#define KPT_JSON_H

#include <jansson.h>
#include <stdbool.h>

/** ds_str - a string member, "" where there is none */
const char *ds_str(const json_t *o, const char *key);

/** ds_is - is string member @key equal to @value? */
bool ds_is(const json_t *o, const char *key, const char *value);

/** ds_int - an integer member, 0 where there is none */
long long ds_int(const json_t *o, const char *key);

/** ds_real - a number, NAN where there is none */
double ds_real(const json_t *o, const char *key);

/** json_num - an integer where the value is one, else a real; null if NAN */
json_t *json_num(double v);

#endif
