// SPDX-License-Identifier: GPL-2.0-only
/* kernels.c - several kernels against one base, a column each */
#include <errno.h>

#include "analyze/report/answer.h"
#include "analyze/report/facts.h"
#include "analyze/report/report.h"
#include "analyze/words/words.h"

static int print_many(FILE *f, struct summary *const *s, size_t n)
{
	struct model m = { 0 };
	struct columns c;
	int err = columns_set(&c, s, n);

	if (!err && n > 1 && !c.kernels)
		err = kpt_error("kernels: these are of several "
				"configurations or compilers; kptstat report "
				"-f md puts them side by side");
	if (err)
		return err;
	c.kernels = true;
	answer_page(&m, &c);
	model_heading(&m, 2, "Memory and accounting");
	facts_table(&m, &c);
	err = model_md(f, &m);
	model_free(&m);
	return err;
}

const struct report_ops report_kernels = {
	.name = "kernels",
	.summary = "Markdown of several kernels with one base, a column each",
	.print_many = print_many,
};
