/* SPDX-License-Identifier: GPL-2.0-only */
/* series.h - a series as people have it */
#ifndef KPT_VM_SERIES_H
#define KPT_VM_SERIES_H

#include "vm/base/conf.h"
#include "vm/source/queue.h"
#include "vm/source/source.h"

/**
 * struct vm_series - patches, and what they are made for
 * @queue:	the patches, in order
 * @base:	commit that a base-commit: line names, or ""
 * @wanted:	how many further patches it wants applied before
 */
struct vm_series {
	struct vm_queue queue;
	char base[VM_COMMIT];
	size_t wanted;
};

/**
 * vm_series_read - an mbox, a patch, a folder of patches, or a queue of quilt
 * @tell:	say what is left out, and what was sorted
 *
 * Mails are taken in the order of their [PATCH n/m]; cover letters and replies
 * are left out. Two mails of one number, or one that is missing, are errors.
 *
 * Return: 0 or KPT_FAIL with a message. Free with vm_series_free() in any case.
 */
int vm_series_read(struct vm_series *s, const char *path, bool tell);
void vm_series_free(struct vm_series *s);

/**
 * vm_series_variant - the kernel that a series makes
 * @v:		filled
 * @path:	see vm_series_read()
 * @ksrc:	git tree it is for, or NULL: the source of @variant
 * @rev:	revision in it that it is for, or NULL: its base-commit
 * @tell:	say what is taken
 *
 * Return: 0, KPT_USAGE or KPT_FAIL, with a message that says what to do.
 */
int vm_series_variant(struct vm_variant *v, const char *path, const char *ksrc,
		      const char *rev, const char *variant, bool tell);

#endif
