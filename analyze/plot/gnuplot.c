// SPDX-License-Identifier: GPL-2.0-only
/* gnuplot.c - pictures of data files that are there */
#include <errno.h>
#include <spawn.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analyze/plot/gnuplot.h"
#include "common/util.h"

extern char **environ;

/* The source tree, the tree the program was built in, or the installed one. */
int gnuplot_templates(const char *given, char *buf, size_t len)
{
	enum { PLACES = 3 };
	char self[4000], path[4200];
	ssize_t n;

	if (given)
		return kpt_copy(buf, len, given);
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

int gnuplot_await(pid_t pid, const char *name)
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

int gnuplot_draw(const char *from, const char *dir, const char *name,
		 const char *by, pid_t *pid)
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
	    kpt_join(template, sizeof(template), "%s/%s.gp", from, by) ||
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
