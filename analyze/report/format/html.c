// SPDX-License-Identifier: GPL-2.0-only
/* html.c - one page to attach to a thread or a CI job */
#include <errno.h>

#include "analyze/report/html.h"
#include "analyze/report/report.h"
#include "analyze/words/words.h"

static void print_details(FILE *f, const json_t *s)
{
	html_rows(f, s);
	html_where(f, s);
	html_perf(f, s);
	html_coverage(f, s);
	html_health(f, s);
	html_na(f, s);
	html_legend(f, s);
	html_setup(f, s);
	html_boots(f, s);
}

static int print_many(FILE *f, json_t *const *s, size_t n)
{
	const json_t *env = json_object_get(s[0], "base");
	struct columns c;
	char title[300];
	int err = columns_set(&c, s, n);

	if (err)
		return err;
	snprintf(title, sizeof(title), "kptbench: %s %s", ds_str(env, "arch"),
		 ds_str(env, "config_name"));
	html_begin(f, n == 1 ? title : "kptbench: several comparisons");
	html_head(f, &c);
	fputs("<main>\n", f);
	if (n == 1)
		print_details(f, s[0]);
	fputs("</main>\n", f);
	html_end(f, ds_str(s[0], "schema"));
	return fflush(f) || ferror(f) ? -EIO : 0;
}

const struct report_ops report_html = {
	.name = "html",
	.file = "report.html",
	.summary = "one page, to attach to a thread or a CI job",
	.print_many = print_many,
};
