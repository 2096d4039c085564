// SPDX-License-Identifier: GPL-2.0-only
/* load.c - a summary from a file */
#include <string.h>
#include <sys/stat.h>

#include "analyze/judge/compare.h"
#include "analyze/judge/reason.h"
#include "analyze/summary/summary.h"
#include "common/util.h"

#define KPT_SUMMARY_SCHEMA_1	"kptbench.summary/1"

/* Schema 1 had a sentence where schema 2 has codes: it is passed on. */
static void upgrade(json_t *s)
{
	json_t *row;
	size_t i;

	json_array_foreach(json_object_get(s, "comparisons"), i, row) {
		const char *why = ds_str(row, "why");

		if (*why)
			reason_add(row, REASON_text,
				   json_pack("{s:s}", "text", why));
		json_object_del(row, "why");
	}
}

struct summary *summary_load(const char *path)
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
	if (ds_is(s, "schema", KPT_SUMMARY_SCHEMA_1)) {
		upgrade(s);
	} else if (!ds_is(s, "schema", KPT_SUMMARY_SCHEMA)) {
		kpt_error("%s: schema is \"%s\", this program reads %s; make "
			  "it again with kptstat compare", path,
			  ds_str(s, "schema"), KPT_SUMMARY_SCHEMA);
		json_decref(s);
		return NULL;
	}
	return summary_new(s);
}
