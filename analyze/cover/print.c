// SPDX-License-Identifier: GPL-2.0-only
/* print.c - what became of each hunk, in words */
#include <string.h>

#include "analyze/cover/cover.h"
#include "common/util.h"

/* What became of a hunk; the first ones are what a reader looks for. */
enum fate { IDLE, PART, WHOLE, NO_CODE, NOT_BUILT, GONE, NO_LINES, NR_FATES };

static const struct {
	const char *title, *short_title;
} fates[NR_FATES] = {
	[IDLE] = { "Built, and executed by nothing", "built and not executed" },
	[PART] = { "Executed in part", "executed in part" },
	[WHOLE] = { "Executed", "executed" },
	[NO_CODE] = { "No code: declarations, comments, macros, what the compiler left out",
		      "without code of their own" },
	[NOT_BUILT] = { "In files this kernel is not built of",
			"in files this kernel is not built of" },
	[GONE] = { "Replaced by a later patch", "replaced by a later patch" },
	[NO_LINES] = { "Lines are only removed", "that only remove lines" },
};

static enum fate fate_of(const struct cv_patches *p, const struct cv_hunk *h)
{
	if (!h->added)
		return NO_LINES;
	if (!h->left)
		return GONE;
	if (!p->file[h->file].built)
		return NOT_BUILT;
	if (!h->code)
		return NO_CODE;
	if (!h->run)
		return IDLE;
	return h->run < h->code ? PART : WHOLE;
}

static bool is_in(const uint64_t by[CV_WORDS], size_t i)
{
	return by[i / 64] >> i % 64 & 1;
}

/* A few by name; of many their number, and the boot, which is none of them. */
static void print_who(FILE *f, const struct cv_run *r,
		      const uint64_t by[CV_WORDS])
{
	size_t i, nr = 0, boot = 0, named = 0;

	for (i = 0; i < r->nr; i++) {
		bool is_boot = !strcmp(r->who[i], "boot");

		boot += is_in(by, i) && is_boot;
		nr += is_in(by, i) && !is_boot;
	}
	fprintf(f, "%s", boot ? "boot" : "");
	if (nr > 4)
		fprintf(f, "%s%zu scenarios", boot ? ", " : "", nr);
	for (i = 0; i < r->nr && nr <= 4; i++)
		if (is_in(by, i) && strcmp(r->who[i], "boot"))
			fprintf(f, "%s%s", boot || named++ ? ", " : "",
				r->who[i]);
}

static bool idle_line(const struct cv_line *l, size_t hunk)
{
	size_t k;

	if (l->hunk != hunk + 1 || !l->code)
		return false;
	for (k = 0; k < CV_WORDS; k++)
		if (l->by[k])
			return false;
	return true;
}

/* Lines that were not executed, as the patched source counts them. */
static void print_idle(FILE *f, const struct cv_patches *p, size_t hunk)
{
	const struct cv_file *file = &p->file[p->hunk[hunk].file];
	const char *sep = "";
	size_t i, to;

	fprintf(f, "      not executed: line ");
	for (i = 0; i < file->nr; i++) {
		if (!idle_line(&file->line[i], hunk))
			continue;
		for (to = i; to + 1 < file->nr &&
		     idle_line(&file->line[to + 1], hunk); to++)
			;
		fprintf(f, to > i ? "%s%zu-%zu" : "%s%zu", sep, i + 1, to + 1);
		sep = ", ";
		i = to;
	}
	fputc('\n', f);
}

static void print_hunk(FILE *f, const struct cv_patches *p,
		       const struct cv_run *r, size_t i, enum fate fate)
{
	const struct cv_hunk *h = &p->hunk[i];

	fprintf(f, "    %s:%ld", p->file[h->file].name, h->at);
	if (h->what[0])
		fprintf(f, " (%.60s)", h->what);
	if (fate <= WHOLE)
		fprintf(f, ": %ld of %ld lines of code", h->run, h->code);
	if (h->run) {
		fprintf(f, "; ");
		print_who(f, r, h->by);
	}
	fputc('\n', f);
	if (fate == PART)
		print_idle(f, p, i);
}

static void print_fate(FILE *f, const struct cv_patches *p,
		       const struct cv_run *r, enum fate fate)
{
	size_t i, patch = p->nr;

	for (i = 0; i < p->nr_hunks; i++) {
		const struct cv_hunk *h = &p->hunk[i];

		if (fate_of(p, h) != fate)
			continue;
		if (patch == p->nr)
			fprintf(f, "\n%s\n", fates[fate].title);
		if (patch != h->patch)
			fprintf(f, "  %s\n", p->patch[h->patch]);
		patch = h->patch;
		print_hunk(f, p, r, i, fate);
	}
}

void cv_print(FILE *f, const struct cv_patches *p, const struct cv_run *r,
	      bool all)
{
	size_t nr[NR_FATES] = { 0 }, i;
	enum fate fate;

	for (i = 0; i < p->nr_hunks; i++)
		nr[fate_of(p, &p->hunk[i])]++;
	fprintf(f, "%s: %zu hunks in %zu patches\n", r->kernel.label,
		p->nr_hunks, p->nr);
	for (fate = 0; fate < NR_FATES; fate++)
		if (nr[fate])
			fprintf(f, "  %4zu %s\n", nr[fate],
				fates[fate].short_title);
	for (fate = 0; fate < NR_FATES; fate++)
		if (all || fate < WHOLE)
			print_fate(f, p, r, fate);
}
