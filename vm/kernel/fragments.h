/* SPDX-License-Identifier: GPL-2.0-only */
/* fragments.h - the Kconfig fragments a kernel is configured from */
#ifndef KPT_VM_FRAGMENTS_H
#define KPT_VM_FRAGMENTS_H

#include <stddef.h>

#include "vm/base/conf.h"
#include "vm/cache/cache.h"

#define VM_FRAGMENTS_MAX 12

/**
 * struct vm_fragment - one of them, as the source tree has the names
 * @name:	its file's name
 * @text:	what is asked for; lines are where the file has them
 */
struct vm_fragment {
	char name[64];
	char *text;
};

struct vm_fragments {
	struct vm_fragment v[VM_FRAGMENTS_MAX];
	size_t n;
};

/**
 * vm_fragments_read - those of an architecture and a lock configuration
 * @f:		zeroed; free with vm_fragments_free() in any case
 * @more:	further ones, blank separated, in our tree
 *
 * Return: 0, KPT_USAGE for a configuration there is not, or KPT_FAIL, with a
 * message.
 */
int vm_fragments_read(struct vm_fragments *f, const struct vm_arch *arch,
		      const char *config, const char *more);

/** vm_fragments_take - add a file; 0 or KPT_FAIL with a message */
int vm_fragments_take(struct vm_fragments *f, const char *path);

void vm_fragments_free(struct vm_fragments *f);

/**
 * vm_fragments_rename - ask for options by the names a source tree has
 * @src:	the tree
 *
 * configs/kconfig/names lists options that have another name in some
 * releases, or do not exist there. What the tree's own Kconfig files define
 * decides, so that trees between releases and backports are right too; its
 * version does where an option is defined but cannot be had any more.
 *
 * Return: 0 or KPT_FAIL with a message.
 */
int vm_fragments_rename(struct vm_fragments *f, const char *src);

/** vm_fragments_add - append a line with the hash and name of each */
int vm_fragments_add(const struct vm_fragments *f, struct vm_text *manifest);

/**
 * vm_fragments_write - put each into a folder, as files
 * @path:	filled with what they are called there
 *
 * Return: 0 or KPT_FAIL with a message.
 */
int vm_fragments_write(const struct vm_fragments *f, const char *dir,
		       char path[VM_FRAGMENTS_MAX][VM_PATH]);

#endif
