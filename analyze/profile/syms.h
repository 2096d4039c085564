/* SPDX-License-Identifier: GPL-2.0-only */
/* profile_syms.h - addresses of a guest, as functions and source lines */
#ifndef KPT_PROFILE_SYMS_H
#define KPT_PROFILE_SYMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analyze/profile/file.h"

#define PS_DEPTH 24

/**
 * struct ps_frame - a function an address is in
 * @name:	as the source has it, or the symbol's
 * @file:	source file, "" when not known
 * @line:	0 when not known
 *
 * Strings live as long as the symbols.
 */
struct ps_frame {
	const char *name, *file;
	int line;
};

/**
 * struct ps_place - where an address is
 * @frame:	innermost inlined function first, the function proper last;
 *		lines of outer ones are those they call the next inner one from
 * @nr:		frames, at least 1
 */
struct ps_place {
	struct ps_frame frame[PS_DEPTH];
	size_t nr;
};

struct ps_syms;

/**
 * ps_open - the symbols of the kernel and module a profile is of
 * @build_id: what the kernel said its build id is, hex
 *
 * Without debug info there are functions, but no inlined ones and no lines: a
 * message says so. Without symbols, or with those of another kernel: NULL
 * after a message.
 */
struct ps_syms *ps_open(const struct pf_file *pf, const char *build_id);
void ps_close(struct ps_syms *s);

/**
 * ps_lines - every piece of the kernel's code that a source line became
 * @row: called with the file from the top of its source tree on, the line,
 *	 and the piece's first address and the one behind it
 *
 * Code of functions that are inlined is of the line where they are written, and
 * of each line that calls them.
 * Return: 0, or -ENODATA after a message: no debug info.
 */
int ps_lines(struct ps_syms *s,
	     void (*row)(void *arg, const char *file, int line, uint64_t start,
			 uint64_t end), void *arg);

/** ps_find - where is @addr? Always finds something to call it. */
void ps_find(struct ps_syms *s, uint64_t addr, struct ps_place *place);

#endif
