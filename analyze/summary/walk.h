/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * walk.h - a series step by step: which patch moved what
 *
 * A walk is a summary of the last kernel against the first, with steps (see
 * kptstat compare --steps), and one of each kernel against the one before.
 */
#ifndef KPT_WALK_H
#define KPT_WALK_H

#include <stdbool.h>
#include <stddef.h>

#include "analyze/summary/summary.h"

#define WALK_COLUMNS 12		/* of a table; the rest is told below it */

enum walk_state {
	WALK_MEASURED,		/* compared with the one before */
	WALK_SAME,		/* its kernel is the one before, to the byte */
	WALK_LOST,		/* built, but no boot of it can be used */
	WALK_NOT_BUILT,
};

/**
 * struct walk_step - one patch or commit
 * @link:	where it was measured: which of the comparisons is its
 */
struct walk_step {
	const char *name, *subject;
	enum walk_state state;
	size_t link;
};

/**
 * struct walk_row - what one number did over the walk
 * @row:	a comparison of it, for its names
 * @rung:	of a ladder: the number held at which it was read; NAN: the
 *		number itself (of a ladder, the slope)
 * @link:	its row in each comparison, or NULL
 * @diff:	what each comparison changed; NAN: not known exactly
 * @total:	what the last kernel against the first says; NAN likewise
 * @moved:	something did change it
 * @whole:	all of it is known
 * @like:	the earlier row that moved in the same way, else its own place
 */
struct walk_row {
	const struct row *row;
	double rung;
	const struct row **link;
	double *diff;
	double total;
	bool moved, whole;
	size_t like;
};

/**
 * struct walk - all of it
 * @links:	comparisons, each of a kernel with the one before
 * @column:	rows to show in a table, at most WALK_COLUMNS
 * @left:	further ones that moved in a way of their own
 * @odd:	rows whose steps do not add up to their total
 * @added:	rows whose steps do
 */
struct walk {
	const struct summary *total;
	struct summary *const *links;
	size_t nr_links;
	struct walk_step *steps;
	size_t nr_steps;
	struct walk_row *rows;
	size_t nr_rows;
	size_t column[WALK_COLUMNS];
	size_t nr_columns, left, odd, added;
};

/**
 * walk_read - put the comparisons together and check that they add up
 * @s: the first summary of a walk, then its steps in order
 *
 * Return: 0; -ENOMEM; -EINVAL with a message when they are no walk. Free with
 * walk_free() in any case.
 */
int walk_read(struct walk *w, struct summary *const *s, size_t n);
void walk_free(struct walk *w);

/** walk_adds_up - do the steps of a row make its total? */
bool walk_adds_up(const struct walk *w, const struct walk_row *r);

#endif
