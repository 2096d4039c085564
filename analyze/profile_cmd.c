// SPDX-License-Identifier: GPL-2.0-only
/* profile_cmd.c - kptstat profile: where did the instructions go? */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "analyze/kptstat.h"
#include "analyze/profile.h"
#include "common/util.h"

static struct {
	const char *in, *lines, *out;
	struct kpt_list scenarios;
	long long rows;
	bool all;
} opt = { .in = "results/latest", .rows = 25 };

const struct kpt_option profile_options[] = {
	OPT_STR('i', "in", &opt.in, "FOLDER",
		"of a kptvm run --profile (results/latest)"),
	OPT_LIST('s', "scenario", &opt.scenarios, "NAME",
		 "only this one; may be repeated (all that have a profile)"),
	OPT_INT('r', "rows", &opt.rows, 1, 10000, "N",
		"functions shown of each (25)"),
	OPT_FLAG('a', "all", &opt.all, "show every function"),
	OPT_STR('l', "lines", &opt.lines, "FUNCTION",
		"show the source lines of a function instead"),
	OPT_STR('o', "output", &opt.out, "FOLDER",
		"write the tables and flame graphs (SVG) there too"),
	OPT_END()
};

struct names {
	char **v;
	size_t nr;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int add_name(struct names *names, const char *name, size_t len)
{
	char **more = realloc(names->v, (names->nr + 1) * sizeof(*more));

	if (!more)
		return -ENOMEM;
	names->v = more;
	more[names->nr] = strndup(name, len);
	return more[names->nr] ? (names->nr++, 0) : -ENOMEM;
}

/* Scenarios of which there are LABEL-SCENARIO.prof files. */
static int find_scenarios(struct names *names, const char *label)
{
	size_t skip = strlen(label) + 1;
	char path[4096];
	struct dirent *e;
	int ret = 0;
	DIR *d;

	if (kpt_join(path, sizeof(path), "%s/profile", opt.in))
		return -ENAMETOOLONG;
	d = opendir(path);
	if (!d) {
		ret = -errno;
		kpt_error("%s: %s; kptvm run --profile makes profiles", path,
			  strerror(errno));
		return ret;
	}
	while (!ret && (e = readdir(d))) {
		size_t len = strlen(e->d_name);

		if (len > skip + 5 && !strncmp(e->d_name, label, skip - 1) &&
		    e->d_name[skip - 1] == '-' &&
		    !strcmp(e->d_name + len - 5, ".prof"))
			ret = add_name(names, e->d_name + skip,
				       len - skip - 5);
	}
	closedir(d);
	if (names->nr)
		qsort(names->v, names->nr, sizeof(*names->v), by_name);
	if (!ret && !names->nr) {
		kpt_error("%s: holds no profile of %s", path, label);
		ret = -ENOENT;
	}
	return ret;
}

static int write_one(const struct pr_profile *p, const char *suffix,
		     int (*print)(FILE *f, const struct pr_profile *p))
{
	char path[4096];
	int ret;
	FILE *f;

	if (mkdir(opt.out, 0777) && errno != EEXIST)
		return kpt_error("%s: %s", opt.out, strerror(errno));
	if (kpt_join(path, sizeof(path), "%s/%s.%s", opt.out, p->scenario,
		     suffix))
		return kpt_error("%s: name too long", opt.out);
	f = fopen(path, "we");
	if (!f)
		return kpt_error("%s: %s", path, strerror(errno));
	ret = print(f, p);
	errno = EIO;
	if (fclose(f) && !ret)
		ret = -errno;
	return ret ? kpt_error("%s: %s", path, strerror(-ret)) : 0;
}

static int print_all(FILE *f, const struct pr_profile *p)
{
	pr_print(f, p, 0);
	return ferror(f) ? -EIO : 0;
}

static int one(const struct dataset *ds, const char *scenario,
	       const char *const label[PR_SIDES])
{
	static struct pr_profile p;
	int ret;

	ret = pr_load(&p, ds, opt.in, scenario, label, opt.lines);
	if (!ret && opt.lines)
		ret = pr_print_lines(stdout, &p);
	else if (!ret)
		pr_print(stdout, &p, opt.all ? 0 : (size_t)opt.rows);
	if (!ret && opt.out && !opt.lines)
		ret = write_one(&p, "txt", print_all) ||
		      write_one(&p, "svg", pr_flame);
	pr_free(&p);
	return ret;
}

int cmd_profile(int argc, char **argv)
{
	const char *const label[PR_SIDES] = {
		argc > 0 ? argv[0] : "base", argc > 1 ? argv[1] : "patched",
	};
	struct dataset ds = { 0 };
	struct names names = { 0 };
	char path[4096], err[512] = "";
	int failed = 0, done = 0;
	size_t i;

	if (argc > 2) {
		kpt_error("profile: two kernels are compared: BASE PATCHED");
		return KPT_USAGE;
	}
	if (kpt_join(path, sizeof(path), "%s/records.jsonl", opt.in) ||
	    ds_load(&ds, path, err, sizeof(err))) {
		failed = kpt_error("%s", err[0] ? err : path);
		goto out;
	}
	ds_finish(&ds);
	for (i = 0; i < opt.scenarios.n && !failed; i++)
		failed = add_name(&names, opt.scenarios.v[i],
				  strlen(opt.scenarios.v[i]));
	if (!opt.scenarios.n)
		failed = find_scenarios(&names, label[PR_PATCHED]);
	for (i = 0; i < names.nr && !failed; i++) {
		if (done)
			putchar('\n');
		if (one(&ds, names.v[i], label))
			continue;
		done++;
	}
	/* What has no profile has said why; asked for, it is a failure. */
	failed = failed || !done || (opt.scenarios.n && done < (int)names.nr);
out:
	for (i = 0; i < names.nr; i++)
		free(names.v[i]);
	free(names.v);
	ds_free(&ds);
	return failed ? KPT_FAIL : KPT_PASS;
}
