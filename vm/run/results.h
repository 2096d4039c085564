/* SPDX-License-Identifier: GPL-2.0-only */
/* results.h - a results folder: records taken in, put in one order, kept */
#ifndef KPT_VM_RESULTS_H
#define KPT_VM_RESULTS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "vm/guest/guest.h"

struct vm_classes;

/**
 * struct vm_who - what a boot's records are to say about it
 *
 * A guest is not told: its own work would then differ between kernels.
 */
struct vm_who {
	const char *label;
	long long boot;
	const char *group;
	long long layout;		/* 0: none */
	const char *source;
	const char *config_digest;
	const char *no_config;		/* why that is not known, or "" */
	const char *emulator;		/* what it says it is, or "" */
	struct vm_classes *classes;	/* counted by the plugin, or NULL */
	const struct vm_size *size;	/* of its kernel, or NULL: not here */
	const struct vm_startup *startup; /* likewise */
	const char *guest;		/* folder with the plugin's counts of it */
	struct json_t *build;		/* likewise, see build.h */
};

/**
 * struct vm_taken - what was found in a guest's records
 * @records:	good ones
 * @damaged:	lines that are no records
 * @whole:	an "end" record came, with status ok and the right counts
 * @why:	what is wrong, when it is not whole
 */
struct vm_taken {
	size_t records;
	size_t damaged;
	bool whole;
	char why[512];
};

/**
 * vm_results_take - copy a guest's good records, with the right names
 * @from: what came over the records port
 * @to: appended to
 *
 * Return: 0 or -errno with a message (of writing; bad records are no error).
 */
int vm_results_take(const char *from, FILE *to, const struct vm_who *who,
		    struct vm_taken *t);

/** vm_results_put - one record, a line; 0 or -errno */
int vm_results_put(const json_t *rec, FILE *to);

/**
 * struct vm_fact - a number that a boot begins with, and no guest can tell
 * @na:	why it is not known, or NULL
 */
struct vm_fact {
	const char *metric, *kind, *unit, *source;
	long long value;
	const char *na;
};

/** vm_results_fact - write it as a sample record of the boot; 0 or -errno */
int vm_results_fact(FILE *to, const struct vm_fact *f);

/** vm_results_host - append the host record; 0 or -errno */
int vm_results_host(FILE *to, const struct vm_who *who,
		    const struct vm_verdict *v, const char *console);

/** vm_results_finished - does this file hold a boot that ended well? */
bool vm_results_finished(const char *path);

/**
 * vm_results_status - how a boot ended, as its host record has it
 *
 * "" where there is none.
 */
void vm_results_status(const char *path, char *status, size_t len);

/**
 * vm_results_console - keep a console: all of it, or of a long one its head and
 * tail, a MiB each, with a line between that says what is missing
 *
 * Return: 0 or -errno with a message.
 */
int vm_results_console(const char *from, const char *to);

#endif
