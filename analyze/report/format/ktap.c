// SPDX-License-Identifier: GPL-2.0-only
/* ktap.c - KTAP version 1, exit status as kselftest has it */
#include <errno.h>
#include <stdlib.h>

#include "analyze/report/report.h"
#include "analyze/report/suite.h"
#include "analyze/words/words.h"
#include "common/util.h"

static int print(FILE *f, const struct summary *s)
{
	char filter[600];
	size_t n;
	struct suite_test *t = suite_build(s, &n);

	if (!t)
		return -ENOMEM;
	fprintf(f, "KTAP version 1\n1..%zu\n", n);
	if (*words_filter(s, filter, sizeof(filter)))
		fprintf(f, "# %s\n", filter);
	for (size_t i = 0; i < n; i++) {
		bool bad = t[i].result == SUITE_FAIL ||
			   t[i].result == SUITE_ERROR;
		bool skip = t[i].result == SUITE_OPEN ||
			    t[i].result == SUITE_SKIP;

		if (!skip)
			fprintf(f, "# %s\n", t[i].why);
		fprintf(f, "%sok %zu %s%s%s\n", bad ? "not " : "", i + 1,
			t[i].name, skip ? " # SKIP " : "",
			skip ? t[i].why : "");
	}
	free(t);
	return fflush(f) || ferror(f) ? -EIO : 0;
}

/* Fail beats skip; a run in which nothing passed was skipped. */
static int status(const struct summary *s)
{
	size_t n, passed = 0;
	struct suite_test *t = suite_build(s, &n);
	int ret = t ? KPT_SKIP : KPT_FAIL;

	for (size_t i = 0; t && i < n; i++) {
		if (t[i].result == SUITE_FAIL || t[i].result == SUITE_ERROR)
			ret = KPT_FAIL;
		passed += t[i].row && t[i].result == SUITE_PASS;
	}
	free(t);
	return passed && ret == KPT_SKIP ? KPT_PASS : ret;
}

const struct report_ops report_ktap = {
	.name = "ktap",
	.summary = "KTAP, one test a comparison or check; exits 0, 1 or 4",
	.print = print,
	.fail_on = "regressed",
	.status = status,
};
