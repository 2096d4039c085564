/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cover.h - which code that patches add was executed, and by which scenarios
 *
 * The added lines of patches are followed through the patches behind them, to
 * where they are in the patched kernel's source; debug info tells which
 * addresses a line became; the profiled boots tell which addresses were
 * executed (profile/cover.h).
 */
#ifndef KPT_ANALYZE_COVER_H
#define KPT_ANALYZE_COVER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "analyze/profile/syms.h"

/* Scenarios of one run, and the boots of it: a bit each. */
#define CV_MAX		256
#define CV_WORDS	(CV_MAX / 64)

/**
 * struct cv_hunk - a hunk
 * @patch:	number of its patch
 * @file:	number of its file in cv_patches.file
 * @at:		where it is in the file, as its patch has it
 * @what:	the function it names, or ""
 * @added:	lines it adds
 * @left:	of these, lines that no later patch removes
 * @code:	of these, lines that became code
 * @run:	of these, lines that were executed
 * @by:		who executed one
 */
struct cv_hunk {
	size_t patch, file;
	long at;
	char *what;
	long added, left, code, run;
	uint64_t by[CV_WORDS];
};

/**
 * struct cv_line - a line of a file that patches change
 * @hunk:	number of the hunk that added it, plus 1; 0: none did
 * @code:	it became code
 * @by:		who executed it
 */
struct cv_line {
	uint32_t hunk;
	bool code;
	uint64_t by[CV_WORDS];
};

/**
 * struct cv_file - one file
 * @line:	its lines, from the first on, as far as patches reach
 * @built:	some line of it became code
 */
struct cv_file {
	char *name;
	struct cv_line *line;
	size_t nr, cap;
	bool built;
};

struct cv_patches {
	char **patch;		/* subjects, or names of files */
	size_t nr;
	struct cv_hunk *hunk;
	size_t nr_hunks;
	struct cv_file *file;
	size_t nr_files;
};

/**
 * cv_read_patch - take the patches of a file: one, or an mbox of many
 *
 * In the order in which they are applied. Return: 0 or -errno after a message
 * that names the line.
 */
int cv_read_patch(struct cv_patches *p, const char *path);
void cv_patches_free(struct cv_patches *p);

/**
 * struct cv_run - what was executed
 * @kernel:	where symbols are; its windows are none
 * @who:	scenarios, and "boot"
 * @range:	of each, ascending
 */
struct cv_run {
	struct pf_file kernel;
	char *who[CV_MAX];
	struct cv_ranges {
		struct cv_range { uint64_t start, end; } *v;
		size_t nr;
	} range[CV_MAX];
	size_t nr;
};

/** cv_read_run - read FOLDER/cover/LABEL-*.cover; 0 or -errno, said */
int cv_read_run(struct cv_run *r, const char *folder, const char *label);
void cv_run_free(struct cv_run *r);

/** cv_match - fill in what became of each hunk; 0 or -errno */
int cv_match(struct cv_patches *p, const struct cv_run *r, struct ps_syms *s);

/** cv_print - hunk by hunk; with @all, those that are executed, too */
void cv_print(FILE *f, const struct cv_patches *p, const struct cv_run *r,
	      bool all);

#endif
