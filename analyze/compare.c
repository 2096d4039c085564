// SPDX-License-Identifier: GPL-2.0-only
/* compare.c - kptstat compare: records in, summary and reports out */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "analyze/compare.h"
#include "analyze/kptstat.h"
#include "analyze/ratio.h"
#include "analyze/report.h"
#include "analyze/words.h"
#include "common/util.h"

static const char *base, *patched, *out_dir, *json_file, *command, *fail_on;
static const char *format = "text", *margin = "1%";
static struct kpt_list allow;

const struct kpt_option compare_options[] = {
	OPT_STR('o', "output", &out_dir, "DIR",
		"write summary.json and every report there"),
	OPT_STR(0, "json", &json_file, "FILE", "write the summary alone"),
	OPT_STR(0, "base", &base, "LABEL", "label of the base (base)"),
	OPT_STR(0, "patched", &patched, "LABEL",
		"label of the patched kernel (patched)"),
	OPT_STR(0, "format", &format, "NAME",
		"report to print (text); none for none"),
	OPT_STR(0, "command", &command, "TEXT",
		"command the reader can repeat this with"),
	OPT_LIST(0, "allow-different", &allow, "NAME",
		 "compare although NAME differs (arch, config, mode, params, "
		 "page_size, ...)"),
	OPT_STR(0, "margin", &margin, "PERCENT",
		"a noisy difference up to this does not matter (1%)"),
	OPT_STR(0, "fail-on", &fail_on, "LIST",
		"exit 1 also on: regressed, improved, changed, inconclusive, "
		"demoted, uncovered, locked, leak, badness"),
	OPT_END()
};

/* What --fail-on names, and where the summary keeps it. */
static const struct {
	const char *name;
	const char *list;	/* of health; NULL: a verdict of a row */
} failures[] = {
	{ "regressed", NULL }, { "improved", NULL }, { "changed", NULL },
	{ "inconclusive", NULL }, { "demoted", "demoted" },
	{ "uncovered", "uncovered" }, { "locked", "locked" },
	{ "leak", "leaks" }, { "badness", "badness" },
	{ "incomplete", "incomplete" },
};

static long find_failure(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(failures); i++)
		if (strlen(failures[i].name) == len &&
		    !strncmp(failures[i].name, name, len))
			return (long)i;
	return -1;
}

/* Goes through --fail-on; without a summary only its words are checked. */
static int failing(const json_t *summary)
{
	const char *p = fail_on;
	int found = 0;

	while (p && *p) {
		size_t len = strcspn(p, ","), i, n = 0;
		long at = find_failure(p, len);
		json_t *row;

		if (at < 0) {
			kpt_error("--fail-on: \"%.*s\" is unknown; valid are: "
				  "regressed, improved, changed, inconclusive, "
				  "demoted, uncovered, locked, leak, badness, "
				  "incomplete", (int)len, p);
			return -EINVAL;
		}
		if (summary && failures[at].list)
			n = json_array_size(json_object_get(json_object_get(
				summary, "health"), failures[at].list));
		else if (summary)
			json_array_foreach(json_object_get(summary,
					   "comparisons"), i, row)
				n += words_is(row, "verdict",
					      failures[at].name);
		if (n) {
			kpt_error("--fail-on %s: %zu found", failures[at].name,
				  n);
			found = 1;
		}
		p += len;
		p += *p == ',';
	}
	return found;
}

static int write_json(const char *path, const json_t *summary)
{
	FILE *f = fopen(path, "we");
	int err;

	if (!f)
		return kpt_error("%s: cannot be written: %s", path,
				 strerror(errno));
	err = report_find("json")->print(f, summary);
	if (fflush(f) || err)
		err = kpt_error("%s: cannot be written: %s", path,
				strerror(errno ? errno : EIO));
	fclose(f);
	return err;
}

static int write_out(const json_t *summary)
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
	if (write_json(path, summary))
		return -EIO;
	return report_write_all(out_dir, summary);
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

static int compare(struct cmp *c, int argc, char **argv, json_t **summary)
{
	struct series_set set = { 0 };
	char err[512] = "";
	int ret;

	for (int i = 0; i < argc; i++)
		if (ds_load(&c->ds, argv[i], err, sizeof(err)))
			return kpt_error("%s", err), KPT_USAGE;
	ds_finish(&c->ds);
	if (refused_records(&c->ds) || sides_pick(c, base, patched) ||
	    compat_check(c))
		return KPT_USAGE;
	ret = series_build(c, &set);
	if (!ret)
		ret = rows_build(c, &set);
	series_free(&set);
	if (ret)
		return kpt_error("compare: %s", strerror(-ret));
	coverage_build(c);
	health_build(c);
	*summary = summary_build(c, command);
	return *summary ? 0 : kpt_error("compare: out of memory");
}

int cmd_compare(int argc, char **argv)
{
	struct cmp c = { .allow = &allow };
	const struct report_ops *ops = NULL;
	json_t *summary = NULL;
	int ret;

	if (argc < 1 || argc > 2) {
		kpt_error("compare: one records file with two labels, or two "
			  "files, please; see kptstat compare --help");
		return KPT_USAGE;
	}
	if (strcmp(format, "none")) {
		ops = report_find(format);
		if (!ops)
			return KPT_USAGE;
		if (!ops->print) {
			kpt_error("compare: format %s takes several summaries: "
				  "use kptstat report", format);
			return KPT_USAGE;
		}
	}
	if (failing(NULL) < 0 || parse_margin(&c.margin))
		return KPT_USAGE;
	c.comparisons = json_array();
	c.health = json_object();
	ret = compare(&c, argc, argv, &summary);
	if (ret)
		goto out;
	if (write_out(summary) || (ops && ops->print(stdout, summary)))
		ret = KPT_FAIL;
	if (failing(summary) || !words_is(summary, "verdict", "ok"))
		ret = KPT_FAIL;
out:
	json_decref(summary);
	json_decref(c.comparisons);
	json_decref(c.coverage);
	json_decref(c.health);
	st_draws_free(c.draws);
	free(c.side[BASE].boots);
	free(c.side[PATCHED].boots);
	ds_free(&c.ds);
	return ret;
}
