// SPDX-License-Identifier: GPL-2.0-only
/* report.c - kptstat report */
#include <stdlib.h>
#include <string.h>

#include "analyze/kptstat.h"
#include "analyze/plot/plotdata.h"
#include "analyze/report/report.h"
#include "analyze/summary/fail.h"
#include "analyze/summary/filter.h"
#include "analyze/summary/summary.h"
#include "common/util.h"

static const char *format = "text", *fail_on;
static struct filter filter;

const struct kpt_option report_options[] = {
	OPT_NAME('f', "format", &format, report_list, "NAME",
		 "the format (text), one of:"),
	OPT_WORDS(0, "fail-on", &fail_on, "LIST",
		"exit as kptstat compare --fail-on does; ktap and kcidb do "
		"without it, on: regressed"),
	OPT_WORDS(0, "only", &filter.only, "GLOBS",
		"show these scenarios alone, such as 'pte-*,pmd-*'; boot is "
		"what was read at boot"),
	OPT_WORDS(0, "metrics", &filter.metrics, "GLOBS",
		"show these metrics alone, such as 'cost.*'"),
	OPT_END()
};

static bool pictures(size_t i, const char **name, const char **text)
{
	if (!plot_list[i])
		return false;
	*name = plot_list[i]->name;
	*text = plot_list[i]->text;
	return true;
}

int cmd_report(int argc, char **argv)
{
	const struct report_ops *ops = report_find(format);
	int err = KPT_USAGE, n = 0;
	struct summary **s;

	if (!ops || fail_check(fail_on))
		return KPT_USAGE;
	if (argc < 1 || (argc > 1 && !ops->print_many)) {
		kpt_error("report: name one summary.json, or its folder; formats "
			  "for several are cover-letter, kernels, matrix, md, "
			  "results, text and walk");
		return KPT_USAGE;
	}
	s = calloc((size_t)argc, sizeof(*s));
	if (!s)
		return kpt_error("report: out of memory");
	for (; n < argc; n++) {
		s[n] = summary_load(argv[n]);
		if (!s[n])
			goto out;
		report_judge(s[n], fail_on, ops);
	}
	report_pictures = pictures;
	if (filter_apply(&filter, s, (size_t)n))
		goto out;
	err = ops->print_many ? ops->print_many(stdout, s, (size_t)n) :
				ops->print(stdout, s[0]);
	if (err < 0)
		kpt_error("report: cannot be written: %s", strerror(-err));
	err = err ? KPT_FAIL : KPT_PASS;
	for (int i = 0; i < n && !err && (fail_on || ops->status); i++)
		err = report_status(s[i], ops);
out:
	while (n > 0)
		summary_free(s[--n]);
	free(s);
	return err;
}
