// SPDX-License-Identifier: GPL-2.0-only
/* walk.c - which patch of a series moved which counter */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/report/doc.h"
#include "analyze/report/report.h"
#include "analyze/words/walk.h"
#include "common/util.h"

static const char *const state_words[] = {
	[WALK_MEASURED] = "",
	[WALK_SAME] = "the same kernel as before",
	[WALK_LOST] = "not measured: no boot of it can be used",
	[WALK_NOT_BUILT] = "not measured: no kernel could be built",
};

static void row_name(const struct walk *w, const struct walk_row *r,
		     char *buf, size_t len)
{
	const char *group = r->row->group;
	char unit[160];

	walk_unit(w, r, unit, sizeof(unit));
	snprintf(buf, len, "%s%s%s%s: %s, %s", walk_where(r),
		 *group ? " (" : "", group, *group ? ")" : "",
		 r->row->metric, unit);
}

static size_t count(const struct walk *w, enum walk_state state)
{
	size_t n = 0;

	for (size_t i = 0; i < w->nr_steps; i++)
		n += w->steps[i].state == state;
	return n;
}

static bool moves(const struct walk *w, size_t link)
{
	for (size_t i = 0; i < w->nr_rows; i++)
		if (!isnan(w->rows[i].diff[link]) && w->rows[i].diff[link] != 0)
			return true;
	return false;
}

static void print_head(FILE *f, const struct walk *w)
{
	const struct env *b = &w->total->env[BASE];
	size_t moved = 0;

	for (size_t i = 0; i < w->nr_links; i++)
		moved += moves(w, i);
	fprintf(f, "# %s %s: patch by patch\n\nSteps: %zu. Other kernels than "
		"the one before: %zu. Of these, measured to do something "
		"else: %zu.\n", b->arch,
		b->config_name, w->nr_steps, w->nr_links, moved);
	if (count(w, WALK_NOT_BUILT) + count(w, WALK_LOST))
		fprintf(f, "Not built: %zu; built and not measured: %zu. What "
			"these changed is in the next one's numbers.\n",
			count(w, WALK_NOT_BUILT), count(w, WALK_LOST));
	fputs("Each kernel is compared with the one before it; \".\" is no "
	      "difference.\nInstructions are QEMU's count and are not hardware "
	      "cycles.\n\n", f);
}

static bool all_well(const struct walk *w)
{
	for (size_t i = 0; i < w->nr_links; i++)
		if (strcmp(walk_health(w->links[i]), "ok"))
			return false;
	return true;
}

static void print_titles(FILE *f, const struct walk *w, bool well)
{
	char name[400];

	fputs("| step | subject |", f);
	for (size_t i = 0; i < w->nr_columns; i++) {
		row_name(w, &w->rows[w->column[i]], name, sizeof(name));
		doc_cell(f, name);
	}
	fprintf(f, "%s\n|---|---|", well ? "" : " this kernel |");
	for (size_t i = 0; i < w->nr_columns; i++)
		fputs("--:|", f);
	fprintf(f, "%s\n", well ? "" : "---|");
}

static void print_line(FILE *f, const struct walk *w, size_t at, size_t n,
		       bool well)
{
	const struct walk_step *st = &w->steps[at];
	char buf[WORDS_LEN], several[96];

	walk_range(w, at, n, buf);
	fputs("|", f);
	doc_cell(f, buf);
	if (n > 1)
		kpt_join(several, sizeof(several), "%zu steps: %s", n,
			 state_words[st->state]);
	else if (st->state != WALK_MEASURED)
		kpt_join(several, sizeof(several), "%s",
			 state_words[st->state]);
	doc_cell(f, st->state == WALK_MEASURED ? st->subject : several);
	for (size_t i = 0; i < w->nr_columns; i++) {
		if (st->state == WALK_MEASURED)
			walk_cell(w->rows[w->column[i]].diff[st->link], buf);
		doc_cell(f, st->state == WALK_MEASURED ? buf : "");
	}
	if (!well)
		doc_cell(f, st->state == WALK_MEASURED ?
			 walk_health(w->links[st->link]) : "");
	fputc('\n', f);
}

static void print_table(FILE *f, const struct walk *w)
{
	bool well = all_well(w);
	char buf[WORDS_LEN];
	size_t n;

	print_titles(f, w, well);
	for (size_t at = 0; at < w->nr_steps; at += n) {
		n = walk_fold(w, at);
		print_line(f, w, at, n, well);
	}
	fputs("| all | the last kernel against the first |", f);
	for (size_t i = 0; i < w->nr_columns; i++) {
		walk_cell(w->rows[w->column[i]].total,
			  buf);
		doc_cell(f, buf);
	}
	fprintf(f, "%s\n", well ? "" : "  |");
}

static void print_sums(FILE *f, const struct walk *w)
{
	char name[400];

	if (w->added + w->odd)
		fprintf(f, "\nThe steps add up to the difference of the whole "
			"series in %s%zu exact rows. Neighbours share their "
			"boots, so they must: this shows that no step is left "
			"out, not that a difference holds.\n",
			w->odd ? "" : "all ", w->added);
	else
		fputs("\nNo row is exact in every step: nothing can be added "
		      "up.\n", f);
	if (!w->odd)
		return;
	fprintf(f, "\n**They do not in %zu:**\n\n", w->odd);
	for (size_t i = 0; i < w->nr_rows; i++) {
		const struct walk_row *r = &w->rows[i];
		double sum = 0;

		for (size_t k = 0; k < w->nr_links; k++)
			sum += r->diff[k];
		if (!r->whole || walk_adds_up(w, r))
			continue;
		row_name(w, r, name, sizeof(name));
		fprintf(f, "- %s: the steps make %.15g, the series %.15g\n",
			name, sum, r->total);
	}
}

/* Every row that moved and where: nothing is only in a neighbour's column. */
static void print_rows(FILE *f, const struct walk *w)
{
	char name[400], buf[WORDS_LEN];

	fputs("\n## Every row that moved\n\n", f);
	if (!w->nr_columns)
		fputs("None did.\n", f);
	if (w->left)
		fprintf(f, "%zu that moved in a way of their own are in no "
			"column.\n\n", w->left);
	for (size_t i = 0; i < w->nr_rows; i++) {
		const struct walk_row *r = &w->rows[i];
		const char *sep = "";

		if (!r->moved)
			continue;
		row_name(w, r, name, sizeof(name));
		fprintf(f, "- %s: ", name);
		for (size_t at = 0; at < w->nr_steps; at++) {
			const struct walk_step *st = &w->steps[at];

			if (st->state != WALK_MEASURED ||
			    r->diff[st->link] == 0)
				continue;
			walk_cell(r->diff[st->link], buf);
			fprintf(f, "%s%s in %s", sep, buf, st->name);
			sep = "; ";
		}
		walk_cell(r->total, buf);
		fprintf(f, "; %s in all\n", *buf == '.' ? "0" : buf);
	}
}

/* Why a row has no exact number in every step; NULL when it has. free() it. */
static char *unknown(const struct walk *w, const struct walk_row *r)
{
	char why[WHY_LEN];
	const struct row *row = r->row;

	/* What no kernel here can tell is in the whole series' report. */
	if (r->whole || row->verdict == VERDICT_NA)
		return NULL;
	for (size_t k = 0; k < w->nr_links; k++)
		if (isnan(r->diff[k]) && r->link[k])
			row = r->link[k];
	words_why(row, why, sizeof(why));
	return strdup(*why ? why : "not measured in each");
}

/* A reason is told once, with every row it is about. */
static void print_unknown(FILE *f, const struct walk *w)
{
	char **why = calloc(w->nr_rows + 1, sizeof(*why)), name[400];
	size_t n = 0, j;

	for (size_t i = 0; why && i < w->nr_rows; i++)
		why[i] = unknown(w, &w->rows[i]);
	for (size_t i = 0; why && i < w->nr_rows; i++) {
		for (j = 0; why[i] && j < i; j++)
			if (why[j] && !strcmp(why[i], why[j]))
				break;
		if (!why[i] || j < i)
			continue;
		fprintf(f, "%s- %s: ", n++ ? "" :
			"\n## Not exact in every step\n\n", why[i]);
		for (j = i; j < w->nr_rows; j++) {
			if (!why[j] || strcmp(why[j], why[i]))
				continue;
			row_name(w, &w->rows[j], name, sizeof(name));
			fprintf(f, "%s%s", j > i ? "; " : "", name);
		}
		fputc('\n', f);
	}
	for (size_t i = 0; why && i < w->nr_rows; i++)
		free(why[i]);
	free(why);
}

static void print_subjects(FILE *f, const struct walk *w)
{
	size_t n = 0;

	for (size_t at = 0; at < w->nr_steps; at++) {
		const struct walk_step *st = &w->steps[at];

		if (st->state == WALK_MEASURED)
			continue;
		if (!n++)
			fputs("\n## Steps without a line of their own\n\n", f);
		fprintf(f, "- %s %s: %s\n", st->name, st->subject,
			state_words[st->state]);
	}
}

static int print_many(FILE *f, struct summary *const *s, size_t n)
{
	struct walk w;
	int err = walk_read(&w, s, n);

	if (!err) {
		print_head(f, &w);
		print_table(f, &w);
		print_sums(f, &w);
		print_rows(f, &w);
		print_unknown(f, &w);
		print_subjects(f, &w);
		if (*s[0]->command)
			fprintf(f, "\nTo reproduce: `%s`\n",
				s[0]->command);
		err = fflush(f) || ferror(f) ? -EIO : 0;
	} else if (err == -EINVAL) {
		err = KPT_FAIL;
	}
	if (!err && w.odd)
		err = kpt_error("walk: in %zu rows the steps do not add up to the difference of the whole series: one of the comparisons is wrong",
				w.odd);
	walk_free(&w);
	return err;
}

const struct report_ops report_walk = {
	.name = "walk",
	.summary = "which patch moved what, of the summaries of a walk",
	.print_many = print_many,
};
