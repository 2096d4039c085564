/* SPDX-License-Identifier: GPL-2.0-only */
/* load.h - a summary from a file */
#ifndef KPT_LOAD_H
#define KPT_LOAD_H

#include <jansson.h>

/**
 * summary_load - read a summary.json, or the one in a directory
 *
 * Summaries of schema 1 are read, too.
 *
 * Return: the summary, or NULL after a message.
 */
json_t *summary_load(const char *path);

#endif
