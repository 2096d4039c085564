// SPDX-License-Identifier: GPL-2.0-only
/* steps.c - the steps of a walk, as the file of --steps has them */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/summary/walk.h"
#include "common/util.h"

json_t *walk_steps_load(const char *path)
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
