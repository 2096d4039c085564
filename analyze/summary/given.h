/* SPDX-License-Identifier: GPL-2.0-only */
/* given.h - what a summary is given in files */
#ifndef KPT_SUMMARY_GIVEN_H
#define KPT_SUMMARY_GIVEN_H

#include <jansson.h>

/**
 * summary_give_where - the file of --where: the instructions of functions
 * @summary:	as JSON, before summary_new()
 *
 * Return: 0; KPT_USAGE for a file that cannot be used, or KPT_FAIL, after a
 * message.
 */
int summary_give_where(json_t *summary, const char *path);

/** summary_give_steps - the file of --steps: the patches of a walk; likewise */
int summary_give_steps(json_t *summary, const char *path);

#endif
