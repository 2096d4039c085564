// SPDX-License-Identifier: GPL-2.0-only
/* plot.c - kptstat plot: data files from a summary, pictures by gnuplot */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyze/kptstat.h"
#include "analyze/plot/gnuplot.h"
#include "analyze/plot/plotdata.h"
#include "analyze/summary/filter.h"
#include "analyze/summary/summary.h"
#include "common/util.h"

enum {
	PLOTS = 0
#define X(name) + 1
#include "plots.h"
#undef X
};

static const char *out_dir, *templates;
static struct filter filter;

const struct kpt_option plot_options[] = {
	OPT_STR('o', "output", &out_dir, "DIR", "folder to write the plots to (plots)"),
	OPT_STR(0, "templates", &templates, "DIR",
		"gnuplot templates (found beside the program)"),
	OPT_WORDS(0, "only", &filter.only, "GLOBS",
		"draw these scenarios alone, such as 'pte-*,pmd-*'"),
	OPT_WORDS(0, "metrics", &filter.metrics, "GLOBS",
		"draw these metrics alone, such as 'cost.*'"),
	OPT_END()
};

/* All at once: each is a process of its own anyway. */
static int draw_all(const char *from, const char *dir, struct summary *const *s,
		    size_t n)
{
	pid_t pids[PLOTS] = { 0 };
	size_t started;
	int err = 0, ret;

	for (started = 0; !err && started < PLOTS; started++)
		if (plot_fits(plot_list[started], s, n))
			err = gnuplot_draw(from, dir, plot_list[started]->name,
					   plot_list[started]->name,
					   &pids[started]);
	for (size_t i = 0; i < started; i++) {
		ret = pids[i] ? gnuplot_await(pids[i], plot_list[i]->name) : 0;
		err = err ? err : ret;
	}
	return err;
}

/* The files, then the pictures. */
static int plot_all(struct summary *const *s, size_t n)
{
	char from[4096], style[4200];
	int err = mkdir(out_dir, 0777) && errno != EEXIST ? -errno : 0;

	if (err)
		kpt_error("%s: cannot be made: %s", out_dir, strerror(-err));
	if (!err)
		err = plot_data(s, n, out_dir);
	if (!err)
		err = gnuplot_templates(templates, from, sizeof(from));
	if (!err)
		err = kpt_join(style, sizeof(style), "%s/style.gnuplot", from);
	if (!err && access(style, R_OK)) {
		kpt_error("no gnuplot templates in %s; name their directory "
			  "with --templates", from);
		err = -ENOENT;
	}
	return err ? err : draw_all(from, out_dir, s, n);
}

int cmd_plot(int argc, char **argv)
{
	struct summary **s;
	int status = KPT_USAGE, n = 0;

	if (argc < 1) {
		kpt_error("plot: name one summary.json or its directory, or "
			  "several for one picture of them all");
		return KPT_USAGE;
	}
	s = calloc((size_t)argc, sizeof(*s));
	if (!s)
		return kpt_error("plot: out of memory");
	for (; n < argc; n++) {
		s[n] = summary_load(argv[n]);
		if (!s[n])
			goto out;
	}
	if (filter_apply(&filter, s, (size_t)n))
		goto out;
	if (!out_dir)
		out_dir = "plots";
	status = plot_all(s, (size_t)n) ? KPT_FAIL : KPT_PASS;
out:
	while (n > 0)
		summary_free(s[--n]);
	free(s);
	return status;
}
