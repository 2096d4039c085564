/* SPDX-License-Identifier: GPL-2.0-only */
/* noisy.h - rows whose boots vary, until all of them are decided together */
#ifndef KPT_NOISY_H
#define KPT_NOISY_H

#include "analyze/judge/row.h"
#include "analyze/stats/decide.h"

/**
 * struct noisy_row - one row and its boots
 * @row:	of the summary
 * @side:	its boots
 * @cost:	a cost, from which a fixed cost is taken off
 */
struct noisy_row {
	json_t *row;
	struct half_values side[SIDES];
	bool cost;
};

/** noisy_put - what was decided, into the row; 0 or -ENOMEM */
int noisy_put(const struct cmp *c, const struct noisy_row *x,
	      const struct st_row *r);

/** noisy_what - what a row was decided by: "boots" or "builds" */
static inline const char *noisy_what(const struct st_row *r)
{
	return r->builds ? "builds" : "boots";
}

/** noisy_free - all rows that noisy_measure() kept */
void noisy_free(struct cmp *c);

#endif
