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

/**
 * struct writing - what is written, and where
 * @name:	of each class; NULL: there is no such
 * @unit:	of what is counted
 * @why:	it is not counted, or NULL
 */
struct writing {
	FILE *f;
	const char *name[MAX_CLASSES], *unit[MAX_CLASSES], *why[MAX_CLASSES];
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
	if (!c->data)
		return;
	name_one(w, CLASS_LINES, "lines.touched", "lines");
	name_one(w, CLASS_PAGES, "pages.touched", "pages");
	name_one(w, CLASS_MASKED, "interrupts.off", "instructions");
	name_one(w, CLASS_MASKED_LONGEST, "interrupts.off.longest",
		 "instructions");
	w->why[CLASS_MASKED] = c->no_mask;
	w->why[CLASS_MASKED_LONGEST] = c->no_mask;
}

static bool counted(const struct writing *w, int class)
{
	return w->name[class] && !w->why[class];
}

static void write_names(const struct writing *w)
{
	for (int i = 0; i < MAX_CLASSES; i++) {
		if (counted(w, i))
			fprintf(w->f, "class %s %s\n", w->name[i], w->unit[i]);
		else if (w->name[i])
			fprintf(w->f, "absent %s %s %s\n", w->name[i],
				w->unit[i], w->why[i]);
	}
}

static void write_window(const struct writing *to, const struct class_window *w)
{
	fprintf(to->f, "window %ld %s", w->run,
		w->phase == PHASE_NOP ? "nop" : "work");
	if (w->mixed)
		fprintf(to->f, " mixed");
	for (int i = 0; i < MAX_CLASSES && !w->mixed; i++)
		if (counted(to, i))
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
	write_names(&to);
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
