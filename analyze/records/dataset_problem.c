// SPDX-License-Identifier: GPL-2.0-only
/* dataset_problem.c - what is wrong with records, and not a million times */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/records/dataset_local.h"
#include "common/text.h"
#include "common/util.h"

/* As many of one kind in one file are told, and how many more there are. */
#define MAX_ALIKE	20

/* Problems of one kind: those that one line of our code tells of one file. */
struct ds_kind {
	const char *fmt, *path;
	size_t first, nr;
	long last;
};

int ds_grow(void **v, size_t n, size_t size)
{
	void *p;

	/* Doubling at powers of two keeps no capacity beside the count. */
	if (n & (n - 1))
		return 0;
	p = realloc(*v, (n ? 2 * n : 1) * size);
	if (!p)
		return -ENOMEM;
	*v = p;
	return 0;
}

static struct ds_kind *kind_of(struct dataset *ds, const char *fmt,
			       const char *path)
{
	for (size_t i = 0; i < ds->nr_kinds; i++)
		if (ds->kinds[i].fmt == fmt && ds->kinds[i].path == path)
			return &ds->kinds[i];
	if (ds_grow((void **)&ds->kinds, ds->nr_kinds, sizeof(*ds->kinds)))
		return NULL;
	ds->kinds[ds->nr_kinds] = (struct ds_kind){
		.fmt = fmt, .path = path, .first = ds->nr_problems,
	};
	return &ds->kinds[ds->nr_kinds++];
}

/* The text may quote the file: it is made fit for a terminal here. */
static void add(struct dataset *ds, enum ds_weight weight, const char *path,
		long line, const char *text)
{
	struct ds_problem *p;

	if (ds_grow((void **)&ds->problems, ds->nr_problems, sizeof(*p)))
		return;
	p = &ds->problems[ds->nr_problems++];
	p->weight = weight;
	p->path = path;
	p->line = line;
	kpt_shown(p->text, sizeof(p->text), text);
}

static void KPT_PRINTF(6, 0)
	vproblem(struct dataset *ds, enum ds_weight weight, const char *path,
		 long line, char text[DS_TEXT], const char *fmt, va_list ap)
{
	struct ds_kind *kind = kind_of(ds, fmt, path);

	vsnprintf(text, DS_TEXT, fmt, ap);
	if (!kind)
		return;
	kind->last = line;
	if (kind->nr++ < MAX_ALIKE)
		add(ds, weight, path, line, text);
}

void ds_problem(struct dataset *ds, enum ds_weight weight, const char *path,
		long line, const char *fmt, ...)
{
	char text[DS_TEXT];
	va_list ap;

	va_start(ap, fmt);
	vproblem(ds, weight, path, line, text, fmt, ap);
	va_end(ap);
}

void ds_broken(struct dataset *ds, struct ds_boot *b, long line,
	       const char *fmt, ...)
{
	char text[DS_TEXT], shown[200];
	va_list ap;

	va_start(ap, fmt);
	vproblem(ds, DS_BOOT_LOST, ds->paths[b->file], line, text, fmt, ap);
	va_end(ap);
	if (!b->broken[0])
		snprintf(b->broken, sizeof(b->broken), "line %ld: %.180s", line,
			 kpt_shown(shown, sizeof(shown), text));
}

void ds_problems_end(struct dataset *ds)
{
	for (size_t i = 0; i < ds->nr_kinds; i++) {
		const struct ds_kind *k = &ds->kinds[i];
		char text[DS_TEXT];

		if (k->nr <= MAX_ALIKE || k->first >= ds->nr_problems)
			continue;
		snprintf(text, sizeof(text), "the last of %zu more of this "
			 "kind: %.300s", k->nr - MAX_ALIKE,
			 ds->problems[k->first].text);
		add(ds, ds->problems[k->first].weight, k->path, k->last, text);
	}
}
