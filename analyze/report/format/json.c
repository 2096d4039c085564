// SPDX-License-Identifier: GPL-2.0-only
/* json.c - the summary itself */
#include <errno.h>

#include "analyze/report/report.h"

static int print(FILE *f, const json_t *summary)
{
	int err = json_dumpf(summary, f, JSON_INDENT(1) |
			     JSON_REAL_PRECISION(15));

	if (!err && fputc('\n', f) == EOF)
		err = -1;
	return err ? -EIO : 0;
}

const struct report_ops report_json = {
	.name = "json",
	.summary = "the summary itself, for programs",
	.print = print,
};
