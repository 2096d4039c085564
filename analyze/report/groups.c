// SPDX-License-Identifier: GPL-2.0-only
/* groups.c - rows, or entries of a list, that a report tells together */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "analyze/report/groups.h"

void groups_add(json_t *groups, const json_t *entry, const char *fmt, ...)
{
	json_t *list;
	va_list ap;
	char *key;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&key, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	list = json_object_get(groups, key);
	if (!list) {
		list = json_array();
		json_object_set_new_nocheck(groups, key, list);
	}
	json_array_append(list, (json_t *)entry);
	free(key);
}
