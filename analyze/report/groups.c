// SPDX-License-Identifier: GPL-2.0-only
/* groups.c - rows, or entries of a list, that a report tells together */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "analyze/report/groups.h"
#include "common/util.h"

static struct group *group_of(struct groups *g, const char *key)
{
	size_t at;

	g->v = names_list(&g->keys, key, g->v, sizeof(*g->v), &at);
	g->nr = g->keys.nr;
	if (at == NAMES_NONE)
		return NULL;
	if (!g->v[at].key)
		g->v[at].key = names_key(&g->keys, key);
	return &g->v[at];
}

void groups_add(struct groups *g, const void *entry, const char *fmt, ...)
{
	struct group *to;
	va_list ap;
	char *key;
	void *p;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&key, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	to = group_of(g, key);
	free(key);
	p = to ? kpt_room(to->v, to->nr, sizeof(*to->v)) : NULL;
	if (!p)
		return;
	to->v = p;
	to->v[to->nr++] = entry;
}

void groups_free(struct groups *g)
{
	for (size_t i = 0; i < g->nr; i++)
		free(g->v[i].v);
	free(g->v);
	names_free(&g->keys);
	*g = (struct groups){ .nr = 0 };
}
