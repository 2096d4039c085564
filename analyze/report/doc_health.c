// SPDX-License-Identifier: GPL-2.0-only
/* doc_health.c - the section about leaks, consoles and whole boots */
#include <stdio.h>
#include <string.h>

#include "analyze/report/doc.h"
#include "analyze/report/groups.h"
#include "analyze/words/words.h"

/* One leak shows in every boot and on every step: one line for all. */
static void print_leaks(FILE *f, const struct findings *leaks)
{
	struct groups groups = { .nr = 0 };

	for (size_t i = 0; i < leaks->nr; i++) {
		const struct finding *e = &leaks->v[i];

		groups_add(&groups, e, "%s\x1f%s\x1f%s", e->side, e->scenario,
			   e->metric);
	}
	groups_each(&groups, g) {
		const struct finding *e = g->v[0];
		char x[WORDS_LEN];

		doc_wrap(f, "- LEAK ", "  ", "on %s: %s in %s is %s %s off "
			 "after the drain of %lld (boot %lld, %lld of %lld "
			 "rounds); %zu such reading%s in all", e->side,
			 e->metric, e->scenario, words_signed(e->left, x),
			 e->unit, e->n, e->boot, e->rounds, e->of, g->nr,
			 g->nr == 1 ? "" : "s");
		for (size_t i = 0; i < g->nr && !e->nr_sites; i++)
			e = g->v[i];
		for (size_t i = 0; i < e->nr_sites; i++)
			doc_wrap(f, "  allocated by ", "    ", "%s: %lld bytes, "
				 "%lld calls (drain of %lld)", e->site[i].name,
				 e->site[i].bytes, e->site[i].calls, e->n);
	}
	groups_free(&groups);
}

/* What a console line says, without the time it says it at. */
static const char *said(const char *line)
{
	const char *end = *line == '[' ? strstr(line, "] ") : NULL;

	return end ? end + 2 : line;
}

/* The boots with a line, each once; the first has it as it is. */
static struct groups boots_by_line(const struct findings *list)
{
	struct groups groups = { .nr = 0 };

	for (size_t i = 0; i < list->nr; i++) {
		const struct finding *e = &list->v[i];
		struct names seen = { NULL, 0 };

		for (size_t j = 0; j < e->nr_lines; j++)
			if (names_new(&seen, said(e->line[j])))
				groups_add(&groups, e, "%s\x1f%s", e->side,
					   said(e->line[j]));
		names_free(&seen);
	}
	return groups;
}

/* A bad line shows in one boot after the other: one line for all. */
static void print_badness(FILE *f, const struct findings *list)
{
	struct groups groups = boots_by_line(list);

	for (size_t i = 0; i < list->nr; i++) {
		const struct finding *e = &list->v[i];

		if (!e->nr_lines)
			doc_wrap(f, "- BADNESS ", "  ", "%s, boot %lld: %s %s",
				 e->side, e->boot, e->status, e->reason);
	}
	groups_each(&groups, g) {
		const struct finding *e = g->v[0];

		doc_wrap(f, "- BADNESS ", "  ", "%s, boot %lld%s%s (%s), in "
			 "%zu boot%s in all: %s", e->side, e->boot, *e->group ?
			 " with " : "", e->group, e->console, g->nr,
			 g->nr == 1 ? "" : "s", strchr(g->key, '\x1f') + 1);
	}
	groups_free(&groups);
}

#define each(s, list)							\
	for (const struct finding *e = health_of(s, list)->v;		\
	     e < health_of(s, list)->v + health_of(s, list)->nr; e++)

/* What is not whole, or not the same on both kernels. */
static void print_gaps(FILE *f, const struct summary *s)
{
	each(s, HEALTH_INCOMPLETE)
		doc_wrap(f, "- INCOMPLETE ", "  ", "%s, boot %lld%s%s: %s: "
			 "%s", *e->side ? e->side : "no kernel", e->boot,
			 *e->group ? ", " : "", e->group, e->status, e->reason);
	each(s, HEALTH_MISSING)
		doc_wrap(f, "- MISSING ", "  ", "%s of %s (%s): measured in "
			 "%lld of %lld boots of %s", e->metric, e->scenario,
			 e->phase, e->boots, e->of, e->side);
	each(s, HEALTH_INCOMPARABLE)
		doc_wrap(f, "- NOT COMPARABLE ", "  ", "%s of %s: the kernels "
			 "differ in %s", e->metric, e->scenario, e->what);
	each(s, HEALTH_FIXED)
		doc_wrap(f, "- FIXED ", "  ", "%s: base %s, patched does not",
			 *e->scenario ? e->scenario : "console", *e->metric ?
			 "leaks" : "has warnings");
}

void doc_health(FILE *f, const struct summary *s)
{
	const struct health *h = &s->health;
	char text[WHY_LEN];

	doc_title(f, "Balance and health");
	if (!h->readings)
		fputs("Leaks: not checked, nothing was read after a drain.\n",
		      f);
	else if (!health_of(s, HEALTH_LEAKS)->nr)
		doc_wrap(f, "", "", "No leaks: every counter returned to its "
			 "start, in %lld readings after a drain.",
			 h->readings);
	print_leaks(f, health_of(s, HEALTH_LEAKS));
	words_consoles(s, text, sizeof(text));
	doc_wrap(f, "", "", "Consoles: %s.", text);
	print_badness(f, health_of(s, HEALTH_BADNESS));
	print_gaps(f, s);
	/* Where none was read, the line above says it. */
	if (h->checked)
		each(s, HEALTH_UNCHECKED)
			doc_wrap(f, "- NOT CHECKED ", "  ", "the console of "
				 "boot %lld of %s%s%s", e->boot, e->side,
				 *e->group ? ", " : "", e->group);
	if (!health_of(s, HEALTH_DEMOTED)->nr)
		fputs("Exactness: every exact metric repeated to the digit.\n",
		      f);
	each(s, HEALTH_DEMOTED)
		doc_wrap(f, "- does not repeat: ", "  ", "%s of %s: boot %lld "
			 "of %s differs; judged as noisy", e->metric,
			 e->scenario, e->boot, e->side);
	each(s, HEALTH_NOTES) {
		words_note(e, text, sizeof(text));
		doc_wrap(f, "- ", "  ", "%s", text);
	}
}
