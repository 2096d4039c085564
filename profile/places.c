// SPDX-License-Identifier: GPL-2.0-only
/* places.c - classes of instructions by where they are, not by what they do */
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "profile/places.h"

static int add_address(struct places *e, const char *text)
{
	struct place *more;
	char *end;

	if (!e->nr_names)
		return -EBADMSG;
	if (!(e->nr & (e->nr - 1))) {
		more = realloc(e->v, (e->nr ? 2 * e->nr : 1) * sizeof(*more));
		if (!more)
			return -ENOMEM;
		e->v = more;
	}
	e->v[e->nr].addr = strtoull(text, &end, 16);
	e->v[e->nr].classes = 1u << (e->nr_names - 1);
	e->nr++;
	return *end || end == text ? -EBADMSG : 0;
}

static int add_class(struct places *e, const char *name)
{
	if (e->nr_names == PLACE_CLASSES || !*name ||
	    strlen(name) >= sizeof(e->name[0]))
		return -EBADMSG;
	strcpy(e->name[e->nr_names++], name);
	return 0;
}

/* Return: 1 at the end, 0, or -errno. */
static int take_line(struct places *e, char *line)
{
	line[strcspn(line, "\n")] = '\0';
	if (!strcmp(line, "end"))
		return 1;
	if (!strncmp(line, "class ", 6))
		return add_class(e, line + 6);
	if (!strncmp(line, "at ", 3))
		return add_address(e, line + 3);
	return -EBADMSG;
}

static int by_address(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return (x->addr > y->addr) - (x->addr < y->addr);
}

/* Sorted, and each address once, with all its classes. */
static void settle(struct places *e)
{
	size_t i, nr = 0;

	if (!e->nr)
		return;
	qsort(e->v, e->nr, sizeof(*e->v), by_address);
	for (i = 0; i < e->nr; i++) {
		if (nr && e->v[nr - 1].addr == e->v[i].addr)
			e->v[nr - 1].classes |= e->v[i].classes;
		else
			e->v[nr++] = e->v[i];
	}
	e->nr = nr;
}

int places_read(struct places *e, const char *path)
{
	FILE *f = fopen(path, "re");
	char line[128];
	int ret = 0;

	if (!f)
		return -errno;
	if (!fgets(line, sizeof(line), f) || strcmp(line, PLACES_MAGIC "\n"))
		ret = -EBADMSG;
	while (!ret && fgets(line, sizeof(line), f))
		ret = take_line(e, line);
	fclose(f);
	settle(e);
	/* Without its end it is not whole. */
	return ret == 1 ? 0 : ret ? ret : -EBADMSG;
}

unsigned int places_at(const struct places *e, uint64_t addr)
{
	const struct place key = { addr, 0 }, *found = NULL;

	if (e->nr)
		found = bsearch(&key, e->v, e->nr, sizeof(key), by_address);
	return found ? found->classes : 0;
}

void places_free(struct places *e)
{
	free(e->v);
	memset(e, 0, sizeof(*e));
}
