// SPDX-License-Identifier: GPL-2.0-only
/*
 * more_layouts.c - kptstat plan where instructions are counted: how many
 * layouts of memory would resolve what varies between them
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/calibrate/pilot.h"
#include "analyze/judge/layouts.h"
#include "common/util.h"

#define MOST	1000	/* boots of a run: no more can be asked for */

/**
 * struct vary - a difference that is not the same in every layout
 * @mean:	of the pilot's layouts
 * @sd:		between layouts, or what their windows allow to be said
 */
struct vary {
	const struct ds_sample *s;
	double mean, sd;
};

/*
 * Layouts with which the mean is told from 0 four times out of five, as
 * layouts_judge() does it for @rows such rows; 0: more than can be booted.
 */
static size_t needed(const struct vary *v, size_t rows)
{
	double alpha = LAYOUTS_ALPHA / (double)rows;

	for (size_t n = 2; n <= MOST; n++) {
		struct st_test t = { .se = v->sd / sqrt((double)n),
				     .df = (double)n - 1 };

		if (st_mde(&t, v->mean, alpha, ST_POWER) <= 1)
			return n;
	}
	return 0;
}

static bool counted(const struct half h[SIDES])
{
	for (int k = 0; k < SIDES; k++)
		if (h[k].nr < 2 || strcmp(h[k].meta->class, "exact") ||
		    strcmp(h[k].meta->kind, "cost") ||
		    strcmp(h[k].meta->phase, "op") ||
		    half_odd_boot(&h[k]) >= 0)
			return false;
	return true;
}

/* Return: 1 where the difference varies, 0 where not, or -ENOMEM. */
static int look(const struct series *sr, struct vary *v, size_t *exact)
{
	struct half h[SIDES] = { 0 };
	struct layouts l = { 0 };
	struct st_test t;
	int ret = 0;

	for (int k = 0; k < SIDES && !ret; k++)
		ret = half_build(&h[k], sr, k);
	if (!ret && counted(h))
		ret = layouts_build(&l, h);
	if (!ret && l.n > 1 && l.alike)
		(*exact)++;
	if (!ret && l.n > 1 && !l.alike) {
		layouts_test(&l, &t);
		*v = (struct vary){ h[BASE].meta, t.diff,
				    t.se * sqrt((double)l.n) };
		ret = 1;
	}
	layouts_free(&l);
	half_free(&h[BASE]);
	half_free(&h[PATCHED]);
	return ret;
}

static void print(const struct vary *v, size_t rows)
{
	printf("%-16s %-20s %12s %12s %8s\n", "scenario", "metric",
	       "difference", "sd", "layouts");
	for (size_t i = 0; i < rows; i++) {
		size_t n = needed(&v[i], rows);
		char text[32];

		if (n)
			snprintf(text, sizeof(text), "%zu", n);
		else
			snprintf(text, sizeof(text), "> %d", MOST);
		printf("%-16s %-20s %12.6g %12.6g %8s\n", v[i].s->scenario,
		       v[i].s->metric, v[i].mean, v[i].sd, text);
	}
	printf("\nlayouts: how many tell a mean difference such as the pilot's "
	       "from 0 four\ntimes out of five, if layouts scatter as the "
	       "pilot's do: make compare\nLAYOUTS=N. A difference that is 0 "
	       "is told by none.\n");
}

int plan_layouts(const struct series_set *set)
{
	struct vary *v = calloc(set->nr + 1, sizeof(*v));
	size_t rows = 0, exact = 0;
	int ret = v ? 0 : -ENOMEM;

	for (size_t i = 0; i < set->nr && ret >= 0; i++) {
		if (!set->v[i].nr[BASE] || !set->v[i].nr[PATCHED])
			continue;
		ret = look(&set->v[i], &v[rows], &exact);
		rows += ret == 1;
	}
	if (ret >= 0) {
		printf("%zu costs differ by the same in every window of every "
		       "layout; %zu vary\n%s", exact, rows, rows ? "\n" : "");
		if (rows)
			print(v, rows);
	}
	free(v);
	return ret < 0 ? ret : 0;
}
