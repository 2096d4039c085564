/* SPDX-License-Identifier: GPL-2.0-only */
/* profile_file.h - what kptvm run --profile leaves, read; docs/profile.md */
#ifndef KPT_PROFILE_FILE_H
#define KPT_PROFILE_FILE_H

#include "profile/windows.h"

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
