// SPDX-License-Identifier: GPL-2.0-only
/* profile_where.c - where a difference is, for the reports: summary's "where" */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/profile/profile.h"

#define MOST	5	/* functions told of a scenario, and inlined ones */
#define DEPTH	3	/* inlined into one another, as far as is told */

/* A node and how much more it takes on patched, with what is inlined. */
struct place {
	const struct pr_node *node;
	long long diff;
};

static int by_size(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	long long dx = llabs(x->diff), dy = llabs(y->diff);

	if (dx != dy)
		return dx > dy ? -1 : 1;
	return strcmp(x->node->name, y->node->name);
}

static json_t *amount(const struct pr_profile *p, long long v)
{
	double per = pr_per(p, v);

	return per == rint(per) && fabs(per) < 1e15 ?
	       json_integer((json_int_t)per) : json_real(per);
}

/* Children that differ, the largest difference first. */
static struct place *differing(const struct pr_node *node, size_t *nr)
{
	const struct pr_node *n;
	struct place *v;

	*nr = 0;
	for (n = node->child; n; n = n->next)
		++*nr;
	v = calloc(*nr + 1, sizeof(*v));
	if (!v)
		return NULL;
	*nr = 0;
	for (n = node->child; n; n = n->next) {
		long long diff = pr_sum(n, PR_PATCHED, PR_EXEC) -
				 pr_sum(n, PR_BASE, PR_EXEC);

		if (diff)
			v[(*nr)++] = (struct place){ n, diff };
	}
	qsort(v, *nr, sizeof(*v), by_size);
	return v;
}

static json_t *function(const struct pr_profile *p, const struct place *at,
			int depth);

/* Those of @node that are told; the rest is summed up in @others. */
static json_t *functions(const struct pr_profile *p,
			 const struct pr_node *node, int depth,
			 struct json_t *others)
{
	json_t *list = json_array();
	long long rest = 0;
	size_t i, nr;
	struct place *v = differing(node, &nr);

	if (!v || !list)
		goto fail;
	for (i = 0; i < nr && i < MOST; i++)
		if (json_array_append_new(list, function(p, &v[i], depth)))
			goto fail;
	for (; i < nr; i++)
		rest += v[i].diff;
	if (others && (json_object_set_new(others, "functions",
					   json_integer(nr < MOST ? 0 :
							(json_int_t)nr - MOST)) ||
		       json_object_set_new(others, "diff", amount(p, rest))))
		goto fail;
	free(v);
	return list;

fail:
	free(v);
	json_decref(list);
	return NULL;
}

static json_t *function(const struct pr_profile *p, const struct place *at,
			int depth)
{
	json_t *inlined = depth < DEPTH ?
		functions(p, at->node, depth + 1, NULL) : json_array();

	return json_pack("{s:s, s:o, s:o, s:o, s:o}", "name", at->node->name,
			 "base", amount(p, pr_sum(at->node, PR_BASE, PR_EXEC)),
			 "patched", amount(p, pr_sum(at->node, PR_PATCHED,
						     PR_EXEC)),
			 "diff", amount(p, at->diff), "inlined", inlined);
}

json_t *pr_where(const struct pr_profile *p)
{
	const long long *fixed[PR_SIDES] = { p->fixed[PR_BASE],
					     p->fixed[PR_PATCHED] };
	json_t *others = json_object();
	json_t *list = functions(p, &p->root, 1, others);

	return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
			 "scenario", p->scenario, "per", p->per,
			 "unit", "instructions",
			 "base", amount(p, p->total[PR_BASE]),
			 "patched", amount(p, p->total[PR_PATCHED]),
			 "diff", amount(p, p->total[PR_PATCHED] -
					p->total[PR_BASE]),
			 "functions", list, "others", others,
			 "fixed", amount(p, fixed[PR_BASE][PR_EXEC] -
					 fixed[PR_PATCHED][PR_EXEC]),
			 "remainder", amount(p, p->rest[PR_PATCHED] -
					     p->rest[PR_BASE]));
}
