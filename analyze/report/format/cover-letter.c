// SPDX-License-Identifier: GPL-2.0-only
/* cover-letter.c - what goes below a patch series: at most 40 lines */
#include <errno.h>
#include <stdlib.h>

#include "analyze/report/answer.h"
#include "analyze/report/report.h"
#include "analyze/words/words.h"

#define MOST_LINES	40

static void say_commands(struct model *m, json_t *const *s, size_t n)
{
	if (*ds_str(s[0], "command"))
		model_para(m, "To reproduce: %s%s", ds_str(s[0], "command"),
			   n > 1 ? ", and likewise for the others" : "");
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

/* Facts are left out first, then the smallest changes; all are counted. */
static const struct answer_limits tries[] = {
	{ 8, 100, 6, 40 }, { 6, 100, 6, 30 }, { 5, 100, 3, 20 },
	{ 4, 100, 3, 20 }, { 3, 100, 2, 15 }, { 2, 100, 2, 15 },
	{ 2, 12, 2, 12 }, { 2, 10, 2, 10 }, { 2, 8, 1, 8 }, { 1, 6, 1, 6 },
	{ 1, 4, 1, 4 }, { 0, 2, 1, 2 },
};

static int print_many(FILE *f, json_t *const *s, size_t n)
{
	struct columns c;
	int err = columns_set(&c, s, n);

	for (size_t i = 0; !err && i < ARRAY_SIZE(tries); i++) {
		char *text = letter(&c, &tries[i], &err);
		bool fits = !err && lines(text) <= MOST_LINES;

		if (!err && (fits || i + 1 == ARRAY_SIZE(tries)))
			fputs(text, f);
		free(text);
		if (fits)
			break;
	}
	return err ? err : fflush(f) || ferror(f) ? -EIO : 0;
}

const struct report_ops report_cover_letter = {
	.name = "cover-letter",
	.file = "cover-letter.txt",
	.summary = "72 columns, to paste below a series; takes several summaries",
	.print_many = print_many,
};
