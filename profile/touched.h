/* SPDX-License-Identifier: GPL-2.0-only */
/* touched.h - which lines and pages an operation has touched */
#ifndef KPT_PROFILE_TOUCHED_H
#define KPT_PROFILE_TOUCHED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct touched - a set of lines or pages that empties in no time
 * @slot:	key and the generation it was put in
 */
struct touched {
	struct touched_slot { uint64_t key, when; } *slot;
	size_t mask, used;
	uint64_t now;
};

/** touched_begin - empty it; false: no memory */
bool touched_begin(struct touched *t);
/** touched_add - was it not yet there? */
bool touched_add(struct touched *t, uint64_t key);
void touched_free(struct touched *t);

#endif
