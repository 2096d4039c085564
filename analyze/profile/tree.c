// SPDX-License-Identifier: GPL-2.0-only
/* profile_tree.c - functions, and those inlined into them */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/profile/profile.h"

static struct pr_node *child_of(struct pr_node *parent, const char *name)
{
	struct pr_node *n;

	for (n = parent->child; n; n = n->next)
		if (!strcmp(n->name, name))
			return n;
	n = calloc(1, sizeof(*n));
	if (!n)
		return NULL;
	n->name = strdup(name);
	if (!n->name) {
		free(n);
		return NULL;
	}
	n->next = parent->child;
	parent->child = n;
	return n;
}

/* Lines of a function: those of its code, those others are inlined at. */
static int add_line(struct pr_lines *lines, const struct ps_frame *f,
		    long long n)
{
	struct pr_line *more;
	size_t i;

	for (i = 0; i < lines->nr; i++) {
		if (lines->v[i].line == f->line &&
		    !strcmp(lines->v[i].file, f->file)) {
			lines->v[i].n += n;
			return 0;
		}
	}
	more = realloc(lines->v, (lines->nr + 1) * sizeof(*more));
	if (!more)
		return -ENOMEM;
	lines->v = more;
	more[lines->nr] = (struct pr_line){ strdup(f->file), f->line, n };
	return more[lines->nr].file ? (lines->nr++, 0) : -ENOMEM;
}

int pr_add(struct pr_profile *p, int side, const struct ps_place *place,
	   const long long n[PR_WHATS])
{
	struct pr_node *node = &p->root;
	bool asked = false;
	size_t i;
	int ret = 0;

	for (i = place->nr; i-- > 0;) {
		const struct ps_frame *f = &place->frame[i];

		node = child_of(node, f->name);
		if (!node)
			return -ENOMEM;
		if (p->of && !asked && !strcmp(f->name, p->of)) {
			asked = true;	/* once, were it inlined in itself */
			ret = add_line(&p->lines[side], f, n[PR_EXEC]);
		}
	}
	for (i = 0; i < PR_WHATS; i++)
		node->self[side][i] += n[i];
	return ret;
}

double pr_per(const struct pr_profile *p, long long amount)
{
	return (double)amount / p->divisor;
}

long long pr_sum(const struct pr_node *node, int side, enum pr_what what)
{
	long long sum = node->self[side][what];
	const struct pr_node *n;

	for (n = node->child; n; n = n->next)
		sum += pr_sum(n, side, what);
	return sum;
}

static void free_children(struct pr_node *node)
{
	struct pr_node *n, *next;

	for (n = node->child; n; n = next) {
		next = n->next;
		free_children(n);
		free(n->name);
		free(n);
	}
}

void pr_free(struct pr_profile *p)
{
	int side;
	size_t i;

	free_children(&p->root);
	for (side = 0; side < PR_SIDES; side++) {
		for (i = 0; i < p->lines[side].nr; i++)
			free(p->lines[side].v[i].file);
		free(p->lines[side].v);
	}
	memset(p, 0, sizeof(*p));
}
