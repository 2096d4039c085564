// SPDX-License-Identifier: GPL-2.0-only
/* found.c - lists of what was found beside the numbers */
#include <stdlib.h>
#include <string.h>

#include "analyze/records/pair.h"

void health_add(struct pair *p, const char *list, json_t *item)
{
	json_t *arr = json_object_get(p->health, list);

	if (!arr) {
		arr = json_array();
		json_object_set_new(p->health, list, arr);
	}
	json_array_append_new(arr, item);
}

void health_note(struct pair *p, json_t *note)
{
	health_add(p, "notes", note);
}

void pair_free(struct pair *p)
{
	free(p->side[BASE].boots);
	free(p->side[PATCHED].boots);
	json_decref(p->health);
	ds_free(&p->ds);
	memset(p, 0, sizeof(*p));
}
