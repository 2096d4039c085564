/* SPDX-License-Identifier: GPL-2.0-only */
/* walk.h - a walk as people read it */
#ifndef KPT_WORDS_WALK_H
#define KPT_WORDS_WALK_H

#include "analyze/summary/walk.h"
#include "analyze/words/words.h"

/** walk_fold - how many steps from @at on are one line: those not measured */
size_t walk_fold(const struct walk *w, size_t at);

/** walk_range - "15", or "15-17" for @n steps from @at on */
void walk_range(const struct walk *w, size_t at, size_t n, char buf[64]);

/** walk_unit - "pages per table", "objects at 2 held" */
void walk_unit(const struct walk *w, const struct walk_row *r, char *buf,
	       size_t len);

/** walk_where - its scenario, or "at boot" */
const char *walk_where(const struct walk_row *r);

/** walk_cell - what a comparison changed: "+218 slower", "." or "n/a" */
void walk_cell(double diff, char buf[WORDS_LEN]);

/** walk_health - what is wrong with the kernel of a step: "ok", "leak", ... */
const char *walk_health(const struct summary *link);

#endif
