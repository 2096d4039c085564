/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * summary.h - a summary, as reports, pictures and gates read it
 *
 * Nothing else looks into summary.json. What a summary points to lives as long
 * as it does.
 */
#ifndef KPT_SUMMARY_H
#define KPT_SUMMARY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "analyze/summary/build.h"
#include "analyze/summary/coverage.h"
#include "analyze/summary/env.h"
#include "analyze/summary/health.h"
#include "analyze/summary/names.h"
#include "analyze/summary/pool.h"
#include "analyze/summary/row.h"
#include "analyze/summary/timeline.h"
#include "analyze/summary/where.h"

/** struct shown - so many of so many passed a filter */
struct shown {
	long long shown, of;
};

/** struct filtered - what a filter left; the patterns are "" for all */
struct filtered {
	const char *only, *metrics;
	struct shown rows, scenarios, names;
};

/** struct step - a patch of a walk; @label: of the kernel it was built as */
struct step {
	const char *name, *label, *subject;
};

/**
 * struct summary - one comparison
 * @json:	what it was read from; for summary/ alone
 * @ok:		the run is complete and clean: @verdict says that
 * @fail_on:	the words of --fail-on, or NULL: nobody gave any
 * @no_effect:	a code: why no lock object can be saved here, or ""
 * @margin:	a relative difference that does not matter; NAN: not recorded
 * @rows:	those that passed the filter, in the order of the file
 * @pieces:	the places of those rows that are pieces of a cost
 * @walk:	of the last kernel against the first: it has steps
 */
struct summary {
	json_t *json;
	struct pool pool;
	const char *schema, *verdict, *command, *fail_on, *no_effect;
	bool ok, is_filtered, walk;
	double margin;
	struct env env[SIDES];
	struct row *rows;
	size_t nr_rows;
	struct names pieces;
	struct filtered filtered;
	struct health health;
	struct coverage coverage;
	struct timeline timeline;
	struct build build;
	struct where *where;
	struct perf *perf;
	struct step *steps;
	size_t nr_where, nr_perf, nr_steps;
};

/**
 * summary_new - read a summary; @json is taken over
 *
 * Return: free it with summary_free(); NULL, with a message, when out of
 * memory.
 */
struct summary *summary_new(json_t *json);

/**
 * summary_load - read a summary.json, or the one in a directory
 *
 * Summaries of schema 1 are read, too.
 *
 * Return: the summary, or NULL after a message.
 */
struct summary *summary_load(const char *path);

void summary_free(struct summary *s);

/** summary_fail_on - what is a failure of it: the words of --fail-on */
void summary_fail_on(struct summary *s, const char *words);

/** summary_print - as JSON, with what it was given here; 0 or -EIO */
int summary_print(FILE *f, const struct summary *s);

/** summary_text - the same in one line, keys in order: to make an id of it */
char *summary_text(const struct summary *s);

/** summary_each_row - one row after the other */
#define summary_each_row(s, it)						\
	for (const struct row *it = (s)->rows;				\
	     (s)->nr_rows && it < (s)->rows + (s)->nr_rows; it++)

/**
 * summary_piece - all of an operation, or its control, of what tables cost; or
 * what an operation left to be done later
 * @row:	a row of the summary
 *
 * Return: its row, or NULL where there is none.
 */
const struct row *summary_piece(const struct summary *s, const struct row *row,
				enum piece piece);

/** health_of - a list of its health */
const struct findings *health_of(const struct summary *s,
				 enum health_list list);

#endif
