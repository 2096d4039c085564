// SPDX-License-Identifier: GPL-2.0-only
/* given.c - what a summary is given in files: where instructions went, steps */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/summary/given.h"
#include "common/util.h"

static json_t *load_steps(const char *path)
{
	json_t *list = json_array(), *step;
	char *line = NULL, *save, *name, *as, *subject;
	size_t room = 0;
	FILE *f = fopen(path, "re");
	long at = 0;

	if (!f) {
		kpt_error("--steps %s: %s", path, strerror(errno));
		goto fail;
	}
	while (getline(&line, &room, f) > 0) {
		at++;
		name = strtok_r(line, "\t", &save);
		as = strtok_r(NULL, "\t", &save);
		subject = strtok_r(NULL, "\n", &save);
		step = name && as ? json_pack("{s:s, s:s, s:s}", "name", name,
			"label", as, "subject", subject ? subject : "") : NULL;
		if (step && !json_array_append_new(list, step))
			continue;
		kpt_error("--steps %s:%ld: not \"NAME LABEL SUBJECT\" in UTF-8, with tabs between",
			  path, at);
		goto fail;
	}
	if (ferror(f) || !at) {
		kpt_error("--steps %s: nothing can be read", path);
		goto fail;
	}
	free(line);
	fclose(f);
	return list;
fail:
	free(line);
	if (f)
		fclose(f);
	json_decref(list);
	return NULL;
}

static int give(json_t *summary, const char *key, json_t *value)
{
	return json_object_set_new(summary, key, value) ?
	       kpt_error("compare: out of memory") : 0;
}

int summary_give_steps(json_t *summary, const char *path)
{
	json_t *steps = load_steps(path);

	return steps ? give(summary, "steps", steps) : KPT_USAGE;
}

/* Where instructions went is none of a comparison's doing: it is passed on. */
int summary_give_where(json_t *summary, const char *path)
{
	json_error_t err;
	json_t *where = json_load_file(path, JSON_REJECT_DUPLICATES, &err);

	if (json_is_array(where))
		return give(summary, "where", where);
	kpt_error("--where %s:%d: %s; kptstat profile --json makes it", path,
		  where || err.line < 0 ? 0 : err.line,
		  where ? "not a list" : err.text);
	json_decref(where);
	return KPT_USAGE;
}
