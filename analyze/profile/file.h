/* SPDX-License-Identifier: GPL-2.0-only */
/* file.h - what kptvm run --profile leaves, read; docs/profile.md */
#ifndef KPT_PROFILE_FILE_H
#define KPT_PROFILE_FILE_H

#include "profile/windows.h"

/**
 * struct pf_reading - a text file that is read
 * @again:	what to do where it is broken, for messages
 * @line:	number of the line that is read
 */
struct pf_reading {
	const char *path, *again;
	long line;
};

/** pf_bad - a message that names file and line; -EBADMSG */
int pf_bad(const struct pf_reading *r, const char *what);

/**
 * pf_lines - hand out every line but the first
 * @magic:	what the first one must be
 * @other:	what to say where it is not
 * @take:	called with the line, without its end; what it returns, unless
 *		0, ends the reading
 *
 * Return: 0 or -errno, after a message unless it is from @take.
 */
int pf_lines(struct pf_reading *r, const char *magic, const char *other,
	     int (*take)(void *arg, char *text), void *arg);

/** struct pf_names - of scenarios */
struct pf_names {
	char **v;
	size_t nr;
};

/** pf_names_add - one more, the first @len of @name; 0 or -ENOMEM */
int pf_names_add(struct pf_names *names, const char *name, size_t len);
void pf_names_free(struct pf_names *names);

/**
 * pf_list - the NAMEs of which there is FOLDER/LABEL-NAME.SUFFIX, sorted
 * @suffix:	with its dot
 *
 * Return: 0 or -errno, without a message.
 */
int pf_list(struct pf_names *names, const char *folder, const char *label,
	    const char *suffix);

/**
 * struct pf_file - one kernel, one scenario
 * @windows:	every window's counts; those of a window that is "as" another
 *		are with the other
 */
struct pf_file {
	char *path, *label, *scenario, *vmlinux, *module, *target;
	struct windows windows;
};

/**
 * pf_read - read a profile
 *
 * Return: 0 or -errno after a message that names the line. Free with
 * pf_free() either way.
 */
int pf_read(struct pf_file *pf, const char *path);
void pf_free(struct pf_file *pf);

/** pf_window - a window that has counts: @i itself or the one it is as */
const struct window *pf_window(const struct pf_file *pf, enum phase phase,
			       size_t i);

#endif
