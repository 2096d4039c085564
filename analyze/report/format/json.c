// SPDX-License-Identifier: GPL-2.0-only
/* json.c - the summary itself */
#include "analyze/report/report.h"

const struct report_ops report_json = {
	.name = "json",
	.summary = "the summary itself, for programs",
	.print = summary_print,
};
