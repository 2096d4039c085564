// SPDX-License-Identifier: GPL-2.0-only
/* match.c - lines of patches, code of a kernel, and what was executed */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/cover/cover.h"

struct matching {
	struct cv_patches *p;
	const struct cv_run *r;
	size_t last;		/* the file of the row before: mostly the same */
};

static bool executed(const struct cv_ranges *v, uint64_t start, uint64_t end)
{
	size_t lo = 0, hi = v->nr;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (v->v[mid].start < end)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo && v->v[lo - 1].end > start;
}

static struct cv_file *find_file(struct matching *m, const char *name)
{
	struct cv_patches *p = m->p;
	size_t i;

	if (m->last < p->nr_files && !strcmp(p->file[m->last].name, name))
		return &p->file[m->last];
	for (i = 0; i < p->nr_files; i++)
		if (!strcmp(p->file[i].name, name)) {
			m->last = i;
			return &p->file[i];
		}
	return NULL;
}

static void take_row(void *arg, const char *file, int line, uint64_t start,
		     uint64_t end)
{
	struct matching *m = arg;
	struct cv_file *f = find_file(m, file);
	struct cv_line *l;
	size_t i;

	if (!f)
		return;
	f->built = true;
	if (line < 1 || (size_t)line > f->nr)
		return;
	l = &f->line[line - 1];
	if (!l->hunk)
		return;
	l->code = true;
	for (i = 0; i < m->r->nr; i++)
		if (executed(&m->r->range[i], start, end))
			l->by[i / 64] |= 1ull << i % 64;
}

static void count_file(struct cv_patches *p, const struct cv_file *f)
{
	size_t i, k;

	for (i = 0; i < f->nr; i++) {
		const struct cv_line *l = &f->line[i];
		struct cv_hunk *h;
		bool run = false;

		if (!l->hunk)
			continue;
		h = &p->hunk[l->hunk - 1];
		h->left++;
		h->code += l->code;
		for (k = 0; k < CV_WORDS; k++) {
			h->by[k] |= l->by[k];
			run |= l->by[k] != 0;
		}
		h->run += run;
	}
}

int cv_match(struct cv_patches *p, const struct cv_run *r, struct ps_syms *s)
{
	struct matching m = { .p = p, .r = r };
	size_t i;
	int ret = ps_lines(s, take_row, &m);

	for (i = 0; i < p->nr_files && !ret; i++)
		count_file(p, &p->file[i]);
	return ret;
}
