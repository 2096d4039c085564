// SPDX-License-Identifier: GPL-2.0-only
/* text.c - the report on the terminal: plain text of 72 columns */
#include <errno.h>

#include "analyze/report/answer.h"
#include "analyze/report/build.h"
#include "analyze/report/classes.h"
#include "analyze/report/doc.h"
#include "analyze/report/report.h"
#include "analyze/report/scaling.h"
#include "analyze/words/words.h"

static void print_details(FILE *f, const struct summary *s)
{
	doc_classes(f, s);
	doc_memory(f, s);
	doc_accounting(f, s);
	doc_cost(f, s);
	scaling_put(f, s, model_text);
	doc_size(f, s);
	doc_boot(f, s);
	build_put(f, s, model_text);
	doc_where(f, s);
	doc_perf(f, s);
	doc_coverage(f, s);
	doc_savings(f, s);
	doc_health(f, s);
	doc_na(f, s);
	doc_setup(f, s);
	doc_legend(f, s);
}

static int print_many(FILE *f, struct summary *const *s, size_t n)
{
	int err = answer_print(f, s, n, model_text);

	if (!err && n == 1)
		print_details(f, s[0]);
	return err ? err : fflush(f) || ferror(f) ? -EIO : 0;
}

const struct report_ops report_text = {
	.name = "text",
	.file = "report.txt",
	.summary = "plain text of 72 columns; several summaries side by side",
	.print_many = print_many,
};
