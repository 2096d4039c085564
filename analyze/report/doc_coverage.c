// SPDX-License-Identifier: GPL-2.0-only
/* doc_coverage.c - the sections about constructors and what locks take */
#include <stdio.h>
#include <string.h>

#include "analyze/report/doc.h"
#include "analyze/words/words.h"

void doc_point_name(const char *when, const char *scenario, long long n,
		    const char *group, char *buf, size_t len)
{
	buf[0] = '\0';
	if (!strcmp(when, "held"))
		say(buf, len, "%s, %lld held", scenario, n);
	else
		say(buf, len, "at the %s", !strcmp(when, "start") ? "start" :
		    "end");
	if (*group)
		say(buf, len, " (%s)", group);
}

static void print_region(FILE *f, const struct region *r)
{
	fprintf(f, "  %-8.8s %-4.4s", r->region, r->level);
	for (int k = 0; k < SIDES; k++)
		fprintf(f, " %6lld %6lld %6lld %6lld%s", r->n[k][TABLES_EARLY],
			r->n[k][TABLES_LATER], r->n[k][TABLES_CTOR],
			r->n[k][TABLES_LOCK], k ? "\n" : " ");
}

/* Rows that are in the totals, or those of @region, left out by design. */
static void print_point(FILE *f, const struct coverage *c,
			const struct point *p, const char *region)
{
	size_t same = 0;
	bool named = false;
	char name[300];

	doc_point_name(p->when_word, p->scenario, p->n, p->group, name,
		       sizeof(name));
	for (size_t i = 0; i < p->nr; i++) {
		const struct region *r = &p->row[i];

		if (region ? strcmp(r->region, region) != 0 :
			     r->by_design != NULL)
			continue;
		if (!r->n[BASE][TABLES_ALL] && !r->n[PATCHED][TABLES_ALL])
			continue;
		if (coverage_as_at_start(c, p, r)) {
			same++;
			continue;
		}
		if (!named)
			doc_wrap(f, "", "  ", "%s", name);
		named = true;
		print_region(f, r);
	}
	if (same && !region && !named)
		doc_wrap(f, "", "  ", "%s", name);
	if (same && !region)
		fprintf(f, "  (%zu more rows as at the start)\n", same);
}

/* One region and level shows up in many walks: one line for all. */
static void print_exceptions(FILE *f, const struct findings *list)
{
	struct groups groups = { .nr = 0 };
	char name[300];

	for (size_t i = 0; i < list->nr; i++)
		groups_add(&groups, &list->v[i], "%s\x1f%s",
			   list->v[i].region, list->v[i].level);
	groups_each(&groups, g) {
		const struct finding *worst = g->v[0];

		for (size_t i = 1; i < g->nr; i++) {
			const struct finding *e = g->v[i];

			if (e->born > worst->born)
				worst = e;
		}
		doc_point_name(worst->when, worst->scenario, worst->n,
			       worst->group, name, sizeof(name));
		doc_wrap(f, "  - ", "    ", "%s %s, %s: %lld of %lld "
			 "constructed, %lld with a ptlock; in %zu walk%s",
			 worst->region, worst->level, name, worst->constructed,
			 worst->born, worst->ptlocks, g->nr,
			 g->nr == 1 ? "" : "s");
	}
	groups_free(&groups);
}

/* Those of another mm keep their locks: on both kernels, at the start. */
static void print_other_mm(FILE *f, const struct coverage *c)
{
	long long n[SIDES][TABLES_COUNTS] = { { 0 } };
	const char *mm = NULL;

	for (size_t i = 0; c->nr && i < c->point[0].nr; i++) {
		const struct region *r = &c->point[0].row[i];

		if (!r->mm)
			continue;
		mm = r->mm;
		for (int k = 0; k < SIDES; k++) {
			n[k][TABLES_CTOR] += r->n[k][TABLES_CTOR];
			n[k][TABLES_LOCK] += r->n[k][TABLES_LOCK];
		}
	}
	if (n[BASE][TABLES_CTOR] || n[PATCHED][TABLES_CTOR])
		doc_wrap(f, "", "", "The tables of %s are not init_mm's: "
			 "constructed %lld -> %lld, with a ptlock %lld -> %lld.",
			 mm, n[BASE][TABLES_CTOR], n[PATCHED][TABLES_CTOR],
			 n[BASE][TABLES_LOCK], n[PATCHED][TABLES_LOCK]);
}

static void print_verdict(FILE *f, const struct summary *s)
{
	const struct findings *bare = health_of(s, HEALTH_UNCOVERED);
	const struct findings *locked = health_of(s, HEALTH_LOCKED);

	if (!bare->nr)
		doc_wrap(f, "", "", "On patched, the constructor ran for every "
			 "table allocated after the page allocator was up, in "
			 "all %zu page-table walks (those left out by design "
			 "apart).", s->coverage.nr);
	else
		fputs("Tables on patched that no constructor saw:\n", f);
	print_exceptions(f, bare);
	if (!locked->nr)
		doc_wrap(f, "", "", "On patched, no kernel table holds an "
			 "allocated ptlock.");
	else
		fputs("Tables on patched that hold a ptlock:\n", f);
	print_exceptions(f, locked);
	print_other_mm(f, &s->coverage);
}

static void print_by_design(FILE *f, const struct coverage *c,
			    const struct design *d)
{
	fputc('\n', f);
	doc_wrap(f, "", "  ", "Left out by design, in no total: %s (%s)",
		 d->region, words_by_design(d->reason));
	/* Every walk that has other counts of them, hidden nowhere. */
	for (size_t i = 0; i < c->nr; i++)
		if (c->point[i].when != PHASE_END)
			print_point(f, c, &c->point[i], d->region);
}

void doc_coverage(FILE *f, const struct summary *s)
{
	const struct coverage *c = &s->coverage;

	doc_title(f, "Constructors, by region and level");
	if (!c->nr) {
		fputs("n/a: no page-table walk was recorded on both kernels\n", f);
		return;
	}
	print_verdict(f, s);
	fprintf(f, "  %-13s %-27s  %s\n", "",
		"----------- base ----------", "--------- patched ---------");
	fprintf(f, "  %-13s %6s %6s %6s %6s  %6s %6s %6s %6s\n", "", "early",
		"later", "ctor", "lock", "early", "later", "ctor", "lock");
	for (size_t i = 0; i < c->nr; i++)
		if (coverage_shown(c, &c->point[i]))
			print_point(f, c, &c->point[i], NULL);
	for (size_t i = 0; i < c->nr_by_design; i++)
		print_by_design(f, c, &c->by_design[i]);
}

void doc_savings(FILE *f, const struct summary *s)
{
	const struct per_gib *g = &s->coverage.gib;
	char x[WORDS_LEN], y[WORDS_LEN], z[WORDS_LEN], w[WORDS_LEN],
	     u[WORDS_LEN], v[WORDS_LEN];
	double saved = or_0(g->bytes[BASE]) - or_0(g->bytes[PATCHED]);

	doc_title(f, "Per GiB mapped with pages");
	if (!g->known) {
		doc_wrap(f, "", "", "n/a: %s", g->na ?
			 words_no_savings(g->na) : "not in the summary");
		return;
	}
	doc_wrap(f, "", "", "A GiB of kernel memory mapped with pages takes %s "
		 "PTE tables and %s of PMD: ptlock bytes %s -> %s, tables "
		 "whose constructor runs %s -> %s.",
		 words_num(g->pte_tables, x), words_num(g->pmd_tables, y),
		 words_num(g->bytes[BASE], z), words_num(g->bytes[PATCHED], w),
		 words_num(g->constructed[BASE], u),
		 words_num(g->constructed[PATCHED], v));
	if (saved != 0)
		doc_wrap(f, "", "", "That is %.6g bytes of ptlock %s.",
			 saved < 0 ? -saved : saved, saved > 0 ? "less" :
			 "more");
	if (or_0(g->constructed[PATCHED]) > or_0(g->constructed[BASE]))
		doc_wrap(f, "", "", "Tables that are newly counted are not new "
			 "memory.");
}
