/* SPDX-License-Identifier: GPL-2.0-only */
/* paths.h - where things are: our own tree, the cache, names of conf files */
#ifndef KPT_VM_PATHS_H
#define KPT_VM_PATHS_H

#include <stdbool.h>
#include <stddef.h>

#define VM_PATH 4096

/** vm_top - the folder that holds configs/, kmod/ and vm/; NULL with a message */
const char *vm_top(void);

/** vm_exists - is there such a file or folder? */
bool vm_exists(const char *path);

/** vm_read_text - a whole file, to be freed; NULL with a message */
char *vm_read_text(const char *path);

/** vm_mkdirs - mkdir -p; 0 or -errno */
int vm_mkdirs(const char *path);

struct vm_names {
	char **v;
	size_t n;
};

/**
 * vm_names_read - sorted names in a folder
 * @suffix: of files, e.g. ".conf", and cut off; NULL: folders
 *
 * Return: 0 or -errno with a message. Free with vm_names_free().
 */
int vm_names_read(struct vm_names *names, const char *dir, const char *suffix);
void vm_names_free(struct vm_names *names);
bool vm_names_has(const struct vm_names *names, const char *name);

/** vm_unknown - "no KIND 'NAME'; there are: ..."; returns KPT_USAGE */
int vm_unknown(const char *kind, const char *name,
	       const struct vm_names *names);

/**
 * vm_check_name - is @name one of configs/@sub?
 *
 * Return: 0, KPT_USAGE with the valid ones listed, or KPT_FAIL.
 */
int vm_check_name(const char *kind, const char *name, const char *sub,
		  const char *suffix);

#endif
