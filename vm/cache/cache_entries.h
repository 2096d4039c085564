/* SPDX-License-Identifier: GPL-2.0-only */
/* cache_entries.h - all that is in the cache */
#ifndef KPT_VM_CACHE_ENTRIES_H
#define KPT_VM_CACHE_ENTRIES_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "vm/base/paths.h"

enum vm_entry_state {
	VM_ENTRY_WHOLE,		/* finished */
	VM_ENTRY_MADE,		/* somebody makes it now */
	VM_ENTRY_LEFT,		/* was being made by who was killed */
	VM_ENTRY_REST,		/* what is kept beside an entry, without one */
	VM_ENTRY_OTHER,		/* of other programs: lists of apt, sysroots */
};

/**
 * struct vm_entry - a thing in the cache
 * @kind:	kernel, module, src, ...; "" with VM_ENTRY_OTHER
 * @name:	in the folder of its kind
 * @dir:	where it is when finished
 * @what:	in words, or ""
 * @bytes:	of disk; a file that several trees share counts in equal parts
 * @used:	when it was wanted last
 */
struct vm_entry {
	enum vm_entry_state state;
	char kind[16], name[64], what[200];
	char dir[VM_PATH];
	long long bytes;
	time_t used;
};

struct vm_entries {
	struct vm_entry *v;
	size_t n;
};

/** vm_entries_read - look at all of it; 0 or -errno with a message */
int vm_entries_read(struct vm_entries *e);
void vm_entries_free(struct vm_entries *e);

/** vm_entry_path - a file kept beside it: suffix sum, manifest, ... */
int vm_entry_path(const struct vm_entry *e, char *buf, size_t len,
		  const char *suffix);

#endif
