/* SPDX-License-Identifier: GPL-2.0-only */
/* badness.h - what a console says that a healthy kernel does not */
#ifndef KPT_VM_BADNESS_H
#define KPT_VM_BADNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define VM_BAD_MAX	24
#define VM_BAD_LEN	200
#define VM_LINE_MAX	1024	/* of a line of a console that is judged */

/**
 * struct vm_badness - what a scan found
 * @line:	the first VM_BAD_MAX bad lines
 * @n:		how many bad lines there were in all
 * @panic:	the kernel panicked
 * @done:	init said that it is done
 * @kernel:	a line of the kernel, not of firmware, was seen
 * @status:	with what
 * @fail:	init's own "FAIL ..." line, or ""
 * @no_module:	why the kernel let no module of ours in, as init said, or ""
 */
struct vm_badness {
	char line[VM_BAD_MAX][VM_BAD_LEN];
	size_t n;
	bool panic;
	bool done;
	bool kernel;
	int status;
	char fail[VM_BAD_LEN];
	char no_module[VM_BAD_LEN];
};

/**
 * vm_badness_line - judge one line more of a console, without its end
 * @allow: patterns (fnmatch) of lines that are fine, one a line; in addition
 *	to those every guest may print
 *
 * Guests boot with a log level that lets warnings and worse through and
 * nothing else, so every kernel line (they begin with "[ time] ") that no
 * pattern allows is bad; and so is, in whatever form, a line that names a
 * warning, an oops, lockdep and so on. A line the kernel broke into is judged
 * as two. What stands before the kernel's first line is firmware's.
 */
void vm_badness_line(struct vm_badness *b, const char *line, const char *allow);

/** vm_badness_file - judge a console as a stream; 0 or -EIO */
int vm_badness_file(struct vm_badness *b, FILE *f, const char *allow);

#endif
