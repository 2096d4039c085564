// SPDX-License-Identifier: GPL-2.0-only
/* html.c - one page to attach to a thread or a CI job */
#include <errno.h>

#include "analyze/report/html.h"
#include "analyze/report/report.h"
#include "analyze/words/words.h"

static int print(FILE *f, const json_t *s)
{
	const json_t *env = json_object_get(s, "base");
	char title[300];

	snprintf(title, sizeof(title), "kptbench: %s %s",
		 ds_str(env, "arch"), ds_str(env, "config_name"));
	html_begin(f, title);
	html_head(f, s);
	fputs("<main>\n", f);
	html_rows(f, s);
	html_where(f, s);
	html_perf(f, s);
	html_coverage(f, s);
	html_health(f, s);
	html_na(f, s);
	html_legend(f, s);
	html_setup(f, s);
	fputs("</main>\n", f);
	html_end(f, ds_str(s, "schema"));
	return fflush(f) || ferror(f) ? -EIO : 0;
}

const struct report_ops report_html = {
	.name = "html",
	.file = "report.html",
	.summary = "one page with pictures, to attach to a thread or a CI job",
	.print = print,
};
