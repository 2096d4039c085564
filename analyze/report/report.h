/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * report.h - a report format is one file in analyze/report/format/ that defines
 * `const struct report_ops report_NAME`; the file name registers it
 * (build/gen/reports.h), with '-' turned into '_'.
 */
#ifndef KPT_REPORT_H
#define KPT_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "analyze/summary/summary.h"

/**
 * struct report_ops - one report format
 * @name:	as --format takes it
 * @file:	file it is kept in beside summary.json, NULL for none
 * @summary:	one line for --help
 * @print:	write the report of a summary; 0 or -errno
 * @print_many:	instead of @print, for a report of several summaries (or of
 *		one, where it has a @file); may return KPT_FAIL or -EINVAL
 *		after a message: they do not belong together
 * @fail_on:	what --fail-on is for this format when not given, or NULL
 * @status:	exit status of a summary, instead of fail_status()
 */
struct report_ops {
	const char *name;
	const char *file;
	const char *summary;
	int (*print)(FILE *f, const struct summary *summary);
	int (*print_many)(FILE *f, struct summary *const *summaries, size_t n);
	const char *fail_on;
	int (*status)(const struct summary *summary);
};

/** report_list - the formats one after the other, for the help */
bool report_list(size_t i, const char **name, const char **text);

/** report_one - does a format take a single summary? */
bool report_one(const struct report_ops *ops);

/** report_print - a summary in a format that takes one; 0 or -errno */
int report_print(FILE *f, struct summary *summary,
		 const struct report_ops *ops);

/** report_find - NULL for an unknown name, after a message with the valid */
const struct report_ops *report_find(const char *name);

/**
 * report_judge - settle what counts as a failure of a summary
 * @fail_on:	the words of --fail-on, or NULL: the summary's, the format's
 * @ops:	the format asked for, or NULL
 */
void report_judge(struct summary *summary, const char *fail_on,
		  const struct report_ops *ops);

/** report_status - the exit status of a summary printed in a format */
int report_status(const struct summary *summary, const struct report_ops *ops);

/**
 * report_pictures - name, and what it shows, of picture @i; false at the end
 *
 * Pictures are drawn after reports, and by what knows reports: the command
 * that prints a report tells which there may be. NULL for none.
 */
extern bool (*report_pictures)(size_t i, const char **name, const char **text);

/** report_write_all - every format with a file of its own into @dir */
int report_write_all(const char *dir, struct summary *summary);

#endif
