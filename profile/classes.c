// SPDX-License-Identifier: GPL-2.0-only
/* classes.c - counts of classes kept, window by window, and written */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "profile/classes.h"

void classes_touch(struct classes *c, uint64_t addr, unsigned int len)
{
	struct touch new = footprint_add(&c->footprint, addr, len);

	c->now[CLASS_LINES] += new.lines;
	c->now[CLASS_PAGES] += new.pages;
}

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

/**
 * struct writing - what is written, and where
 * @name:	of each class that is counted; NULL: it is not
 * @unit:	of what is counted
 */
struct writing {
	FILE *f;
	const char *name[MAX_CLASSES], *unit[MAX_CLASSES];
};

static void name_one(struct writing *w, int class, const char *name,
		     const char *unit)
{
	w->name[class] = name;
	w->unit[class] = unit;
}

static void name_all(struct writing *w, const struct classes *c,
		     const struct classify_target *target,
		     const struct places *places)
{
	for (int i = 0; i < NR_CLASSES; i++)
		if (target->has >> i & 1)
			name_one(w, i, class_name(i), "instructions");
	for (size_t i = 0; i < places->nr_names; i++)
		name_one(w, NR_CLASSES + (int)i, places->name[i],
			 "instructions");
	if (!c->touched)
		return;
	name_one(w, CLASS_LINES, "lines.touched", "lines");
	name_one(w, CLASS_PAGES, "pages.touched", "pages");
}

static void write_window(const struct writing *to, const struct class_window *w)
{
	fprintf(to->f, "window %ld %s", w->run,
		w->phase == PHASE_NOP ? "nop" : "work");
	if (w->mixed)
		fprintf(to->f, " mixed");
	for (int i = 0; i < MAX_CLASSES && !w->mixed; i++)
		if (to->name[i])
			fprintf(to->f, " %" PRIu64, w->n[i]);
	fputc('\n', to->f);
}

int classes_write(const struct classes *c, const char *path,
		  const struct classify_target *target,
		  const struct places *places)
{
	struct writing to = { .f = fopen(path, "we") };
	int bad;

	if (!to.f)
		return -errno;
	name_all(&to, c, target, places);
	fprintf(to.f, CLASSES_MAGIC "\n");
	for (int i = 0; i < MAX_CLASSES; i++)
		if (to.name[i])
			fprintf(to.f, "class %s %s\n", to.name[i], to.unit[i]);
	for (size_t i = 0; i < c->nr; i++)
		write_window(&to, &c->v[i]);
	fprintf(to.f, "end\n");
	errno = EIO;
	bad = ferror(to.f);
	return fclose(to.f) || bad ? -errno : 0;
}

void classes_clear(struct classes *c)
{
	free(c->v);
	c->v = NULL;
	c->nr = 0;
	c->run = 0;
}
