/* SPDX-License-Identifier: GPL-2.0-only */
/* matrix.h - what one summary has to say in one line of many */
#ifndef KPT_MATRIX_H
#define KPT_MATRIX_H


#include "analyze/summary/summary.h"

enum { MATRIX_CONSTRUCTED, MATRIX_LOCKS, MATRIX_ERROR, MATRIX_COST,
       MATRIX_CELLS };

/**
 * struct matrix_cell - one answer
 * @text:	base -> patched, or "n/a"
 * @why:	why it is n/a, else ""
 */
struct matrix_cell {
	char text[160];
	char why[160];
};

/**
 * struct matrix_line - a comparison in one line
 * @cell:	what it says, in the order of matrix_title[]
 * @born:	tables that a constructor could see, base and patched
 * @constructed: those of them that it saw
 * @balance:	whether all came back, and out of how many readings
 * @counter:	what counted instructions
 */
struct matrix_line {
	struct matrix_cell cell[MATRIX_CELLS];
	long long born[SIDES], constructed[SIDES];
	char balance[64];
	const char *counter;
};

/** matrix_title - what the cells are about */
extern const char *const matrix_title[MATRIX_CELLS];

/** matrix_read - the line of a summary */
void matrix_read(const struct summary *summary, struct matrix_line *l);

#endif
