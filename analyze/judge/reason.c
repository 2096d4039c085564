// SPDX-License-Identifier: GPL-2.0-only
/* reason.c - the codes of a row */
#include <string.h>

#include "analyze/judge/reason.h"

static const char *const names[] = {
#define X(name) #name,
	KPT_REASONS(X)
#undef X
};

enum kpt_reason reason_of(const json_t *entry)
{
	const char *code = json_string_value(json_object_get(entry, "code"));
	size_t i;

	for (i = 0; code && i < REASONS; i++)
		if (!strcmp(code, names[i]))
			return (enum kpt_reason)i;
	return REASONS;
}

void reason_add(json_t *row, enum kpt_reason code, json_t *params)
{
	json_t *list = json_object_get(row, "reasons");
	json_t *entry = json_object();

	if (!list) {
		list = json_array();
		json_object_set_new(row, "reasons", list);
	}
	json_object_set_new(entry, "code", json_string(names[code]));
	if (params)
		json_object_update(entry, params);
	json_decref(params);
	json_array_append_new(list, entry);
}

const json_t *reason_find(const json_t *row, enum kpt_reason code)
{
	const json_t *list = json_object_get(row, "reasons"), *e;
	size_t i;

	json_array_foreach((json_t *)list, i, e)
		if (reason_of(e) == code)
			return e;
	return NULL;
}

bool reason_has(const json_t *row, enum kpt_reason code)
{
	return reason_find(row, code) != NULL;
}
