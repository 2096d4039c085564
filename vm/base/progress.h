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

/**
 * vm_script - run one of our scripts that builds something, and show how it goes
 * @script:	its name in vm/
 * @args:	for it, ended by NULL
 * @what:	it does, in words
 * @expected:	things Kbuild will make, for the time left; 0: not known
 * @log:	file its output is added to, or NULL
 *
 * On failure the end of what it said is shown.
 *
 * Return: 0 or KPT_FAIL after a message.
 */
int vm_script(const char *script, const char *const *args, const char *what,
	      size_t expected, const char *log);

#endif
