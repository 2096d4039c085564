// SPDX-License-Identifier: GPL-2.0-only
/* profile_print.c - the table by function, and a function's lines */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/profile/profile.h"
#include "analyze/words/number.h"
#include "common/util.h"

/**
 * struct row - a function wherever it is
 * @self:	of its own code
 * @whole:	with what is inlined into it
 */
struct row {
	const char *name;
	long long self[PR_SIDES], whole[PR_SIDES];
};

struct rows {
	struct row *v;
	size_t nr;
};

static struct row *row_of(struct rows *r, const char *name)
{
	struct row *more;
	size_t i;

	for (i = 0; i < r->nr; i++)
		if (!strcmp(r->v[i].name, name))
			return &r->v[i];
	more = realloc(r->v, (r->nr + 1) * sizeof(*more));
	if (!more)
		return NULL;
	r->v = more;
	more[r->nr] = (struct row){ .name = name };
	return &more[r->nr++];
}

/* A function that is inlined in itself is whole once. */
static bool is_inside(const char *const above[], size_t depth,
		      const char *name)
{
	while (depth--)
		if (!strcmp(above[depth], name))
			return true;
	return false;
}

static int collect(struct rows *r, const struct pr_node *node,
		   const char *above[], size_t depth)
{
	const struct pr_node *n;
	int side, ret = 0;

	for (n = node->child; n && !ret; n = n->next) {
		struct row *row = row_of(r, n->name);

		if (!row)
			return -ENOMEM;
		for (side = 0; side < PR_SIDES; side++) {
			row->self[side] += n->self[side][PR_EXEC];
			if (!is_inside(above, depth, n->name))
				row->whole[side] += pr_sum(n, side, PR_EXEC);
		}
		above[depth] = n->name;
		ret = collect(r, n, above, depth + 1);
	}
	return ret;
}

static long long diff_of(const long long v[PR_SIDES])
{
	return v[PR_PATCHED] - v[PR_BASE];
}

static int by_difference(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	long long dx = llabs(diff_of(x->self)), dy = llabs(diff_of(y->self));

	if (dx != dy)
		return dx > dy ? -1 : 1;
	dx = llabs(diff_of(x->whole));
	dy = llabs(diff_of(y->whole));
	if (dx != dy)
		return dx > dy ? -1 : 1;
	if (x->self[PR_BASE] != y->self[PR_BASE])
		return x->self[PR_BASE] > y->self[PR_BASE] ? -1 : 1;
	return strcmp(x->name, y->name);
}

/* All digits, so that a column adds up: 128 windowed operations take seven. */
static const char *num(const struct pr_profile *p, long long amount, bool sign,
		       char buf[WORDS_LEN])
{
	double power = 1;
	int digits = 0;

	while (digits < 8 && fmod((double)amount * power, p->divisor) != 0) {
		power *= 10;
		digits++;
	}
	snprintf(buf, WORDS_LEN, sign && amount ? "%+.*f" : "%.*f",
		 digits < 8 ? digits : 3, pr_per(p, amount));
	return buf;
}

static void print_row(FILE *f, const struct pr_profile *p,
		      const long long v[PR_SIDES], const long long *whole,
		      const char *name)
{
	char b[WORDS_LEN], c[WORDS_LEN], d[WORDS_LEN], w[WORDS_LEN] = "";

	if (whole)
		num(p, diff_of(whole), true, w);
	fprintf(f, "%11s %11s %11s %11s  %s\n", num(p, v[PR_BASE], false, b),
		num(p, v[PR_PATCHED], false, c), num(p, diff_of(v), true, d),
		w, name);
}

static void print_title(FILE *f, const struct pr_profile *p)
{
	fprintf(f, "%s: instructions per %s, %s against %s\n\n", p->scenario,
		p->per, p->label[PR_BASE], p->label[PR_PATCHED]);
	fprintf(f, "%11.11s %11.11s %11s %11s\n", p->label[PR_BASE],
		p->label[PR_PATCHED], "difference", "and inlined");
}

static void print_touched(FILE *f, const struct pr_profile *p)
{
	static const char *const names[PR_WHATS] = {
		NULL, "loads", "stores", "64-byte lines of data",
		"4 KiB pages of data",
	};
	enum pr_what what;
	int side;

	fprintf(f, "\nmemory an operation touches, per %s\n", p->per);
	for (what = PR_LOADS; what < PR_WHATS; what++) {
		long long v[PR_SIDES];

		for (side = 0; side < PR_SIDES; side++)
			v[side] = pr_sum(&p->root, side, what) -
				  p->fixed[side][what];
		print_row(f, p, v, NULL, names[what]);
	}
}

/* A counter of one task leaves out what others do in its window. */
static const char *rest_name(const struct pr_profile *p)
{
	return p->rest[PR_BASE] < 0 || p->rest[PR_PATCHED] < 0 ?
	       "(remainder: other tasks, not counted)" :
	       "(remainder: counted outside the windows)";
}

void pr_print(FILE *f, const struct pr_profile *p, size_t max)
{
	long long more[PR_SIDES] = { 0 }, same[PR_SIDES] = { 0 };
	long long fixed[PR_SIDES] = { -p->fixed[PR_BASE][PR_EXEC],
				      -p->fixed[PR_PATCHED][PR_EXEC] };
	size_t i, shown = 0, nr_more = 0, nr_same = 0;
	const char *above[PS_DEPTH + 1];
	struct rows r = { 0 };
	char text[64];
	int side;

	if (collect(&r, &p->root, above, 0)) {
		kpt_error("out of memory");
		goto out;
	}
	qsort(r.v, r.nr, sizeof(*r.v), by_difference);
	print_title(f, p);
	for (i = 0; i < r.nr; i++) {
		const struct row *row = &r.v[i];
		bool differs = diff_of(row->self) || diff_of(row->whole);

		if (!max || (differs && shown < max)) {
			print_row(f, p, row->self, row->whole, row->name);
			shown++;
			continue;
		}
		for (side = 0; side < PR_SIDES; side++)
			*(differs ? &more[side] : &same[side]) +=
				row->self[side];
		*(differs ? &nr_more : &nr_same) += 1;
	}
	snprintf(text, sizeof(text), "(%zu more that differ)", nr_more);
	if (nr_more)
		print_row(f, p, more, NULL, text);
	snprintf(text, sizeof(text), "(%zu that do not differ)", nr_same);
	if (nr_same)
		print_row(f, p, same, NULL, text);
	print_row(f, p, fixed, NULL, "(less: a window of no operations)");
	print_row(f, p, p->rest, NULL, rest_name(p));
	print_row(f, p, p->total, NULL, "total, as the records have it");
	print_touched(f, p);
out:
	free(r.v);
}

/* ---- lines ---- */

static FILE *open_source(const struct pr_profile *p, int side,
			 const char *file)
{
	char path[8192];
	FILE *f = NULL;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(p->tree[0]) && !f; i++)
		if (!kpt_join(path, sizeof(path), "%s/%s", p->tree[side][i],
			      file))
			f = fopen(path, "re");
	return f;
}

/* A line of source, without blanks around it; "" where there is none. */
static void source_text(const struct pr_profile *p, int side,
			const struct pr_line *l, char *buf, size_t len)
{
	FILE *f = open_source(p, side, l->file);
	char *text = NULL;
	size_t cap = 0;
	int i;

	buf[0] = '\0';
	if (!f)
		return;
	for (i = 0; i < l->line && getline(&text, &cap, f) >= 0; i++)
		;
	if (i && i == l->line)
		kpt_copy(buf, len, kpt_trim(text));
	free(text);
	fclose(f);
}

static int by_line(const void *a, const void *b)
{
	const struct pr_line *x = a, *y = b;
	int order = strcmp(x->file, y->file);

	return order ? order : (x->line > y->line) - (x->line < y->line);
}

/* Lines of both sides that are the same line: the same text, or number. */
static bool same_line(const struct pr_profile *p, const struct pr_line *a,
		      const struct pr_line *b)
{
	char x[512], y[512];

	if (strcmp(a->file, b->file))
		return false;
	source_text(p, PR_BASE, a, x, sizeof(x));
	source_text(p, PR_PATCHED, b, y, sizeof(y));
	return x[0] && y[0] ? !strcmp(x, y) : a->line == b->line;
}

static void print_line(FILE *f, const struct pr_profile *p,
		       const struct pr_line *a, const struct pr_line *b)
{
	const struct pr_line *l = b ? b : a;
	const long long v[PR_SIDES] = { a ? a->n : 0, b ? b->n : 0 };
	char x[WORDS_LEN], y[WORDS_LEN], d[WORDS_LEN], text[512];
	const char *base = strrchr(l->file, '/');

	source_text(p, b ? PR_PATCHED : PR_BASE, l, text, sizeof(text));
	fprintf(f, "%9s %9s %9s  %s%s:%d  %s\n",
		a ? num(p, v[0], false, x) : "-",
		b ? num(p, v[1], false, y) : "-",
		num(p, diff_of(v), true, d), a && b ? "" : a ? "-" : "+",
		base ? base + 1 : l->file, l->line, text);
}

int pr_print_lines(FILE *f, const struct pr_profile *p)
{
	const struct pr_lines *a = &p->lines[PR_BASE];
	const struct pr_lines *b = &p->lines[PR_PATCHED];
	long long sum[PR_SIDES] = { 0 };
	size_t i = 0, k = 0, m;

	if (!a->nr && !b->nr)
		return kpt_error("%s: nothing of %s ran in its windows; 'kptstat profile --all' lists what did",
				 p->scenario, p->of);
	if (a->nr)
		qsort(a->v, a->nr, sizeof(*a->v), by_line);
	if (b->nr)
		qsort(b->v, b->nr, sizeof(*b->v), by_line);
	fprintf(f, "%s: %s, instructions per %s by line, %s against %s\n\n",
		p->scenario, p->of, p->per, p->label[PR_BASE],
		p->label[PR_PATCHED]);
	for (m = 0; m < a->nr; m++)
		sum[PR_BASE] += a->v[m].n;
	for (m = 0; m < b->nr; m++)
		sum[PR_PATCHED] += b->v[m].n;
	while (i < a->nr) {
		for (m = k; m < b->nr && !same_line(p, &a->v[i], &b->v[m]); m++)
			;
		if (m == b->nr) {
			print_line(f, p, &a->v[i++], NULL);
			continue;
		}
		while (k < m)
			print_line(f, p, NULL, &b->v[k++]);
		print_line(f, p, &a->v[i++], &b->v[k++]);
	}
	while (k < b->nr)
		print_line(f, p, NULL, &b->v[k++]);
	print_row(f, p, sum, NULL, "of it in all, with what is inlined");
	return 0;
}
