/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * calibrate.h - what the parts of kptstat calibrate share
 *
 * calibrate_data.c makes pairs of kernels that do not differ, of synthetic
 * noise or of the boots of one kernel; calibrate_rules.c has the rules that
 * say whether a pair differs, ours and others'; calibrate_table.c counts and
 * prints.
 */
#ifndef KPT_CALIBRATE_H
#define KPT_CALIBRATE_H

#include <stdio.h>

#include <gsl/gsl_rng.h>

#include "analyze/records/dataset.h"

/**
 * struct cal_side - one kernel of a pair
 * @all:	every iteration of every run of every boot, ascending
 * @nr:		how many
 * @boot:	one mean a boot
 * @boots:	how many
 */
struct cal_side {
	double *all, *boot;
	size_t nr, boots;
};

/**
 * struct cal_rule - does a pair differ?
 * @name:	in words, for the table
 * @flag:	1: it differs; 0: it does not; below 0: the rule does not apply
 */
struct cal_rule {
	const char *name;
	int (*flag)(const struct cal_side pair[2]);
};

#define CAL_RULES 9
extern const struct cal_rule cal_rules[CAL_RULES];

/** struct cal_count - how often the rules flagged a pair, of how many */
struct cal_count {
	size_t hits[CAL_RULES], nr[CAL_RULES];
};

/** cal_judge - all rules on one pair */
void cal_judge(const struct cal_side pair[2], struct cal_count *count);

/**
 * struct cal_noise - synthetic kernels, whose noise is normal
 * @boots, @runs, @iterations: repetitions of each level
 * @boot, @run, @iteration: sd that each level brings, relative to the mean
 * @drift:	sd of what boot N of either kernel has in common
 */
struct cal_noise {
	size_t boots, runs, iterations;
	double boot, run, iteration, drift;
};

/** cal_sides - room for two kernels; 0 or -ENOMEM */
int cal_sides(struct cal_side pair[2], size_t boots, size_t nr);
void cal_sides_free(struct cal_side pair[2]);

/** cal_draw - two kernels of the same mean, 1 */
void cal_draw(gsl_rng *rng, const struct cal_noise *n,
	      struct cal_side pair[2]);

/** cal_shift - the second kernel becomes slower by @by */
void cal_shift(struct cal_side pair[2], double by);

/** cal_difference - what Student finds four times out of five, without drift */
double cal_difference(const struct cal_noise *n);

/**
 * struct cal_metric - the boots of one metric, from records
 * @v:		windows of boot i: @nr[i] of them
 * @max:	most windows that half of the boots can have
 */
struct cal_metric {
	const char *scenario, *metric;
	double **v;
	size_t *nr, boots, max;
};

/**
 * cal_records - the cost metrics of a label that vary from boot to boot
 *
 * Return: 0, or KPT_USAGE or KPT_FAIL after a message.
 */
int cal_records(const char *path, const char *label, struct cal_metric **m,
		size_t *nr);
void cal_records_free(struct cal_metric *m, size_t nr);

/** cal_split - the boots of a metric at random into two kernels */
void cal_split(gsl_rng *rng, const struct cal_metric *m,
	       struct cal_side pair[2]);

#define CAL_COLUMNS 4

/**
 * struct cal_table - one table: rules or noise down, columns across
 * @title:	what was done
 * @unit:	what the numbers are
 * @head:	of each column
 * @name:	of each of @rows rows; those no column has are not printed
 */
struct cal_table {
	char title[160];
	const char *unit;
	const char *name[CAL_RULES];
	size_t rows;
	char head[CAL_COLUMNS][16];
	struct cal_count count[CAL_COLUMNS];
	size_t columns;
};

/** cal_table_rules - the rows are the rules */
void cal_table_rules(struct cal_table *t);

/** cal_print - a table as text of 72 columns or as Markdown */
void cal_print(FILE *f, const struct cal_table *t, bool md);

#endif
