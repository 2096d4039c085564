// SPDX-License-Identifier: GPL-2.0-only
/* cover-letter.c - what goes below a patch series: at most 40 lines */
#include <errno.h>
#include <stdlib.h>

#include "analyze/report/answer.h"
#include "analyze/report/report.h"
#include "analyze/words/words.h"

#define MOST_LINES	40
#define MOST_FACTS	8

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

/* The letter with so many facts and rows of costs, in memory. */
static char *letter(const struct columns *c, size_t facts, size_t rows,
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
	answer_put(&m, c, facts, rows);
	say_commands(&m, c->s, c->n);
	*err = model_text(f, &m);
	model_free(&m);
	if (fclose(f) && !*err)
		*err = -ENOMEM;
	return text;
}

/* Facts are left out first, then the smallest changes; both are counted. */
static int print_many(FILE *f, json_t *const *s, size_t n)
{
	struct columns c;
	size_t facts = MOST_FACTS, rows = 100;
	int err = columns_set(&c, s, n);

	while (!err) {
		char *text = letter(&c, facts, rows, &err);

		if (!err && lines(text) > MOST_LINES && (facts || rows > 1)) {
			if (facts > 2 || rows == 1)
				facts--;
			else
				rows = rows == 100 ? 12 : rows - 1;
			free(text);
			continue;
		}
		if (!err)
			fputs(text, f);
		free(text);
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
