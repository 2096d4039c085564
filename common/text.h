/* SPDX-License-Identifier: GPL-2.0-only */
/* text.h - text that somebody else wrote: what is a name, what may be shown */
#ifndef KPT_TEXT_H
#define KPT_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#define KPT_NAME_MAX	64
#define KPT_NAME_WANTED	"1 to 64 of A-Z a-z 0-9 . _ -"
/* As much of an odd text as a message shows. */
#define KPT_SHOWN	72

/**
 * kpt_is_name - is this the name of a kernel, a scenario, a metric, ...?
 *
 * Names go into files' names, tables, plots and commands, and never need to be
 * quoted there.
 */
bool kpt_is_name(const char *s);

/**
 * kpt_hidden - is the character at @s one that cannot be seen, or that turns
 * the direction of writing?
 *
 * Return: how many bytes it has; 0 where it is none, or of one byte.
 */
size_t kpt_hidden(const char *s);

/** kpt_is_line - is there nothing in it that kpt_shown() would escape? */
bool kpt_is_line(const char *s);

/**
 * kpt_shown - text as a terminal may get it
 *
 * Control characters, what turns the direction of writing, what cannot be seen
 * and broken UTF-8 become \x1b or \u202e; what does not fit is cut off behind
 * "...". Return: @buf.
 */
const char *kpt_shown(char *buf, size_t len, const char *s);

#endif
