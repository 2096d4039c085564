// SPDX-License-Identifier: GPL-2.0-only
/* cover-letter.c - what can be pasted below a series: 72 columns, ASCII */
#include <errno.h>

#include "analyze/report/doc.h"
#include "analyze/report/report.h"
#include "analyze/words/words.h"

static int print(FILE *f, const json_t *s)
{
	char made[1200], line[1600];

	doc_title(f, "Measured effect");
	words_headline(s, line, sizeof(line));
	doc_wrap(f, "", "", "%s", line);
	doc_wrap(f, "", "", "%s", words_made(s, made, sizeof(made)));
	if (!ds_is(s, "verdict", "ok"))
		doc_wrap(f, "", "", "This run is not clean (%s): see \"Balance "
			 "and health\" before quoting any of it.",
			 ds_str(s, "verdict"));
	doc_memory(f, s);
	doc_accounting(f, s);
	doc_cost(f, s);
	doc_where(f, s);
	doc_savings(f, s);
	doc_coverage(f, s);
	doc_health(f, s);
	doc_na(f, s);
	doc_setup(f, s);
	doc_legend(f, s);
	doc_reproduce(f, s);
	return fflush(f) || ferror(f) ? -EIO : 0;
}

const struct report_ops report_cover_letter = {
	.name = "cover-letter",
	.file = "cover-letter.txt",
	.summary = "plain text to paste into a cover letter",
	.print = print,
};
