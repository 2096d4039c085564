/* SPDX-License-Identifier: GPL-2.0-only */
/* costs_local.h - what the tables of costs and the lines below them share */
#ifndef KPT_COSTS_LOCAL_H
#define KPT_COSTS_LOCAL_H

#include "analyze/report/costs.h"

/* What a comparison says of a cost. */
enum cell { NOT_THERE, NO_VALUE, NOT_WHOLE, SAME, WITHIN, SMALL, DIFFERS,
	    UNRESOLVED, FEW };

/**
 * struct cost - one cost in every comparison
 * @row:	its row in each, or NULL
 * @size:	the largest change, in percent
 * @cell:	what each says of it
 * @unit:	a number for its unit and metric
 * @mechanism:	what it does, as far as that is known, else ""
 * @like:	an earlier cost of its mechanism that changes by as much, or NULL
 */
struct cost {
	const struct row *row[COLUMNS_MAX], *any;
	enum cell cell[COLUMNS_MAX];
	const char *mechanism;
	const struct cost *like;
	size_t unit;
	double size;
};

struct costs {
	struct cost *v;
	size_t nr;
};

/** cost_cell - what a row says of a cost; of NULL, that it is not there */
enum cell cost_cell(const struct row *row);

/** cost_any - does any comparison say @what of it? */
bool cost_any(const struct columns *c, const struct cost *cost,
	      enum cell what);

/** costs_alike - find those that change by as much, among costs of one unit */
void costs_alike(const struct columns *c, struct cost *v, size_t nr);

/** cost_notes - the lines below the table of costs of one unit */
void cost_notes(struct model *m, const struct columns *c,
		const struct costs *unit, size_t most);

/** cost_compilers - the differences that depend on the compiler */
void cost_compilers(struct model *m, const struct columns *c,
		    const struct costs *unit, size_t most);

#endif
