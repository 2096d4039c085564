/* SPDX-License-Identifier: GPL-2.0-only */
/* health.h - what went wrong around the numbers of a summary, and notes */
#ifndef KPT_SUMMARY_HEALTH_H
#define KPT_SUMMARY_HEALTH_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "analyze/summary/pool.h"
#include "analyze/summary/row.h"

enum health_list { HEALTH_LEAKS, HEALTH_BADNESS, HEALTH_INCOMPLETE,
		   HEALTH_MISSING, HEALTH_INCOMPARABLE, HEALTH_UNCOVERED,
		   HEALTH_LOCKED, HEALTH_DEMOTED, HEALTH_FIXED,
		   HEALTH_UNCHECKED, HEALTH_NOTES, HEALTH_LISTS };

/** health_name - what a list is called in the file */
extern const char *const health_name[HEALTH_LISTS];

/**
 * struct member - one thing that an entry of a list says
 * @text:	NULL where it is a number
 * @several:	the first of several texts
 */
struct member {
	const char *key, *text;
	double number;
	bool several;
};

/** struct site - a call that allocates, and what of it is there */
struct site {
	const char *name;
	long long bytes, calls;
};

/**
 * struct finding - one entry of a list
 * @sentence:	of a summary of schema 1, which has sentences for notes; or NULL
 * @said:	all that it says, in the order of the file
 * @side:	and the other texts are "", numbers 0, where it has none
 * @left:	what a leak left behind
 * @line:	of a console
 * @site:	calls that allocated what a leak left behind, most first
 */
struct finding {
	const char *sentence;
	struct member *said;
	size_t nr_said;
	const char *code, *side, *scenario, *group, *metric, *phase, *unit;
	const char *status, *reason, *console, *what, *when, *region, *level;
	long long boot, n, boots, rounds, of, born, constructed, ptlocks;
	double left;
	const char **line;
	size_t nr_lines;
	struct site *site;
	size_t nr_sites;
};

struct findings {
	struct finding *v;
	size_t nr;
};

/**
 * struct health - all lists
 * @readings:	readings after a drain
 * @consoles:	the summary says how many consoles were read
 * @checked:	so many, @of so many
 */
struct health {
	struct findings list[HEALTH_LISTS];
	long long readings, checked, of;
	bool consoles;
};

void health_read(struct pool *p, const json_t *o, struct health *h);

/** finding_read - an entry by itself; of NULL, one that says nothing */
void finding_read(struct pool *p, const json_t *o, struct finding *f);

/** finding_says - what it says of @key, or NULL */
const struct member *finding_says(const struct finding *f, const char *key);

#endif
