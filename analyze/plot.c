// SPDX-License-Identifier: GPL-2.0-only
/* plot.c - kptstat plot: data files from a summary, pictures by gnuplot */
#include <errno.h>
#include <glob.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analyze/kptstat.h"
#include "analyze/plotdata.h"
#include "analyze/words.h"
#include "common/util.h"

extern char **environ;

static const char *out_dir, *templates;

const struct kpt_option plot_options[] = {
	OPT_STR('o', "output", &out_dir, "DIR", "where the plots go (plots)"),
	OPT_STR(0, "templates", &templates, "DIR",
		"gnuplot templates (found beside the program)"),
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

/* In a gnuplot string between double quotes. */
static void quote(char *out, size_t len, const char *s)
{
	size_t n = 0;

	for (; *s && n + 3 < len; s++) {
		unsigned char ch = (unsigned char)*s;

		if (ch == '"' || ch == '\\')
			out[n++] = '\\';
		out[n++] = ch < ' ' ? ' ' : (char)ch;
	}
	out[n] = '\0';
}

static int run_gnuplot(const char *settings, const char *file)
{
	char *argv[] = { "gnuplot", "-e", (char *)settings, (char *)file,
			 NULL };
	int status = -1, err;
	pid_t pid;

	err = posix_spawnp(&pid, "gnuplot", NULL, NULL, argv, environ);
	if (err) {
		kpt_error("gnuplot cannot be started: %s; install it "
			  "(apt-get install gnuplot-nox)", strerror(err));
		return -err;
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		kpt_error("gnuplot cannot be started; install it (apt-get "
			  "install gnuplot-nox)");
	else
		kpt_error("gnuplot failed on %s; its message is above", file);
	return -EIO;
}

static int draw(const json_t *s, const char *dir, const char *template)
{
	static const char *const terms[] = { "svg", "png" };
	char name[256], set[12000], title[600], data[4200], qdir[4200];
	char tdir[4200];
	const char *slash = strrchr(template, '/');
	struct stat st;

	kpt_copy(name, sizeof(name), slash ? slash + 1 : template);
	*strrchr(name, '.') = '\0';
	if (kpt_join(data, sizeof(data), "%s/%s.dat", dir, name))
		return -ENAMETOOLONG;
	if (stat(data, &st) || !st.st_size) {
		kpt_info("plot %s: nothing to draw in this summary", name);
		unlink(data);
		return 0;
	}
	plot_title(s, set, sizeof(set));
	quote(title, sizeof(title), set);
	quote(qdir, sizeof(qdir), dir);
	kpt_join(set, sizeof(set), "%.*s", (int)(slash ? slash - template : 1),
		 slash ? template : ".");
	quote(tdir, sizeof(tdir), set);
	for (size_t i = 0; i < ARRAY_SIZE(terms); i++) {
		int err = kpt_join(set, sizeof(set), "format=\"%s\"; "
			"style=\"%s/style.gnuplot\"; data=\"%s/%s.dat\"; "
			"labels=\"%s/%s.labels\"; output=\"%s/%s.%s\"; "
			"subject=\"%s\"", terms[i], tdir, qdir, name, qdir,
			name, qdir, name, terms[i], title);

		if (!err)
			err = run_gnuplot(set, template);
		if (err)
			return err;
	}
	return 0;
}

int cmd_plot(int argc, char **argv)
{
	char dir[4096], pattern[4200];
	glob_t g = { 0 };
	json_t *s;
	int err;

	if (argc != 1) {
		kpt_error("plot: name one summary.json or its directory");
		return KPT_USAGE;
	}
	s = summary_load(argv[0]);
	if (!s)
		return KPT_USAGE;
	if (!out_dir)
		out_dir = "plots";
	err = mkdir(out_dir, 0777) && errno != EEXIST ? -errno : 0;
	if (err)
		kpt_error("%s: cannot be made: %s", out_dir, strerror(-err));
	if (!err)
		err = plot_data(s, out_dir);
	if (!err)
		err = find_templates(dir, sizeof(dir));
	if (!err)
		err = kpt_join(pattern, sizeof(pattern), "%s/*.gp", dir);
	if (!err && glob(pattern, 0, NULL, &g)) {
		kpt_error("no gnuplot templates in %s; name their directory "
			  "with --templates", dir);
		err = -ENOENT;
	}
	for (size_t i = 0; !err && i < g.gl_pathc; i++)
		err = draw(s, out_dir, g.gl_pathv[i]);
	globfree(&g);
	json_decref(s);
	return err ? KPT_FAIL : KPT_PASS;
}
