// SPDX-License-Identifier: GPL-2.0-only
/* sides.c - which boots are the base, which the patched kernel */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/records/pair.h"
#include "common/util.h"

const char *const side_name[SIDES] = { "base", "patched" };

/* The labels of one file, for messages and for choosing the only one. */
static size_t labels_of(const struct dataset *ds, int file, char *buf,
			size_t len, const char **first)
{
	size_t n = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < ds->nr_boots; i++) {
		const struct ds_boot *b = &ds->boots[i];
		size_t j, used = strlen(buf);

		if (b->file != file)
			continue;
		for (j = 0; j < i; j++)
			if (ds->boots[j].file == file &&
			    !strcmp(ds->boots[j].label, b->label))
				break;
		if (j < i)
			continue;
		if (!n++)
			*first = b->label;
		snprintf(buf + used, len - used, "%s%s", used ? ", " : "",
			 b->label);
	}
	return n;
}

static int by_group_and_number(const void *a, const void *b)
{
	const struct ds_boot *x = *(struct ds_boot *const *)a;
	const struct ds_boot *y = *(struct ds_boot *const *)b;
	int d = strcmp(x->group, y->group);

	return d ? d : (x->boot > y->boot) - (x->boot < y->boot);
}

int side_pick(struct pair *c, struct side *s, int file, const char *want,
	      const char *fallback, const char *opt)
{
	struct dataset *ds = &c->ds;
	const char *only = NULL;
	char labels[512];
	size_t n = labels_of(ds, file, labels, sizeof(labels), &only), lost = 0;

	s->file = file;
	s->label = want ? want : n == 1 && ds->nr_files > 1 ? only : fallback;
	s->boots = calloc(ds->nr_boots + 1, sizeof(*s->boots));
	if (!s->boots)
		return -ENOMEM;
	for (size_t i = 0; i < ds->nr_boots; i++) {
		struct ds_boot *b = &ds->boots[i];

		if (b->file != file || strcmp(b->label, s->label))
			continue;
		/* What a failed boot read is not what others read. */
		if (b->whole && !b->superseded &&
		    ds_is(b->end, "status", "ok"))
			s->boots[s->nr++] = b;
		else
			lost++;
	}
	if (!s->nr) {
		kpt_error("%s: no whole boot with label \"%s\"%s; it has: %s; "
			  "choose with --%s LABEL", ds->paths[file], s->label,
			  lost ? " (only broken or failed ones, see kptstat "
			  "check)" : "",
			  n ? labels : "nothing", opt);
		return -ENOENT;
	}
	qsort(s->boots, s->nr, sizeof(*s->boots), by_group_and_number);
	for (size_t i = 0; i < s->nr; i++) {
		size_t j;

		for (j = 0; j < i; j++)
			if (s->boots[j]->boot == s->boots[i]->boot)
				break;
		s->replicates += j == i;
	}
	s->env = s->boots[0]->env;
	return 0;
}

/* Every boot of @s that has this number lies between these lines. */
static void span(const struct side *s, long long boot, long *first, long *last)
{
	for (size_t i = 0; i < s->nr; i++) {
		if (s->boots[i]->boot != boot)
			continue;
		if (s->boots[i]->line < *first)
			*first = s->boots[i]->line;
		if (s->boots[i]->line > *last)
			*last = s->boots[i]->line;
	}
}

/*
 * Boots are pairs when boot N of both kernels was done before boot N + 1 of
 * either. Only one file tells in which order they were done. A boot whose
 * partner was lost does not make groups of the others.
 */
static bool in_turn(const struct pair *c)
{
	const struct side *a = &c->side[BASE], *b = &c->side[PATCHED];

	size_t pairs = 0;

	if (a->file != b->file)
		return false;
	for (size_t i = 0; i < a->nr; i++) {
		long long boot = a->boots[i]->boot;
		long first = LONG_MAX, last = 0, mate = LONG_MAX, none = 0;

		span(b, boot, &mate, &none);
		if (mate == LONG_MAX)
			continue;
		pairs++;
		span(a, boot, &first, &last);
		span(b, boot, &first, &last);
		for (size_t j = 0; j < a->nr; j++)
			if (a->boots[j]->boot != boot &&
			    a->boots[j]->line > first &&
			    a->boots[j]->line < last)
				return false;
		for (size_t j = 0; j < b->nr; j++)
			if (b->boots[j]->boot != boot &&
			    b->boots[j]->line > first &&
			    b->boots[j]->line < last)
				return false;
	}
	return pairs > 0;
}

int sides_pick(struct pair *c, const char *base, const char *patched)
{
	int second = c->ds.nr_files > 1;
	int err = side_pick(c, &c->side[BASE], 0, base, "base", "base");

	if (!err)
		err = side_pick(c, &c->side[PATCHED], second, patched,
				"patched", "patched");
	c->interleaved = !err && in_turn(c);
	return err;
}
