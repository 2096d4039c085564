/* SPDX-License-Identifier: GPL-2.0-only */
/* cache.h - finished things, found again by the hash of what made them */
#ifndef KPT_VM_CACHE_H
#define KPT_VM_CACHE_H

#include <stdbool.h>

#include "vm/base/paths.h"

/* What a kernel is, a line a word; left in its build folder. */
#define VM_KERNEL_ABOUT "kptbench.about"

/**
 * struct vm_cache - one entry of the cache
 * @dir:	where it is when finished
 * @tmp:	where it is made; becomes @dir in one rename
 * @sum:	file with the sizes and digests of what is in it
 * @summed:	it has one
 * @manifest:	what it is made from; its sha256 names the entry
 * @ready:	it is there already
 * @lock:	descriptor that holds the lock
 */
struct vm_cache {
	char dir[VM_PATH];
	char tmp[VM_PATH];
	char sum[VM_PATH + 64];
	bool summed;
	const char *manifest;
	bool ready;
	int lock;
};

/**
 * vm_cache_open - find an entry, or lock it to be made
 * @kind: folder of the cache: src, kernel, module
 * @need: MiB it takes; less free space is an error
 *
 * When it is not @ready, an empty @tmp folder is there and the caller makes
 * the entry and calls vm_cache_end(). Two runs never make the same entry: the
 * second waits, then finds it.
 *
 * Return: 0 or -errno with a message.
 */
int vm_cache_open(struct vm_cache *c, const char *kind, const char *manifest,
		  long need);
/**
 * vm_cache_find - where a finished entry is, without making it
 *
 * Return: 0, or -errno, with no message when it is merely not there.
 */
int vm_cache_find(const char *kind, const char *manifest, char *dir,
		  size_t len);
/** vm_cache_is_locked - does somebody make this entry? */
bool vm_cache_is_locked(const char *dir);
/**
 * vm_cache_remove - an entry, finished or half made, and what is beside it
 *
 * Return: 0; -EWOULDBLOCK: somebody makes it; or -errno. No message.
 */
int vm_cache_remove(const char *dir);

/** vm_cache_used - a finished entry is wanted: prune keeps what was of late */
void vm_cache_used(const char *dir);
/**
 * vm_cache_end - keep the entry, or throw away what was made of it
 * @failed: whether making it failed, after a message
 *
 * Return: 0, or KPT_FAIL: it failed, or cannot be kept, after a message.
 */
int vm_cache_end(struct vm_cache *c, bool failed);

/**
 * vm_cache_check - can the cache be where it is to be?
 *
 * Its path must be absolute, without what make splits words at, and its folder
 * nobody else's. Return: 0, or KPT_FAIL after a message.
 */
int vm_cache_check(void);
/**
 * vm_cache_path - a name in ${XDG_CACHE_HOME:-~/.cache}/kptbench
 * @name: "" for that folder itself
 *
 * Return: 0 or -errno with a message.
 */
int vm_cache_path(char *buf, size_t len, const char *name);

/** vm_check_room - are @need MiB free? 0 or -ENOSPC with a message */
int vm_check_room(const char *dir, long need);

/** vm_remove_tree - rm -rf; 0 or -errno */
int vm_remove_tree(const char *path);

/**
 * struct vm_text - a text that grows, for manifests
 */
struct vm_text {
	char *buf;
	size_t len;
	int err;
};

/** vm_text_add - append; errors stick in @err */
void vm_text_add(struct vm_text *t, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/** vm_text_add_file - append a line with a file's hash and name */
int vm_text_add_file(struct vm_text *t, const char *path, const char *name);

#endif
