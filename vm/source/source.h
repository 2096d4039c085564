/* SPDX-License-Identifier: GPL-2.0-only */
/* source.h - kernel source trees in the cache */
#ifndef KPT_VM_SOURCE_H
#define KPT_VM_SOURCE_H

#include "vm/base/conf.h"
#include "vm/base/paths.h"

struct vm_source {
	char dir[VM_PATH];	/* the tree, ready to build from */
	char words[256];	/* what it is, for the env record */
	bool look;		/* make nothing: @dir may not be there */
};

/**
 * vm_source_get - unpack, patch, or find in the cache
 * @v: source and queues
 *
 * Return: 0 or KPT_FAIL, with a message that says what to do.
 */
int vm_source_get(struct vm_source *s, const struct vm_variant *v);

/** vm_source_find - where vm_source_get() has it, or would make it */
int vm_source_find(struct vm_source *s, const struct vm_variant *v);

#define VM_COMMIT 80	/* a commit's name, with its NUL */

/**
 * vm_source_commit - the commit that a revision of a git tree is
 *
 * Return: 0, or KPT_FAIL with a message and names that come near.
 */
int vm_source_commit(const char *tree, const char *rev,
		     char commit[VM_COMMIT]);

#endif
