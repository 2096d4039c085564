/* SPDX-License-Identifier: GPL-2.0-only */
/* progress.h - how far something is, on one line of a terminal */
#ifndef KPT_VM_PROGRESS_H
#define KPT_VM_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/** vm_now - monotonic seconds */
double vm_now(void);

/**
 * vm_progress - show "WHAT: done of total, time left"
 * @what: in words
 * @started: vm_now() when it began
 *
 * Only where stderr is a terminal, and only a few times a second.
 */
void vm_progress(const char *what, size_t done, size_t total, double started);
/** vm_progress_clear - take the line away before something else is said */
void vm_progress_clear(void);

#define VM_TAIL		40
#define VM_TAIL_LINE	240

/**
 * struct vm_build - a program that works for us, watched line by line
 *
 * Kbuild prints two blanks and a word for each thing it makes.
 */
struct vm_build {
	const char *what;
	size_t expected;	/* things it makes; 0: not known */
	size_t made;
	double started;
	FILE *log;		/* NULL: none */
	char tail[VM_TAIL][VM_TAIL_LINE];
	size_t lines;
	bool no_space;		/* it said that the disk is full */
};

void vm_build_begin(struct vm_build *b, const char *what, size_t expected);
/** vm_build_line - a vm_line_fn; @arg is the struct vm_build */
void vm_build_line(const char *line, void *arg);
/** vm_build_end - say how it went; on failure with what it said last */
void vm_build_end(struct vm_build *b, int status);

#endif
