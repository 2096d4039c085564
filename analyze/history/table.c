// SPDX-License-Identifier: GPL-2.0-only
/* table.c - a history as one table: a row a kernel, a column a line */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/history/print.h"
#include "analyze/report/model.h"
#include "analyze/words/number.h"
#include "common/util.h"

#define MAX_COLS 20

/* Kernels of several lines, each once, in the order that all of them have. */
struct rows {
	const struct hs_point **p;
	size_t nr, room;
};

static bool has(const struct rows *r, const struct hs_point *p, size_t *at)
{
	for (*at = 0; *at < r->nr; (*at)++)
		if (r->p[*at]->kernel == p->kernel)
			return true;
	return false;
}

/* Behind the one that is before it in its own line. */
static int add_row(struct rows *r, const struct hs_point *p, size_t at)
{
	if (r->nr == r->room) {
		size_t room = r->room ? 2 * r->room : 32;
		const struct hs_point **more = realloc(r->p, room * sizeof(*more));

		if (!more)
			return -ENOMEM;
		r->p = more;
		r->room = room;
	}
	memmove(r->p + at + 1, r->p + at, (r->nr - at) * sizeof(*r->p));
	r->p[at] = p;
	r->nr++;
	return 0;
}

static int add_rows(struct rows *r, const struct hs_line *l)
{
	size_t i, at, next = 0;

	for (i = 0; i < l->nr; i++) {
		if (has(r, &l->point[i], &at))
			next = at + 1;
		else if (add_row(r, &l->point[i], next++))
			return -ENOMEM;
	}
	return 0;
}

/* The last part of "held n=128" and the like is what a reader looks for. */
static void put_head(struct model *m, struct model_table *t,
		     const struct hs_line *l)
{
	char group[96];

	snprintf(group, sizeof(group), "%s", *l->scenario ? l->scenario :
		 "at boot");
	model_column(m, t, true, group, "%s, %s", l->metric, l->phase);
}

static void put_cell(struct model *m, struct model_table *t,
		     const struct hs_line *l, const struct hs_point *row)
{
	char v[WORDS_LEN];

	for (size_t i = 0; i < l->nr; i++) {
		const struct hs_point *p = &l->point[i];

		if (p->kernel != row->kernel)
			continue;
		if (!p->exact && l->exact)
			model_cell(m, t, "not resolved");
		else
			model_cell(m, t, "%s%s", words_round(p->mean, v),
				   p->cut ? " *" : "");
		return;
	}
	model_cell(m, t, "n/a");
}

static int put_table(struct model *m, const struct hs_line *l, size_t nr)
{
	struct rows rows = { NULL };
	struct model_table *t;
	size_t i, k;
	int ret = 0;

	for (i = 0; i < nr && !ret; i++)
		ret = add_rows(&rows, &l[i]);
	if (!ret) {
		t = model_table(m);
		model_column(m, t, false, NULL, "kernel");
		for (i = 0; i < nr; i++)
			put_head(m, t, &l[i]);
		for (k = 0; k < rows.nr; k++) {
			model_cell(m, t, "%s", rows.p[k]->name);
			for (i = 0; i < nr; i++)
				put_cell(m, t, &l[i], rows.p[k]);
		}
	}
	free(rows.p);
	return ret;
}

int hs_print_table(FILE *f, const struct hs_lines *lines)
{
	struct model m = { 0 };
	size_t i, n = 0;
	int err = 0;

	for (i = 0; i < lines->nr && !err; i += n) {
		n = hs_machine(lines, i);
		if (n > MAX_COLS)
			break;
		err = put_table(&m, &lines->line[i], n);
	}
	if (!err && i < lines->nr) {
		kpt_error("history: a table has at most %d lines, and these are %zu: --only and --metrics choose",
			  MAX_COLS, n);
		err = -E2BIG;
	}
	if (!err)
		err = model_md(f, &m);
	model_free(&m);
	return err;
}
