// SPDX-License-Identifier: GPL-2.0-only
/* classes.c - counts of classes kept, window by window, and written */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "profile/classes.h"

int classes_add(struct classes *c, enum phase phase, bool mixed)
{
	struct class_window *more;

	if (!(c->nr & (c->nr - 1))) {
		more = realloc(c->v, (c->nr ? 2 * c->nr : 1) * sizeof(*more));
		if (!more)
			return -ENOMEM;
		c->v = more;
	}
	more = &c->v[c->nr++];
	*more = (struct class_window){ c->run, phase, mixed, { 0 } };
	memcpy(more->n, c->now, sizeof(more->n));
	return 0;
}

/* Bits of all classes that are written. */
static unsigned int classes_of(const struct classify_target *target,
			       const struct places *places)
{
	return target->has | ((1u << places->nr_names) - 1) << NR_CLASSES;
}

static void write_window(FILE *f, const struct class_window *w,
			 unsigned int has)
{
	fprintf(f, "window %ld %s", w->run,
		w->phase == PHASE_NOP ? "nop" : "work");
	if (w->mixed)
		fprintf(f, " mixed");
	for (int i = 0; i < MAX_CLASSES && !w->mixed; i++)
		if (has >> i & 1)
			fprintf(f, " %" PRIu64, w->n[i]);
	fputc('\n', f);
}

int classes_write(const struct classes *c, const char *path,
		  const struct classify_target *target,
		  const struct places *places)
{
	const unsigned int has = classes_of(target, places);
	FILE *f = fopen(path, "we");
	int bad;

	if (!f)
		return -errno;
	fprintf(f, CLASSES_MAGIC "\n");
	for (int i = 0; i < MAX_CLASSES; i++)
		if (has >> i & 1)
			fprintf(f, "class %s\n", i < NR_CLASSES ?
				class_name(i) : places->name[i - NR_CLASSES]);
	for (size_t i = 0; i < c->nr; i++)
		write_window(f, &c->v[i], has);
	fprintf(f, "end\n");
	errno = EIO;
	bad = ferror(f);
	return fclose(f) || bad ? -errno : 0;
}

void classes_clear(struct classes *c)
{
	free(c->v);
	memset(c, 0, sizeof(*c));
}
