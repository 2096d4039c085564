/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * windows.h - the counts of every window of one scenario, and their file
 *
 * docs/profile.md describes the file.
 */
#ifndef KPT_PROFILE_WINDOWS_H
#define KPT_PROFILE_WINDOWS_H

#include "profile/counts.h"

#define PROFILE_MAGIC	"kptprof 1"

enum phase { PHASE_NONE, PHASE_NOP, PHASE_WORK, NR_PHASES };

/**
 * struct window - one window
 * @ops:	operations
 * @total:	instructions
 * @as:		window of the same phase with the very same counts, or -1
 * @mixed:	more than one CPU was in it: its counts tell nothing
 * @v:		what is not 0, by address
 */
struct window {
	uint64_t ops, total;
	long as;
	bool mixed;
	struct count *v;
	size_t nr;
};

/**
 * struct windows - a scenario's
 * @marker:	address of the module's OP marker; 0: the module ran nothing
 * @moved:	it was seen at more than one address: the module was reloaded
 * @unclosed:	the guest ended inside a window
 */
struct windows {
	struct window *v[NR_PHASES];
	size_t nr[NR_PHASES];
	uint64_t marker;
	bool moved, unclosed;
};

/** windows_add - keep the counts as the next window; 0 or -errno */
int windows_add(struct windows *w, enum phase phase, const struct counts *c,
		uint64_t ops, bool mixed);
/** windows_write - all of them to a file; 0 or -errno */
int windows_write(const struct windows *w, const char *path,
		  const char *target);
/** windows_clear - begin anew */
void windows_clear(struct windows *w);

#endif
