// SPDX-License-Identifier: GPL-2.0-only
/* cover-letter.c - what goes below a patch series: at most 40 lines */
#include <errno.h>
#include <stdlib.h>

#include "analyze/report/answer.h"
#include "analyze/report/report.h"
#include "analyze/words/words.h"

#define MOST_LINES	40

static void say_commands(struct model *m, struct summary *const *s, size_t n)
{
	if (*s[0]->command)
		model_para(m, "To reproduce: %s%s", s[0]->command,
			   n > 1 ? " (others likewise)" : "");
}

static int lines(const char *text)
{
	int n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

/* The letter within limits, in memory. */
static char *letter(const struct columns *c, const struct answer_limits *limits,
		    int *err)
{
	struct model m = { 0 };
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	if (!f) {
		*err = -ENOMEM;
		return NULL;
	}
	model_heading(&m, 2, "Measured effect");
	answer_what(&m, c);
	answer_put(&m, c, limits);
	say_commands(&m, c->s, c->n);
	*err = model_text(f, &m);
	model_free(&m);
	if (fclose(f) && !*err)
		*err = -ENOMEM;
	return text;
}

/* The mean is left out first, then facts, then the smallest changes. */
static const struct answer_limits tries[] = {
	{ 8, 100, 6, 40, MEANS_ALL }, { 8, 100, 6, 40, MEANS_NONE },
	{ 6, 100, 6, 30, MEANS_NONE }, { 5, 100, 3, 20, MEANS_NONE },
	{ 4, 100, 3, 20, MEANS_NONE }, { 3, 100, 2, 15, MEANS_NONE },
	{ 2, 100, 2, 15, MEANS_NONE }, { 2, 12, 2, 12, MEANS_NONE },
	{ 2, 10, 2, 10, MEANS_NONE }, { 2, 8, 1, 8, MEANS_NONE },
	{ 1, 6, 1, 6, MEANS_NONE }, { 1, 4, 1, 4, MEANS_NONE },
	{ 0, 2, 1, 2, MEANS_NONE },
};

/* Is there a letter of few enough lines within limits? Then it is in @text. */
static bool fits(const struct columns *c, size_t limits, char **text, int *err)
{
	free(*text);
	*text = letter(c, &tries[limits], err);
	return !*err && lines(*text) <= MOST_LINES;
}

/* The widest limits that do, by halves: many rows are not laid out 12 times. */
static int print_many(FILE *f, struct summary *const *s, size_t n)
{
	size_t low = 0, high = ARRAY_SIZE(tries) - 1, last = 0;
	struct columns c;
	int err = columns_set(&c, s, n);
	char *text = NULL;

	if (!err && !fits(&c, 0, &text, &err)) {
		low = 1;
		while (!err && low < high) {
			last = (low + high) / 2;
			if (fits(&c, last, &text, &err))
				high = last;
			else
				low = last + 1;
		}
		if (!err && last != low)
			fits(&c, low, &text, &err);
	}
	if (!err)
		fputs(text, f);
	free(text);
	return err ? err : fflush(f) || ferror(f) ? -EIO : 0;
}

const struct report_ops report_cover_letter = {
	.name = "cover-letter",
	.file = "cover-letter.txt",
	.summary = "72 columns, to paste below a series; takes several summaries",
	.print_many = print_many,
};
