/* SPDX-License-Identifier: GPL-2.0-only */
/* facts_local.h - facts between their collection and their lines */
#ifndef KPT_FACTS_LOCAL_H
#define KPT_FACTS_LOCAL_H

#include "analyze/report/facts.h"
#include "analyze/summary/names.h"

#define VALUE_LEN 300

/**
 * struct fact - one fact in every comparison
 * @metric:	"ptlock objects"
 * @about:	"kernel PMD table"
 * @value:	what each comparison says of it, "" where nothing
 * @more:	places for which @about has no room
 * @weight:	what is held comes first, memory before accounting
 * @at:		one rung of a ladder tells it
 * @gone:	another fact says it, too
 */
struct fact {
	const char *metric;
	char about[400];
	char value[COLUMNS_MAX][VALUE_LEN];
	size_t more;
	int weight;
	bool at, gone;
};

struct facts {
	struct fact *v;
	size_t nr;
	struct names index;
};

/** facts_collect - what differs, the weightiest first; free @v */
void facts_collect(struct facts *all, const struct columns *c);

/** facts_about - what it is about, and of how many more there was no room */
const char *facts_about(const struct fact *fact, char *buf, size_t len);

#endif
