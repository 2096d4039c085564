// SPDX-License-Identifier: GPL-2.0-only
/* report.c - the list of report formats, and kptstat report */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "analyze/kptstat.h"
#include "analyze/judge/compare.h"
#include "analyze/summary/fail.h"
#include "analyze/report/report.h"
#include "common/util.h"

#define X(name) extern const struct report_ops report_##name;
#include "reports.h"
#undef X

static const struct report_ops *const formats[] = {
#define X(name) &report_##name,
#include "reports.h"
#undef X
};

static const char *format = "text", *fail_on;

const struct kpt_option report_options[] = {
	OPT_NAME('f', "format", &format, report_list, "NAME",
		 "the format (text), one of:"),
	OPT_STR(0, "fail-on", &fail_on, "LIST",
		"exit as kptstat compare --fail-on does; test formats do so "
		"anyway, on: regressed"),
	OPT_END()
};

bool report_list(size_t i, const char **name, const char **text)
{
	if (i >= ARRAY_SIZE(formats))
		return false;
	*name = formats[i]->name;
	*text = formats[i]->summary;
	return true;
}

const struct report_ops *report_find(const char *name)
{
	char valid[256] = "";

	for (size_t i = 0; i < ARRAY_SIZE(formats); i++) {
		size_t n = strlen(valid);

		if (!strcmp(formats[i]->name, name))
			return formats[i];
		snprintf(valid + n, sizeof(valid) - n, "%s%s", n ? ", " : "",
			 formats[i]->name);
	}
	kpt_error("report format \"%s\" is unknown; valid are: %s", name,
		  valid);
	return NULL;
}

void report_judge(json_t *summary, const char *words,
		  const struct report_ops *ops)
{
	if (!words && !json_object_get(summary, "fail_on"))
		words = ops ? ops->fail_on : NULL;
	if (words)
		json_object_set_new(summary, "fail_on", json_string(words));
}

int report_status(const json_t *summary, const struct report_ops *ops)
{
	return ops && ops->status ? ops->status(summary) :
				    fail_status(summary);
}

int report_write_all(const char *dir, const json_t *summary)
{
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++) {
		char path[4096];
		FILE *f;
		int err;

		if (!formats[i]->file)
			continue;
		if (kpt_join(path, sizeof(path), "%s/%s", dir,
			     formats[i]->file))
			return -ENAMETOOLONG;
		f = fopen(path, "we");
		if (!f) {
			err = -errno;
			kpt_error("%s: cannot be written: %s", path,
				  strerror(errno));
			return err;
		}
		err = formats[i]->print(f, summary);
		if (fclose(f) && !err)
			err = -errno;
		if (err) {
			kpt_error("%s: cannot be written: %s", path,
				  strerror(-err));
			return err;
		}
	}
	return 0;
}

json_t *summary_load(const char *path)
{
	char file[4096];
	struct stat st;
	json_error_t err;
	json_t *s;

	if (!stat(path, &st) && S_ISDIR(st.st_mode)) {
		if (kpt_join(file, sizeof(file), "%s/summary.json", path)) {
			kpt_error("%s: name too long", path);
			return NULL;
		}
		path = file;
	}
	s = json_load_file(path, JSON_REJECT_DUPLICATES, &err);
	if (!s) {
		kpt_error("%s:%d: %s; make it with kptstat compare -o DIR",
			  path, err.line > 0 ? err.line : 0, err.text);
		return NULL;
	}
	if (strcmp(ds_str(s, "schema"), KPT_SUMMARY_SCHEMA)) {
		kpt_error("%s: schema is \"%s\", this program reads %s; make "
			  "it again with kptstat compare", path,
			  ds_str(s, "schema"), KPT_SUMMARY_SCHEMA);
		json_decref(s);
		return NULL;
	}
	return s;
}

int cmd_report(int argc, char **argv)
{
	const struct report_ops *ops = report_find(format);
	int err = KPT_USAGE, n = 0;
	json_t **s;

	if (!ops || fail_check(fail_on))
		return KPT_USAGE;
	if (argc < 1 || (argc > 1 && !ops->print_many)) {
		kpt_error("report: name one summary.json or its directory");
		return KPT_USAGE;
	}
	s = calloc((size_t)argc, sizeof(*s));
	if (!s)
		return kpt_error("report: out of memory");
	for (; n < argc; n++) {
		s[n] = summary_load(argv[n]);
		if (!s[n])
			goto out;
		report_judge(s[n], fail_on, ops);
	}
	err = ops->print_many ? ops->print_many(stdout, s, (size_t)n) :
				ops->print(stdout, s[0]);
	if (err < 0)
		kpt_error("report: cannot be written: %s", strerror(-err));
	err = err ? KPT_FAIL : KPT_PASS;
	for (int i = 0; i < n && !err && (fail_on || ops->status); i++)
		err = report_status(s[i], ops);
out:
	while (n > 0)
		json_decref(s[--n]);
	free(s);
	return err;
}
