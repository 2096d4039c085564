/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * golden.h - reads golden numbers as tests/oracle/ has them
 *
 * A line is a word and numbers. "case" begins a case, "a", "b", "v", "r", "p"
 * give its data; any other word is what must come out.
 */
#ifndef KPT_GOLDEN_H
#define KPT_GOLDEN_H

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GOLDEN_MAX	4096

/** struct golden - one line: what @word of case @name must be */
struct golden {
	char name[64], word[32];
	double v[GOLDEN_MAX];
	size_t nr;
};

/** struct samples - the data of a case */
struct samples {
	double a[GOLDEN_MAX], b[GOLDEN_MAX], v[GOLDEN_MAX], r[GOLDEN_MAX],
	       p[GOLDEN_MAX];
	size_t na, nb, nv, nr, np;
	double mean_a;
};

static inline bool golden_data(const struct golden *g, struct samples *s)
{
	const struct { const char *word; double *v; size_t *n; } to[] = {
		{ "a", s->a, &s->na }, { "b", s->b, &s->nb },
		{ "v", s->v, &s->nv }, { "r", s->r, &s->nr },
		{ "p", s->p, &s->np },
	};

	for (size_t i = 0; i < sizeof(to) / sizeof(to[0]); i++) {
		if (strcmp(g->word, to[i].word))
			continue;
		memcpy(to[i].v, g->v, g->nr * sizeof(g->v[0]));
		*to[i].n = g->nr;
		s->mean_a = 0;
		for (size_t j = 0; j < s->na; j++)
			s->mean_a += s->a[j] / (double)s->na;
		return true;
	}
	return false;
}

/** golden_each - @check every line; how many, or -1 for a line none knows */
static inline int golden_each(const char *path,
			      bool (*check)(const struct golden *g,
					    const struct samples *s))
{
	static struct samples s;
	static struct golden g;
	static char line[32 * GOLDEN_MAX];
	FILE *f = fopen(path, "r");
	int n = 0;

	if (!f)
		return -1;
	while (n >= 0 && fgets(line, sizeof(line), f)) {
		char *save = NULL, *tok = strtok_r(line, " \n", &save);

		if (!tok || *tok == '#')
			continue;
		snprintf(g.word, sizeof(g.word), "%s", tok);
		if (!strcmp(tok, "case")) {
			memset(&s, 0, sizeof(s));
			snprintf(g.name, sizeof(g.name), "%s",
				 strtok_r(NULL, " \n", &save));
			continue;
		}
		for (g.nr = 0; g.nr < GOLDEN_MAX &&
		     (tok = strtok_r(NULL, " \n", &save)); g.nr++)
			g.v[g.nr] = strcmp(tok, "NA") ? strtod(tok, NULL) : NAN;
		if (golden_data(&g, &s))
			continue;
		n = check(&g, &s) ? n + 1 : -1;
	}
	fclose(f);
	return n;
}

#endif
