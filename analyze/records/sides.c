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

static int by_value(const void *a, const void *b)
{
	long long x = *(const long long *)a, y = *(const long long *)b;

	return (x > y) - (x < y);
}

static size_t count_distinct(long long *v, size_t n)
{
	size_t distinct = 0;

	qsort(v, n, sizeof(*v), by_value);
	for (size_t i = 0; i < n; i++)
		distinct += !i || v[i] != v[i - 1];
	return distinct;
}

/* A boot with several groups is one replicate. */
static int count_replicates(struct side *s)
{
	long long *number = calloc(s->nr, sizeof(*number));
	size_t n = 0;

	if (!number)
		return -ENOMEM;
	for (size_t i = 0; i < s->nr; i++)
		number[i] = s->boots[i]->boot;
	s->replicates = count_distinct(number, s->nr);
	for (size_t i = 0; i < s->nr; i++)
		if (s->boots[i]->layout)
			number[n++] = s->boots[i]->layout;
	s->layouts = count_distinct(number, n);
	n = 0;
	for (size_t i = 0; i < s->nr; i++)
		if (s->boots[i]->build)
			number[n++] = s->boots[i]->build;
	s->builds = count_distinct(number, n);
	free(number);
	return 0;
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
	s->env = s->boots[0]->env;
	return count_replicates(s);
}

/* A boot, where it begins, and how many of both kernels begin before it. */
struct turn {
	const struct ds_boot *boot;
	size_t at;
	bool on[SIDES];
};

static int by_line(const void *a, const void *b)
{
	const struct ds_boot *x = ((const struct turn *)a)->boot;
	const struct ds_boot *y = ((const struct turn *)b)->boot;

	return (x->line > y->line) - (x->line < y->line);
}

static int by_number(const void *a, const void *b)
{
	const struct turn *x = a, *y = b;

	if (x->boot->boot != y->boot->boot)
		return x->boot->boot < y->boot->boot ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

/* Sorted by number: do the boots of each pair follow one another? */
static bool apart(const struct turn *t, size_t nr)
{
	size_t pairs = 0;

	for (size_t i = 0, j; i < nr; i = j) {
		bool on[SIDES] = { t[i].on[BASE], t[i].on[PATCHED] };

		for (j = i + 1; j < nr; j++) {
			if (t[j].boot->boot != t[i].boot->boot)
				break;
			on[BASE] |= t[j].on[BASE];
			on[PATCHED] |= t[j].on[PATCHED];
		}
		if (!on[BASE] || !on[PATCHED])
			continue;
		pairs++;
		if (t[j - 1].at - t[i].at != j - 1 - i)
			return false;
	}
	return pairs > 0;
}

/*
 * Boots are pairs when boot N of both kernels was done before boot N + 1 of
 * either. Only one file tells in which order they were done. A boot whose
 * partner was lost does not make groups of the others.
 */
static bool in_turn(const struct pair *c)
{
	size_t nr = 0;
	struct turn *t;
	bool yes;

	if (c->side[BASE].file != c->side[PATCHED].file)
		return false;
	t = calloc(c->side[BASE].nr + c->side[PATCHED].nr + 1, sizeof(*t));
	if (!t)
		return false;
	for (int k = 0; k < SIDES; k++)
		for (size_t i = 0; i < c->side[k].nr; i++) {
			t[nr].boot = c->side[k].boots[i];
			t[nr++].on[k] = true;
		}
	qsort(t, nr, sizeof(*t), by_line);
	for (size_t i = 0; i < nr; i++)
		t[i].at = i;
	qsort(t, nr, sizeof(*t), by_number);
	yes = apart(t, nr);
	free(t);
	return yes;
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
