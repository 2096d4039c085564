// SPDX-License-Identifier: GPL-2.0-only
/* compare.c - kptstat compare: records in, summary and reports out */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "analyze/judge/compare.h"
#include "analyze/kptstat.h"
#include "analyze/report/report.h"
#include "analyze/summary/fail.h"
#include "analyze/summary/filter.h"
#include "analyze/summary/given.h"
#include "common/util.h"

static const char *base, *patched, *out_dir, *json_file, *command, *fail_on;
static const char *where_file, *steps_file;
static const char *format = "text", *margin = "1%";
static struct kpt_list allow;
static struct filter filter;
static bool bisect;

const struct kpt_option compare_options[] = {
	OPT_STR('o', "output", &out_dir, "DIR",
		"write summary.json and every report there"),
	OPT_STR(0, "json", &json_file, "FILE", "write the summary alone"),
	OPT_STR(0, "base", &base, "LABEL", "label of the base (base)"),
	OPT_STR(0, "patched", &patched, "LABEL",
		"label of the patched kernel (patched)"),
	OPT_NAME(0, "format", &format, report_list, "NAME",
		 "report to print (text); none for none, or one of:"),
	OPT_STR(0, "command", &command, "TEXT",
		"the command that repeats this comparison, for the reports"),
	OPT_LIST(0, "allow-different", &allow, "NAME",
		 "compare although NAME differs (arch, mode, page_size, "
		 "config_name, machine, cpus, levels, emulator, tools, "
		 "compiler, config, params); metrics: a metric may be "
		 "missing on one kernel"),
	OPT_STR(0, "margin", &margin, "PERCENT",
		"a difference of a noisy metric up to this does not "
		"matter (1%)"),
	OPT_STR(0, "where", &where_file, "FILE",
		"written by kptstat profile --json: report the instructions "
		"of functions, too"),
	OPT_STR(0, "steps", &steps_file, "FILE",
		"written by make walk: this comparison is of its last and "
		"first kernel (report walk)"),
	OPT_WORDS(0, "fail-on", &fail_on, "LIST",
		"exit 1 also on: regressed, improved, changed, inconclusive, "
		"unresolved, demoted, uncovered, locked (always on: leak, "
		"badness, incomplete, missing, incomparable); a word that is "
		"named fails also when it was not checked"),
	OPT_WORDS(0, "only", &filter.only, "GLOBS",
		"report and gate these scenarios alone, such as "
		"'pte-*,pmd-*'; boot is what was read at boot; summary.json "
		"has all"),
	OPT_WORDS(0, "metrics", &filter.metrics, "GLOBS",
		"report and gate these metrics alone, such as 'cost.*'"),
	OPT_FLAG(0, "bisect", &bisect,
		 "exit as git bisect run expects: 0 good, 1 bad, 125 if it "
		 "cannot be judged"),
	OPT_END()
};

static int write_json(const char *path, const struct summary *summary)
{
	FILE *f = fopen(path, "we");
	int err;

	if (!f)
		return kpt_error("%s: cannot be written: %s", path,
				 strerror(errno));
	err = summary_print(f, summary);
	if (fflush(f) || err)
		err = kpt_error("%s: cannot be written: %s", path,
				strerror(errno ? errno : EIO));
	fclose(f);
	return err;
}

/* The summary keeps every row; of reports and gates, those that are asked. */
static int write_summary(const struct summary *summary)
{
	char path[4096];

	if (json_file && write_json(json_file, summary))
		return -EIO;
	if (!out_dir)
		return 0;
	if (mkdir(out_dir, 0777) && errno != EEXIST) {
		kpt_error("%s: cannot be made: %s", out_dir, strerror(errno));
		return -errno;
	}
	if (kpt_join(path, sizeof(path), "%s/summary.json", out_dir)) {
		kpt_error("-o %s: name too long", out_dir);
		return -ENAMETOOLONG;
	}
	return write_json(path, summary);
}

static int write_out(struct summary *summary, const struct report_ops *ops)
{
	int err = write_summary(summary);

	if (err)
		return KPT_FAIL;
	if (filter_apply(&filter, &summary, 1))
		return KPT_USAGE;
	if (out_dir && report_write_all(out_dir, summary))
		return KPT_FAIL;
	return ops && report_print(stdout, summary, ops) ? KPT_FAIL : KPT_PASS;
}

static int refused_records(const struct dataset *ds)
{
	int bad = 0;

	for (size_t i = 0; i < ds->nr_problems; i++) {
		const struct ds_problem *p = &ds->problems[i];

		if (p->weight == DS_REFUSE)
			bad = 1;
		kpt_warn("%s%s:%ld: %s", p->weight == DS_REFUSE ? "refused: "
			 : "", p->path, p->line, p->text);
	}
	return bad;
}

static int parse_margin(double *out)
{
	char *end;
	double v = strtod(margin, &end);

	if (end != margin && (!*end || !strcmp(end, "%")) && v > 0 && v < 100) {
		*out = v / 100;
		return 0;
	}
	kpt_error("--margin %s: wants a percentage above 0 and below 100, such "
		  "as 1%% or 0.5%%", margin);
	return -EINVAL;
}

/* What was found, and what it is given, as a summary. */
static int summarize(struct cmp *c, struct summary **summary)
{
	json_t *json = summary_build(c, command);
	int ret;

	if (!json)
		return kpt_error("compare: out of memory");
	ret = where_file ? summary_give_where(json, where_file) : 0;
	if (!ret && steps_file)
		ret = summary_give_steps(json, steps_file);
	if (ret) {
		json_decref(json);
		return ret;
	}
	*summary = summary_new(json);
	return *summary ? 0 : KPT_FAIL;
}

static int compare(struct cmp *c, int argc, char **argv,
		   struct summary **summary)
{
	struct series_set set = { 0 };
	char err[512] = "";
	int ret;

	for (int i = 0; i < argc; i++)
		if (ds_load(&c->p.ds, argv[i], err, sizeof(err)))
			return kpt_error("%s", err), KPT_USAGE;
	ds_finish(&c->p.ds);
	if (refused_records(&c->p.ds) || sides_pick(&c->p, base, patched) ||
	    compat_check(&c->p))
		return KPT_USAGE;
	ret = series_build(&c->p, &set);
	if (!ret)
		ret = rows_build(c, &set);
	series_free(&set);
	if (ret)
		return kpt_error("compare: %s", strerror(-ret));
	coverage_build(c);
	health_build(c);
	return summarize(c, summary);
}

/* To git bisect, "bad" must mean the kernel, not that nobody could look. */
static int unjudged(int status)
{
	return bisect ? FAIL_BISECT_SKIP : status;
}

int cmd_compare(int argc, char **argv)
{
	struct cmp c = { .p.allow = &allow };
	const struct report_ops *ops = NULL;
	struct summary *summary = NULL;
	int ret;

	if (argc < 1 || argc > 2) {
		kpt_error("compare: one records file with two labels, or two "
			  "files, please; see kptstat compare --help");
		return unjudged(KPT_USAGE);
	}
	if (strcmp(format, "none")) {
		ops = report_find(format);
		if (!ops)
			return unjudged(KPT_USAGE);
		if (!report_one(ops)) {
			kpt_error("compare: format %s takes several summaries: "
				  "use kptstat report", format);
			return unjudged(KPT_USAGE);
		}
	}
	if (fail_check(fail_on) || parse_margin(&c.margin))
		return unjudged(KPT_USAGE);
	c.comparisons = json_array();
	c.p.health = json_object();
	ret = compare(&c, argc, argv, &summary);
	if (!ret)
		report_judge(summary, fail_on, ops);
	if (!ret)
		ret = write_out(summary, ops);
	if (ret)
		ret = unjudged(ret);
	else
		ret = bisect ? fail_bisect(summary) :
			       report_status(summary, ops);
	summary_free(summary);
	json_decref(c.comparisons);
	json_decref(c.coverage);
	pair_free(&c.p);
	return ret;
}
