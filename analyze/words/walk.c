// SPDX-License-Identifier: GPL-2.0-only
/* walk_words.c - a walk as people read it; and its steps as a file has them */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/words/walk.h"
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

size_t walk_fold(const struct walk *w, size_t at)
{
	size_t n = 1;

	if (w->steps[at].state == WALK_MEASURED)
		return 1;
	while (at + n < w->nr_steps &&
	       w->steps[at + n].state == w->steps[at].state)
		n++;
	return n;
}

void walk_range(const struct walk *w, size_t at, size_t n, char buf[64])
{
	if (n == 1)
		snprintf(buf, 64, "%.31s", w->steps[at].name);
	else
		snprintf(buf, 64, "%.30s-%.30s", w->steps[at].name,
			 w->steps[at + n - 1].name);
}

const char *walk_where(const struct walk_row *r)
{
	return ds_is(r->row, "phase", "start") ? "at boot" :
						    ds_str(r->row, "scenario");
}

void walk_unit(const struct walk *w, const struct walk_row *r, char *buf,
	       size_t len)
{
	const char *per = ds_str(r->row, "per");
	const char *unit = words_unit_code(w->total, r->row);

	if (!isnan(r->rung))
		snprintf(buf, len, "%s at %.6g held", unit, r->rung);
	else
		snprintf(buf, len, "%s%s%s", unit, *per ? " per " : "", per);
}

void walk_cell(double diff, char buf[WORDS_LEN])
{
	char num[WORDS_LEN];
	json_t *v = isnan(diff) ? json_null() : json_num(diff);

	if (isnan(diff) || diff == 0)
		snprintf(buf, WORDS_LEN, "%s", isnan(diff) ? "n/a" : ".");
	else
		snprintf(buf, WORDS_LEN, "%s", words_signed(v, num));
	json_decref(v);
}

/* Of the newer kernel; what the older one did is the step before's. */
const char *walk_health(const json_t *link)
{
	static const struct {
		const char *list, *word;
	} bad[] = {
		{ "badness", "badness" }, { "leaks", "leak" },
		{ "incomplete", "incomplete" }, { "missing", "incomplete" },
	};
	const json_t *h = json_object_get(link, "health"), *e;
	size_t j;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		json_array_foreach(json_object_get(h, bad[i].list), j, e)
			if (!ds_is(e, "side", "base"))
				return bad[i].word;
	return "ok";
}
