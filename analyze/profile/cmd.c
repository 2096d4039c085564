// SPDX-License-Identifier: GPL-2.0-only
/* profile_cmd.c - kptstat profile: where did the instructions go? */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "analyze/kptstat.h"
#include "analyze/profile/profile.h"
#include "common/util.h"

static struct {
	const char *in, *lines, *out, *json;
	struct kpt_list scenarios;
	long long rows;
	bool all;
} opt = { .in = "results/latest", .rows = 25 };

const struct kpt_option profile_options[] = {
	OPT_STR('i', "in", &opt.in, "FOLDER",
		"folder of a kptvm run --profile (results/latest)"),
	OPT_LIST('s', "scenario", &opt.scenarios, "NAME",
		 "only this one; may be repeated (all that have a profile)"),
	OPT_INT('r', "rows", &opt.rows, 1, 10000, "N",
		"functions to show for each scenario (25)"),
	OPT_FLAG('a', "all", &opt.all, "show every function"),
	OPT_STR('l', "lines", &opt.lines, "FUNCTION",
		"show the source lines of a function instead"),
	OPT_STR('o', "output", &opt.out, "FOLDER",
		"write the tables and flame graphs (SVG) there too"),
	OPT_STR(0, "json", &opt.json, "FILE",
		"write the file that kptstat compare --where reads"),
	OPT_END()
};

/* Scenarios of which there are LABEL-SCENARIO.prof files. */
static int find_scenarios(struct pf_names *names, const struct pr_kernel *k)
{
	char path[4096];
	int ret;

	if (kpt_join(path, sizeof(path), "%s/profile", k->folder))
		return -ENAMETOOLONG;
	ret = pf_list(names, path, k->label, ".prof");
	if (ret)
		kpt_error("%s: %s; kptvm run --profile makes profiles", path,
			  strerror(-ret));
	if (!ret && !names->nr) {
		kpt_error("%s: holds no profile of %s", path, k->label);
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

static int one(const struct pr_kernel kernel[PR_SIDES], const char *scenario,
	       json_t *where)
{
	static struct pr_profile p;
	int ret;

	ret = pr_load(&p, kernel, scenario, opt.lines);
	if (!ret && opt.lines)
		ret = pr_print_lines(stdout, &p);
	else if (!ret)
		pr_print(stdout, &p, opt.all ? 0 : (size_t)opt.rows);
	if (!ret && opt.out && !opt.lines)
		ret = write_one(&p, "txt", print_all) ||
		      write_one(&p, "svg", pr_flame);
	if (!ret && json_array_append_new(where, pr_where(&p)))
		ret = kpt_error("out of memory");
	pr_free(&p);
	return ret;
}

/* LABEL, of the folder --in; or FOLDER/LABEL */
static int open_kernel(struct pr_kernel *k, char *arg)
{
	char path[4096], err[512] = "";
	char *slash = strrchr(arg, '/');

	k->folder = opt.in;
	k->label = arg;
	if (slash) {
		*slash = '\0';
		k->folder = arg;
		k->label = slash + 1;
	}
	if (kpt_join(path, sizeof(path), "%s/records.jsonl", k->folder) ||
	    ds_load(&k->records, path, err, sizeof(err)))
		return kpt_error("%s", err[0] ? err : "a name too long");
	ds_finish(&k->records);
	return 0;
}

/* What has no profile says why; it is a failure where it was asked for. */
static int all(const struct pr_kernel kernel[PR_SIDES],
	       const struct pf_names *names, bool asked)
{
	json_t *where = json_array();
	size_t i, done = 0;
	int failed = 0;

	for (i = 0; i < names->nr; i++) {
		if (done)
			putchar('\n');
		done += !one(kernel, names->v[i], where);
	}
	if (opt.json && json_dump_file(where, opt.json, JSON_INDENT(1)))
		failed = kpt_error("%s: cannot be written: %s", opt.json,
				   strerror(errno));
	json_decref(where);
	return failed || !done || (asked && done < names->nr);
}

int cmd_profile(int argc, char **argv)
{
	char base[] = "base", patched[] = "patched";
	struct pr_kernel kernel[PR_SIDES] = { 0 };
	struct pf_names names = { 0 };
	bool asked = opt.scenarios.n;
	int failed;
	size_t i;

	if (argc > 2) {
		kpt_error("profile: two kernels are compared: BASE PATCHED");
		return KPT_USAGE;
	}
	failed = open_kernel(&kernel[PR_BASE], argc > 0 ? argv[0] : base) ||
		 open_kernel(&kernel[PR_PATCHED], argc > 1 ? argv[1] : patched);
	for (i = 0; i < opt.scenarios.n && !failed; i++)
		failed = pf_names_add(&names, opt.scenarios.v[i],
				  strlen(opt.scenarios.v[i]));
	if (!asked && !failed)
		failed = find_scenarios(&names, &kernel[PR_PATCHED]);
	if (!failed)
		failed = all(kernel, &names, asked);
	pf_names_free(&names);
	ds_free(&kernel[PR_BASE].records);
	ds_free(&kernel[PR_PATCHED].records);
	return failed ? KPT_FAIL : KPT_PASS;
}
