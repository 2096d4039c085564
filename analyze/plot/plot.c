// SPDX-License-Identifier: GPL-2.0-only
/* plot.c - kptstat plot: data files from a summary, pictures by gnuplot */
#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analyze/kptstat.h"
#include "analyze/plot/plotdata.h"
#include "analyze/summary/filter.h"
#include "analyze/summary/summary.h"
#include "common/util.h"

extern char **environ;

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

/* The source tree, the tree the program was built in, or the installed one. */
static int find_templates(char *buf, size_t len)
{
	enum { PLACES = 3 };
	char self[4000], path[4200];
	ssize_t n;

	if (templates)
		return kpt_copy(buf, len, templates);
	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (n < 0)
		return -errno;
	self[n] = '\0';
	*strrchr(self, '/') = '\0';
	for (size_t i = 0; i < PLACES; i++) {
		kpt_join(buf, len, i == 0 ? "%s/../plots" : i == 1 ?
			 "%s/../share/kptbench/plots" : "%s/../../plots", self);
		kpt_join(path, sizeof(path), "%s/style.gnuplot", buf);
		if (!access(path, R_OK))
			return 0;
	}
	return kpt_copy(buf, len, "plots");
}

static int start_gnuplot(char *const argv[], pid_t *pid)
{
	int err = posix_spawnp(pid, "gnuplot", NULL, NULL, argv, environ);

	if (err)
		kpt_error("gnuplot cannot be started: %s; install it "
			  "(apt-get install gnuplot-nox)", strerror(err));
	return -err;
}

static int await_gnuplot(pid_t pid, const char *name)
{
	int status = -1;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		kpt_error("gnuplot cannot be started; install it (apt-get "
			  "install gnuplot-nox)");
	else
		kpt_error("gnuplot failed on %s.gp; its message is above",
			  name);
	return -EIO;
}

/* What an earlier summary had to show is not of this one. */
static void remove_picture(const char *files)
{
	static const char *const ends[] = { "dat", "svg", "png" };
	char path[4300];

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (!kpt_join(path, sizeof(path), "%s.%s", files, ends[i]))
			unlink(path);
}

/* Begins to draw; @pid stays 0 when there is nothing to draw. */
static int draw(const char *from, const char *dir, const char *name,
		pid_t *pid)
{
	char script[4200], template[4200], style[4200], files[4200], dat[4300];
	/* -d: no one's ~/.gnuplot may change a picture. */
	char *argv[] = { "gnuplot", "-d", "-c", script, template, style, files,
			 NULL };
	struct stat st;

	/* A name that begins with <, | or - would not be taken for a name. */
	if (kpt_join(files, sizeof(files), "%s%s/%s", *dir == '/' ? "" : "./",
		     dir, name) ||
	    kpt_join(dat, sizeof(dat), "%s.dat", files) ||
	    kpt_join(script, sizeof(script), "%s/draw.gnuplot", from) ||
	    kpt_join(template, sizeof(template), "%s/%s.gp", from, name) ||
	    kpt_join(style, sizeof(style), "%s/style.gnuplot", from)) {
		kpt_error("plot %s: its path is too long; choose a shorter "
			  "one with -o", name);
		return -ENAMETOOLONG;
	}
	if (!stat(dat, &st) && st.st_size)
		return start_gnuplot(argv, pid);
	kpt_info("plot %s: nothing to draw in this summary", name);
	remove_picture(files);
	return 0;
}

/* All at once: each is a process of its own anyway. */
static int draw_all(const char *from, const char *dir, struct summary *const *s,
		    size_t n)
{
	pid_t pids[PLOTS] = { 0 };
	size_t started;
	int err = 0, ret;

	for (started = 0; !err && started < PLOTS; started++)
		if (plot_fits(plot_list[started], s, n))
			err = draw(from, dir, plot_list[started]->name,
				   &pids[started]);
	for (size_t i = 0; i < started; i++) {
		ret = pids[i] ? await_gnuplot(pids[i], plot_list[i]->name) : 0;
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
		err = find_templates(from, sizeof(from));
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
