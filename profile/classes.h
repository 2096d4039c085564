/* SPDX-License-Identifier: GPL-2.0-only */
/* classes.h - how often each class of instructions was executed, by window */
#ifndef KPT_PROFILE_CLASSES_H
#define KPT_PROFILE_CLASSES_H

#include <stdbool.h>
#include <stdint.h>

#include "profile/places.h"
#include "profile/windows.h"

#define CLASSES_MAGIC	"kptprof-classes 2"

/* Counts of a window: of instructions by class, of places, and of all else. */
enum {
	CLASS_LINES = NR_CLASSES + PLACE_CLASSES,
	CLASS_PAGES,
	CLASS_MASKED,
	CLASS_MASKED_LONGEST,
	MAX_CLASSES
};

/**
 * struct class_window - one window
 * @run:	of the scenario, from 1: it may be done several times
 * @phase:	PHASE_NOP or PHASE_WORK
 * @mixed:	more than one CPU was in it: its counts tell nothing
 */
struct class_window {
	long run;
	enum phase phase;
	bool mixed;
	uint64_t n[MAX_CLASSES];
};

/**
 * struct classes - the windows of a scenario
 * @now:	of the window that is open; translated code adds to it
 * @data:	what else an operation does is counted as well (operation.h)
 * @no_mask:	why of this its mask of interrupts is not, or NULL
 * @run:	how often windows of no operations began
 */
struct classes {
	uint64_t now[MAX_CLASSES];
	bool data;
	const char *no_mask;
	long run;
	struct class_window *v;
	size_t nr;
};

/** classes_add - keep @now as a window; 0 or -errno */
int classes_add(struct classes *c, enum phase phase, bool mixed);
/**
 * classes_write - all windows to a file, which kptvm reads
 *
 * A line "class NAME UNIT" for each that is counted, "absent NAME UNIT WHY ..."
 * for each that this QEMU cannot count, then a line
 * "window RUN nop|work COUNT..." for each window in the order of those, or
 * "window RUN nop|work mixed"; "end". Return: 0 or -errno.
 */
int classes_write(const struct classes *c, const char *path,
		  const struct classify_target *target,
		  const struct places *places);
/** classes_clear - begin anew with another scenario */
void classes_clear(struct classes *c);

#endif
