/* SPDX-License-Identifier: GPL-2.0-only */
/* files.h - files put together and copied: the old one or the new, never half */
#ifndef KPT_VM_FILES_H
#define KPT_VM_FILES_H

#include <stddef.h>
#include <stdio.h>

/** vm_append - what is left of one stream behind the other; 0 or -errno */
int vm_append(FILE *to, FILE *from);

/** vm_copy_file - copy to a temporary name, rename; 0 or -errno, message */
int vm_copy_file(const char *from, const char *to);

/**
 * vm_join_files - put files together, in order, as one
 *
 * Files that are not there are left out. Return: 0 or -errno with a message.
 */
int vm_join_files(const char *to, const char *const *from, size_t n);

#endif
