// SPDX-License-Identifier: GPL-2.0-only
/* list.c - the list of report formats, and all of them into a folder */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

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

bool (*report_pictures)(size_t i, const char **name, const char **text);

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

void report_judge(struct summary *summary, const char *words,
		  const struct report_ops *ops)
{
	if (!words && !summary->fail_on)
		words = ops ? ops->fail_on : NULL;
	if (words)
		summary_fail_on(summary, words);
}

int report_status(const struct summary *summary, const struct report_ops *ops)
{
	return ops && ops->status ? ops->status(summary) :
				    fail_status(summary);
}

bool report_one(const struct report_ops *ops)
{
	return ops->print || ops->file;
}

int report_print(FILE *f, struct summary *summary,
		 const struct report_ops *ops)
{
	return ops->print ? ops->print(f, summary) :
			    ops->print_many(f, &summary, 1);
}

int report_write_all(const char *dir, struct summary *summary)
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
		err = report_print(f, summary, formats[i]);
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
