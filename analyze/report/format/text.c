// SPDX-License-Identifier: GPL-2.0-only
/* text.c - the report on the terminal: plain text of 72 columns */
#include <errno.h>

#include "analyze/report/doc.h"
#include "analyze/report/report.h"
#include "analyze/words/words.h"

static int print(FILE *f, const json_t *s)
{
	char made[1200], line[1600];

	words_headline(s, line, sizeof(line));
	doc_wrap(f, "", "", "%s", line);
	doc_wrap(f, "", "", "%s", words_made(s, made, sizeof(made)));
	fprintf(f, "Verdict of this run: %s\n", ds_str(s, "verdict"));
	doc_setup(f, s);
	doc_memory(f, s);
	doc_accounting(f, s);
	doc_cost(f, s);
	doc_where(f, s);
	doc_perf(f, s);
	doc_coverage(f, s);
	doc_savings(f, s);
	doc_health(f, s);
	doc_na(f, s);
	doc_legend(f, s);
	doc_reproduce(f, s);
	return fflush(f) || ferror(f) ? -EIO : 0;
}

const struct report_ops report_text = {
	.name = "text",
	.file = "report.txt",
	.summary = "plain text for the terminal, what differs first",
	.print = print,
};
