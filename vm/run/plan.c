// SPDX-License-Identifier: GPL-2.0-only
/* plan.c - scenarios sorted into boots */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/util.h"
#include "vm/run/plan.h"

static void make_slug(char *slug, size_t len, const char *boot)
{
	size_t n = 0;

	for (; *boot && n < len - 1; boot++)
		slug[n++] = isalnum((unsigned char)*boot) ? *boot : '_';
	slug[n] = '\0';
}

static int new_group(struct vm_groups *g, const struct kpt_plan *all,
		     const char *boot)
{
	struct kpt_plan *p;
	size_t i;

	if (g->n == VM_GROUPS_MAX)
		return kpt_error("scenarios want more than %d boot lines",
				 VM_GROUPS_MAX);
	p = malloc(sizeof(*p));
	if (!p)
		return kpt_error("out of memory");
	*p = *all;
	p->nr_scenarios = 0;
	kpt_copy(p->group, sizeof(p->group), boot);
	make_slug(g->slug[g->n], sizeof(g->slug[0]), boot);
	/* Two boot lines may look alike as file names. */
	for (i = 0; i < g->n; i++)
		if (!strcmp(g->slug[i], g->slug[g->n]))
			snprintf(g->slug[g->n], sizeof(g->slug[0]), "%.16s_%zu",
				 g->slug[i], g->n);
	g->plan[g->n++] = p;
	return 0;
}

static int put_scenario(struct vm_groups *g, const struct kpt_plan *all,
			const struct kpt_scenario *sc)
{
	struct kpt_plan *p;
	size_t i;

	for (i = 0; i < g->n; i++)
		if (!strcmp(g->plan[i]->group, sc->boot))
			break;
	if (i == g->n && new_group(g, all, sc->boot))
		return KPT_FAIL;
	p = g->plan[i];
	p->scenarios[p->nr_scenarios++] = *sc;
	return 0;
}

int vm_groups_make(struct vm_groups *g, const struct kpt_plan *all)
{
	int ret = 0, pass;
	size_t i;

	memset(g, 0, sizeof(*g));
	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < all->nr_scenarios && !ret; i++)
			if (!all->scenarios[i].boot[0] == !pass)
				ret = put_scenario(g, all, &all->scenarios[i]);
	if (ret)
		vm_groups_free(g);
	return ret;
}

void vm_groups_free(struct vm_groups *g)
{
	size_t i;

	for (i = 0; i < g->n; i++)
		free(g->plan[i]);
	g->n = 0;
}

char *vm_plan_text(const struct kpt_plan *plan)
{
	char *text = NULL;
	size_t len;
	FILE *f;
	int bad;

	f = open_memstream(&text, &len);
	bad = !f || kpt_plan_write(plan, f);
	if (f)
		bad |= fclose(f);
	if (!bad)
		return text;
	free(text);
	kpt_error("out of memory");
	return NULL;
}
