// SPDX-License-Identifier: GPL-2.0-only
/* names.c - texts, each once, and a number for each */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/summary/names.h"
#include "common/util.h"

size_t names_find(const struct names *n, const char *text)
{
	const json_t *at = json_object_get(n->index, text);

	return at ? (size_t)json_integer_value(at) : NAMES_NONE;
}

size_t names_place(struct names *n, const char *text, size_t number)
{
	size_t at = names_find(n, text);

	if (at != NAMES_NONE)
		return at;
	if (!n->index)
		n->index = json_object();
	/* A text that was cut may end within a letter: no check. */
	if (json_object_set_new_nocheck(n->index, text,
					json_integer((json_int_t)number)))
		return NAMES_NONE;
	n->nr++;
	return number;
}

size_t names_add(struct names *n, const char *text)
{
	return names_place(n, text, n->nr);
}

/* Room doubles whenever it is full: that is at powers of two. */
void *names_list(struct names *n, const char *text, void *v, size_t size,
		 size_t *at)
{
	size_t nr = n->nr;
	void *p;

	*at = names_find(n, text);
	if (*at != NAMES_NONE)
		return v;
	p = kpt_room(v, nr, size);
	if (!p)
		return v;
	memset((char *)p + nr * size, 0, size);
	*at = names_add(n, text);
	return p;
}

bool names_new(struct names *n, const char *text)
{
	size_t nr = n->nr;

	return names_add(n, text) == nr;
}

const char *names_key(const struct names *n, const char *text)
{
	return json_object_iter_key(json_object_iter_at(n->index, text));
}

void names_free(struct names *n)
{
	json_decref(n->index);
	*n = (struct names){ NULL, 0 };
}
