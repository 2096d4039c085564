// SPDX-License-Identifier: GPL-2.0-only
/* windows.c - windows kept, each set of counts once, and written */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "profile/windows.h"

static const char *const phase_names[NR_PHASES] = { "", "nop", "work" };

static int by_address(const void *a, const void *b)
{
	const struct count *x = a, *y = b;

	return (x->addr > y->addr) - (x->addr < y->addr);
}

static int gather(struct window *w, const struct counts *c)
{
	size_t i, nr = 0;

	for (i = 0; i < c->nr; i++)
		nr += counts_get(c, i)->exec != 0;
	w->v = calloc(nr ? nr : 1, sizeof(*w->v));
	if (!w->v)
		return -ENOMEM;
	for (i = 0; i < c->nr; i++) {
		const struct count *n = counts_get(c, i);

		if (!n->exec)
			continue;
		w->v[w->nr] = *n;
		if (n->clears)
			w->v[w->nr].stores = n->exec;
		w->nr++;
		w->total += n->exec;
	}
	qsort(w->v, w->nr, sizeof(*w->v), by_address);
	return 0;
}

static bool same(const struct window *a, const struct window *b)
{
	return a->as < 0 && !a->mixed && a->ops == b->ops && a->nr == b->nr &&
	       !memcmp(a->v, b->v, a->nr * sizeof(*a->v));
}

int windows_add(struct windows *ws, enum phase phase, const struct counts *c,
		uint64_t ops, bool mixed)
{
	struct window w = { .ops = ops, .as = -1, .mixed = mixed }, *more;
	size_t nr = ws->nr[phase], i;
	int ret = mixed ? 0 : gather(&w, c);

	if (ret)
		return ret;
	for (i = 0; i < nr && !mixed && w.as < 0; i++)
		if (same(&ws->v[phase][i], &w))
			w.as = (long)i;
	if (w.as >= 0) {
		free(w.v);
		w.v = NULL;
		w.nr = 0;
	}
	more = realloc(ws->v[phase], (nr + 1) * sizeof(*more));
	if (!more) {
		free(w.v);
		return -ENOMEM;
	}
	ws->v[phase] = more;
	more[ws->nr[phase]++] = w;
	return 0;
}

static void write_window(FILE *f, const struct windows *ws, enum phase phase,
			 size_t i)
{
	const struct window *w = &ws->v[phase][i];
	size_t k;

	fprintf(f, "window %s %zu %" PRIu64 " %" PRIu64, phase_names[phase], i,
		w->ops, w->total);
	if (w->mixed)
		fprintf(f, " mixed");
	else if (w->as >= 0)
		fprintf(f, " as %ld", w->as);
	fputc('\n', f);
	for (k = 0; k < w->nr; k++) {
		const struct count *n = &w->v[k];

		fprintf(f, "%" PRIx64 " %" PRIu64 " %" PRIu64 " %" PRIu64
			" %" PRIu64 " %" PRIu64 "\n", n->addr, n->exec,
			n->loads, n->stores, n->lines, n->pages);
	}
}

int windows_write(const struct windows *w, const char *path,
		  const char *target)
{
	enum phase phase;
	size_t i;
	FILE *f;
	int bad;

	f = fopen(path, "we");
	if (!f)
		return -errno;
	fprintf(f, PROFILE_MAGIC "\ntarget %s\nmarker %" PRIx64 "\n", target,
		w->marker);
	for (phase = PHASE_NOP; phase < NR_PHASES; phase++)
		for (i = 0; i < w->nr[phase]; i++)
			write_window(f, w, phase, i);
	if (w->moved)
		fprintf(f, "moved\n");
	if (w->unclosed)
		fprintf(f, "unclosed\n");
	fprintf(f, "end\n");
	bad = ferror(f);
	if (fclose(f) || bad)
		return errno ? -errno : -EIO;
	return 0;
}

void windows_clear(struct windows *w)
{
	enum phase phase;
	size_t i;

	for (phase = PHASE_NOP; phase < NR_PHASES; phase++) {
		for (i = 0; i < w->nr[phase]; i++)
			free(w->v[phase][i].v);
		free(w->v[phase]);
	}
	memset(w, 0, sizeof(*w));
}
