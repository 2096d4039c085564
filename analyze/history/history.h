/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * history.h - what many runs measured of many kernels, kept in one file
 *
 * A store is an SQLite database. summary.json of any number of runs goes in:
 * of each kernel every row once, whichever run it is from and however often it
 * is given. What comes out is lines: one metric of one scenario on one machine,
 * over kernels.
 */
#ifndef KPT_HISTORY_H
#define KPT_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "analyze/summary/summary.h"

struct hs_store;

/**
 * hs_open - open a store, or make it where @make says so
 *
 * Return: the store, or NULL after a message.
 */
struct hs_store *hs_open(const char *path, bool make);
void hs_close(struct hs_store *s);

/** struct hs_added - what adding did: new and already there */
struct hs_added {
	long long kernels, values, known;
};

/**
 * hs_add - both kernels of a summary
 * @name:	of the patched kernel, or NULL: its label, else its release
 * @date:	YYYY-MM-DD of it, or ""
 *
 * All of it goes in, or nothing. Return: 0 or KPT_FAIL after a message.
 */
int hs_add(struct hs_store *s, const struct summary *summary, const char *name,
	   const char *date, struct hs_added *added);

/** hs_merge - all that another store has; 0 or KPT_FAIL after a message */
int hs_merge(struct hs_store *s, const char *path, struct hs_added *added);

/**
 * struct hs_point - one kernel of a line
 * @kernel:	number of it in the store, in the order they were added
 * @name:	as it is shown: two of one name have their labels behind it
 * @release, @source, @compiler, @tools: of it
 * @boot:	@nr values, one a boot, of every run of it
 * @mean:	of them
 * @exact:	a count that repeated to the digit
 * @cut:	it lies elsewhere than the points before it
 */
struct hs_point {
	long long kernel;
	const char *name, *label, *date, *release, *source, *compiler, *tools;
	double *boot, mean;
	size_t nr;
	bool exact, cut;
};

/**
 * struct hs_line - one metric over kernels
 * @exact:	every point is
 * @short_by:	kernels that are missing until a change can be found, 0: none
 * @cuts:	how many there are
 */
struct hs_line {
	const char *arch, *config, *machine, *emulator, *mode;
	const char *scenario, *group, *params, *metric, *phase, *unit, *per;
	const char *better;
	struct hs_point *point;
	size_t nr, cuts, short_by;
	bool exact;
};

/** struct hs_lines - texts live as long as it does */
struct hs_lines {
	struct hs_line *line;
	size_t nr;
	struct pool pool;
};

enum hs_order { HS_BY_VERSION, HS_BY_DATE, HS_BY_ADDED };

/**
 * hs_read - lines, sorted, their points in an order, with cuts
 * @alpha:	of noisy lines, see st_changes()
 *
 * Return: 0 or KPT_FAIL after a message; hs_free() either way.
 */
int hs_read(struct hs_store *s, enum hs_order order, double alpha,
	    struct hs_lines *out);
void hs_free(struct hs_lines *l);

/** hs_keep - the lines that @wanted says, and no others */
void hs_keep(struct hs_lines *l, bool (*wanted)(const struct hs_line *l));

/** hs_version - as strverscmp(), but 7.3-rc1 is before 7.3 */
int hs_version(const char *a, const char *b);

#endif
