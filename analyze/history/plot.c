// SPDX-License-Identifier: GPL-2.0-only
/* plot.c - a picture for each line of a history */
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "analyze/history/print.h"
#include "analyze/plot/gnuplot.h"
#include "analyze/plot/plotdata.h"
#include "analyze/words/number.h"
#include "common/util.h"

#define PICTURES	64	/* that are drawn of one history */

/* "history-arm64-rt-pte-churn-op-cost.instructions": a name of files. */
static int file_name(const struct hs_line *l, char *buf, size_t len)
{
	int ret = kpt_join(buf, len, "history-%s%s%s-%s-%s-%s", l->arch,
			   *l->config ? "-" : "", l->config,
			   *l->scenario ? l->scenario : "boot", l->phase,
			   l->metric);

	for (char *p = buf; !ret && *p; p++)
		if (!isalnum((unsigned char)*p) && !strchr("-._", *p))
			*p = '_';
	return ret;
}

static void put_numbers(struct plot_out *o, const struct hs_line *l,
			double *low, double *high)
{
	*low = INFINITY;
	*high = -INFINITY;
	for (size_t i = 0; i < l->nr; i++) {
		const struct hs_point *p = &l->point[i];
		double lo = p->boot[0], hi = p->boot[0];

		for (size_t k = 1; k < p->nr; k++) {
			lo = fmin(lo, p->boot[k]);
			hi = fmax(hi, p->boot[k]);
		}
		fprintf(o->dat, "%zu", i + 1);
		plot_value(o, p->mean);
		plot_value(o, lo);
		plot_value(o, hi);
		plot_value(o, hs_level(l, i));
		fputc('\n', o->dat);
		*low = fmin(*low, lo);
		*high = fmax(*high, hi);
	}
	/* A line that never moves is drawn in the middle. */
	if (*high - *low <= 0) {
		double room = *low != 0 ? fabs(*low) / 10 : 1;

		*low -= room;
		*high += room;
	}
}

static void put_words(struct plot_out *o, const struct hs_line *l)
{
	double namewidth = 0;
	char d[WORDS_LEN];

	plot_set(o, "subject", 60, "%s%s%s", l->arch, *l->config ? " " : "",
		 l->config);
	plot_set(o, "title", 40, "%s: %s", *l->scenario ? l->scenario :
		 "at boot", l->metric);
	plot_set(o, "unit", 36, "%s%s%s, %s%s%s", l->unit, *l->per ? " per " :
		 "", l->per, l->phase, *l->group ? ", " : "", l->group);
	plot_array(o, "name", l->nr);
	plot_array(o, "change", l->nr);
	for (size_t i = 0; i < l->nr; i++) {
		double em = plot_item(o, "name", i + 1, 16, "%s",
				      l->point[i].name);

		namewidth = fmax(namewidth, em);
		plot_item(o, "change", i + 1, 12, "%s", l->point[i].cut ?
			  words_short(hs_step(l, i), d) : "");
	}
	plot_number(o, "namewidth", namewidth);
	plot_number(o, "kernels", (double)l->nr);
}

static int write_line(const struct hs_line *l, const char *dir,
		      const char *name)
{
	struct plot_out o = { 0 };
	char path[4200];
	double low, high;
	int err;

	kpt_join(path, sizeof(path), "%s/%s.dat", dir, name);
	o.dat = fopen(path, "we");
	kpt_join(path, sizeof(path), "%s/%s.labels", dir, name);
	o.labels = o.dat ? fopen(path, "we") : NULL;
	err = o.labels ? 0 : -errno;
	if (!err) {
		put_numbers(&o, l, &low, &high);
		put_words(&o, l);
		plot_number(&o, "low", low);
		plot_number(&o, "high", high);
	}
	if (o.dat && fclose(o.dat) && !err)
		err = -errno;
	if (o.labels && fclose(o.labels) && !err)
		err = -errno;
	if (err)
		kpt_error("%s: %s", path, strerror(-err));
	return err;
}

static int draw(const struct hs_line *l, const char *from, const char *dir)
{
	char name[300];
	pid_t pid = 0;
	int err = file_name(l, name, sizeof(name));

	if (err)
		return kpt_error("history: too long a name: %s %s", l->scenario,
				 l->metric), err;
	err = write_line(l, dir, name);
	if (!err)
		err = gnuplot_draw(from, dir, name, "history", &pid);
	return err ? err : gnuplot_await(pid, name);
}

int hs_plot(const struct hs_lines *lines, const char *dir, bool all)
{
	char from[4096];
	size_t drawn = 0, left = 0;
	int err = mkdir(dir, 0777) && errno != EEXIST ? -errno : 0;

	if (err)
		return kpt_error("%s: cannot be made: %s", dir, strerror(-err)),
		       err;
	err = gnuplot_templates(NULL, from, sizeof(from));
	for (size_t i = 0; !err && i < lines->nr; i++) {
		const struct hs_line *l = &lines->line[i];

		if (!all && !l->cuts)
			continue;
		if (drawn == PICTURES)
			left++;
		else
			err = draw(l, from, dir);
		drawn += drawn < PICTURES && !err;
	}
	if (err)
		return err;
	printf("%zu picture%s in %s\n", drawn, drawn == 1 ? " is" : "s are",
	       dir);
	if (left)
		kpt_warn("history: %zu more lines are not drawn: --only and --metrics choose some",
			 left);
	return 0;
}
