// SPDX-License-Identifier: GPL-2.0-only
/* walk.c - a walk as people read it */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analyze/words/walk.h"
#include "common/util.h"

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
	return r->row->kind == KIND_SIZE ? "size" :
	       r->row->phase == PHASE_START ? "at boot" : r->row->scenario;
}

void walk_unit(const struct walk *w, const struct walk_row *r, char *buf,
	       size_t len)
{
	const char *per = r->row->per;
	const char *unit = words_unit_code(w->total, r->row);

	if (!isnan(r->rung))
		snprintf(buf, len, "%s at %.6g held", unit, r->rung);
	else
		snprintf(buf, len, "%s%s%s", unit, *per ? " per " : "", per);
}

void walk_cell(double diff, char buf[WORDS_LEN])
{
	char num[WORDS_LEN];

	snprintf(buf, WORDS_LEN, "%s", diff == 0 ? "." :
		 words_signed(diff, num));
}

/* Of the newer kernel; what the older one did is the step before's. */
const char *walk_health(const struct summary *link)
{
	static const struct {
		enum health_list list;
		const char *word;
	} bad[] = {
		{ HEALTH_BADNESS, "badness" }, { HEALTH_LEAKS, "leak" },
		{ HEALTH_INCOMPLETE, "incomplete" },
		{ HEALTH_MISSING, "incomplete" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		const struct findings *list = health_of(link, bad[i].list);

		for (size_t j = 0; j < list->nr; j++)
			if (strcmp(list->v[j].side, side_name[BASE]))
				return bad[i].word;
	}
	return "ok";
}
