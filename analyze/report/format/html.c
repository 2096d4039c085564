// SPDX-License-Identifier: GPL-2.0-only
/* html.c - one page to attach to a thread or a CI job */
#include <errno.h>

#include "analyze/report/build.h"
#include "analyze/report/classes.h"
#include "analyze/report/html.h"
#include "analyze/report/report.h"
#include "analyze/report/scaling.h"
#include "analyze/words/words.h"

static int print_model(FILE *f, const struct model *m)
{
	model_html(f, m);
	return 0;
}

static void print_details(FILE *f, const struct summary *s)
{
	html_rows(f, s);
	scaling_put(f, s, print_model);
	html_classes(f, s);
	build_put(f, s, print_model);
	html_where(f, s);
	html_perf(f, s);
	html_coverage(f, s);
	html_health(f, s);
	html_na(f, s);
	html_legend(f, s);
	html_setup(f, s);
	html_boots(f, s);
}

/* Several: of each its rows, what they come from, and how it was made. */
static void print_folded(FILE *f, const struct columns *c, size_t k)
{
	html(f, "<details><summary>$$$: every row, and where it comes from"
	     "</summary>\n", c->group[k], *c->group[k] ? " " : "",
	     c->name[k]);
	html_rows(f, c->s[k]);
	html_classes(f, c->s[k]);
	html_health(f, c->s[k]);
	html_setup(f, c->s[k]);
	html_boots(f, c->s[k]);
	fputs("</details>\n", f);
}

static int print_many(FILE *f, struct summary *const *s, size_t n)
{
	const struct env *env = &s[0]->env[BASE];
	struct columns c;
	char title[300];
	int err = columns_set(&c, s, n);

	if (err)
		return err;
	snprintf(title, sizeof(title), "kptbench: %s %s", env->arch,
		 env->config_name);
	html_begin(f, n == 1 ? title : "kptbench: several comparisons");
	html_head(f, &c);
	fputs("<main>\n", f);
	if (n == 1)
		print_details(f, s[0]);
	else
		fputs("<h2>Every comparison</h2>\n", f);
	for (size_t k = 0; n > 1 && k < n; k++)
		print_folded(f, &c, k);
	fputs("</main>\n", f);
	html_end(f, s[0]->schema);
	return fflush(f) || ferror(f) ? -EIO : 0;
}

const struct report_ops report_html = {
	.name = "html",
	.file = "report.html",
	.summary = "one page, to attach to a thread or a CI job",
	.print_many = print_many,
};
