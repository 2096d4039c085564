// SPDX-License-Identifier: GPL-2.0-only
/* cache.c - entries of the cache: lock, make, rename */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/base/proc.h"
#include "vm/cache/cache.h"
#include "vm/cache/cache_sum.h"

static int remove_one(const char *path, const struct stat *st, int flag,
		      struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path) && errno != ENOENT ? -errno : 0;
}

int vm_remove_tree(const char *path)
{
	int ret;

	if (!vm_exists(path))
		return 0;
	ret = nftw(path, remove_one, 32, FTW_DEPTH | FTW_PHYS);
	return ret == -1 ? -errno : ret;
}

int vm_check_room(const char *dir, long need)
{
	struct statvfs fs;
	long room;

	if (statvfs(dir, &fs))
		return 0;
	room = (long)((unsigned long long)fs.f_bavail * fs.f_frsize >> 20);
	if (room >= need)
		return 0;
	kpt_error("%s: about %ld MiB are needed, %ld MiB are free; make room or choose another place",
		  dir, need, room);
	return -ENOSPC;
}

/*
 * Children inherit the lock on purpose: should we be killed, a build that
 * lives on keeps it until it has ended, and nobody else writes beside it.
 */
static int open_locked(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT, 0666);

	if (fd < 0)
		return -errno;
	if (!flock(fd, LOCK_EX | LOCK_NB))
		return fd;
	if (errno == EWOULDBLOCK) {
		kpt_info("another kptvm makes the same thing; waiting for it");
		while (flock(fd, LOCK_EX))
			if (errno != EINTR || vm_interrupted())
				goto fail;
		return fd;
	}
fail:
	close(fd);
	return -errno;
}

/* Whoever removes an entry removes its lock, which others may wait for. */
static bool is_there(int fd, const char *path)
{
	struct stat mine, st;

	return !fstat(fd, &mine) && !stat(path, &st) &&
	       mine.st_dev == st.st_dev && mine.st_ino == st.st_ino;
}

static int take_lock(const char *path)
{
	int fd;

	while ((fd = open_locked(path)) >= 0) {
		if (is_there(fd, path))
			return fd;
		close(fd);
	}
	return fd;
}

bool vm_cache_is_locked(const char *dir)
{
	char path[VM_PATH + 16];
	bool locked;
	int fd;

	if (kpt_join(path, sizeof(path), "%s.lock", dir))
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	locked = flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK;
	close(fd);
	return locked;
}

/* Its name goes first: who is stopped on the way leaves no half entry. */
int vm_cache_remove(const char *dir)
{
	static const char *const beside[] = { "sum", "manifest", "lock" };
	char path[VM_PATH + 16], tmp[VM_PATH + 16];
	size_t i;
	int fd, ret;

	if (kpt_join(path, sizeof(path), "%s.lock", dir) ||
	    kpt_join(tmp, sizeof(tmp), "%s.tmp", dir))
		return -ENAMETOOLONG;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0)
		return -errno;
	ret = flock(fd, LOCK_EX | LOCK_NB) || !is_there(fd, path) ?
	      -EWOULDBLOCK : vm_remove_tree(tmp);
	if (!ret && rename(dir, tmp) && errno != ENOENT)
		ret = -errno;
	if (!ret)
		ret = vm_remove_tree(tmp);
	for (i = 0; i < ARRAY_SIZE(beside) && !ret; i++) {
		kpt_join(path, sizeof(path), "%s.%s", dir, beside[i]);
		if (unlink(path) && errno != ENOENT)
			ret = -errno;
	}
	close(fd);
	return ret;
}

static int write_manifest(const struct vm_cache *c, const char *root,
			  const char *hash)
{
	char path[VM_PATH];
	FILE *f;
	int bad;

	/* Beside the entry: a source tree holds nothing of ours. */
	if (kpt_join(path, sizeof(path), "%s/%s.manifest", root, hash))
		return -ENAMETOOLONG;
	f = fopen(path, "w");
	if (!f)
		return -errno;
	bad = fputs(c->manifest, f) < 0;
	if (fclose(f) || bad)
		return errno ? -errno : -EIO;
	return 0;
}

static void unlock(struct vm_cache *c)
{
	if (c->lock >= 0)
		close(c->lock);
	c->lock = -1;
}

/* Throws away what was made of an entry. */
static void drop(struct vm_cache *c)
{
	vm_remove_tree(c->tmp);
	unlock(c);
}

/* The folder of a kind, and an entry's name in it. */
static int entry_name(const char *kind, const char *manifest, char *root,
		      size_t len, char hash[VM_HASH])
{
	int ret = vm_sha256(manifest, hash);

	if (ret)
		return ret;
	hash[16] = '\0';	/* 64 bits tell kernels apart, and can be read */
	return vm_cache_path(root, len, kind);
}

/* Is there a finished entry, and is it what it was? */
static bool is_whole(const char *dir, const char *sum, bool quiet)
{
	return vm_exists(dir) && vm_sum_holds(dir, sum, quiet);
}

void vm_cache_used(const char *dir)
{
	char path[VM_PATH + 16];

	/* A cache that is only read keeps no time. */
	if (!kpt_join(path, sizeof(path), "%s.lock", dir))
		utimensat(AT_FDCWD, path, NULL, 0);
}

int vm_cache_find(const char *kind, const char *manifest, char *dir,
		  size_t len)
{
	char root[VM_PATH - 256], sum[VM_PATH], hash[VM_HASH];
	int ret = entry_name(kind, manifest, root, sizeof(root), hash);

	if (!ret)
		ret = kpt_join(dir, len, "%s/%s", root, hash);
	if (!ret)
		ret = kpt_join(sum, sizeof(sum), "%s/%s.sum", root, hash);
	if (!ret)
		ret = is_whole(dir, sum, false) ? 0 : -ENOENT;
	if (!ret)
		vm_cache_used(dir);
	return ret;
}

int vm_cache_open(struct vm_cache *c, const char *kind, const char *manifest,
		  long need)
{
	char root[VM_PATH - 256], path[VM_PATH], hash[VM_HASH];
	int ret;

	memset(c, 0, sizeof(*c));
	c->lock = -1;
	c->manifest = manifest;
	ret = entry_name(kind, manifest, root, sizeof(root), hash);
	if (ret)
		return ret;
	kpt_copy(path, sizeof(path), root);
	ret = vm_mkdirs(path);
	if (ret)
		goto fail;
	kpt_join(c->dir, sizeof(c->dir), "%s/%s", root, hash);
	kpt_join(c->tmp, sizeof(c->tmp), "%s/%s.tmp", root, hash);
	kpt_join(c->sum, sizeof(c->sum), "%s/%s.sum", root, hash);
	/* A source tree has too many files, and make reads them all anyway. */
	c->summed = strcmp(kind, "src") && strcmp(kind, "series");
	/* A finished entry never changes: no lock to use it. */
	c->ready = is_whole(c->dir, c->sum, true);
	if (c->ready) {
		vm_cache_used(c->dir);
		return 0;
	}
	ret = vm_check_room(path, need);
	if (ret)
		return ret;
	kpt_join(path, sizeof(path), "%s/%s.lock", root, hash);
	ret = take_lock(path);
	if (ret < 0)
		goto fail;
	c->lock = ret;
	c->ready = is_whole(c->dir, c->sum, false);
	if (c->ready) {
		unlock(c);
		return 0;
	}
	/*
	 * Ours by the lock: the one is damaged, if it is there, and the other
	 * was left by a run that was killed.
	 */
	ret = vm_remove_tree(c->dir);
	if (!ret)
		ret = vm_remove_tree(c->tmp);
	if (!ret)
		ret = vm_mkdirs(c->tmp);
	if (!ret)
		ret = write_manifest(c, root, hash);
	if (!ret)
		return 0;
	drop(c);
fail:
	kpt_error("%s: %s", path, strerror(-ret));
	return ret;
}

int vm_cache_end(struct vm_cache *c, bool failed)
{
	char parent[VM_PATH];

	if (!failed && c->summed && vm_sum_write(c->tmp, c->sum))
		failed = kpt_error("%s: cannot be written: %s", c->sum,
				   strerror(errno ? errno : EIO));
	/* Its bytes are on the disk before its name is. */
	if (!failed && vm_sync_dir(c->tmp, true))
		failed = kpt_error("%s: cannot be written to the disk: %s",
				   c->tmp, strerror(errno));
	if (!failed && rename(c->tmp, c->dir))
		failed = kpt_error("%s: cannot be renamed: %s", c->tmp,
				   strerror(errno));
	if (failed) {
		drop(c);
		return KPT_FAIL;
	}
	kpt_copy(parent, sizeof(parent), c->dir);
	*strrchr(parent, '/') = '\0';
	vm_sync_dir(parent, false);
	c->ready = true;
	unlock(c);
	return 0;
}

void vm_text_add(struct vm_text *t, const char *fmt, ...)
{
	va_list ap;
	char *more;
	int n;

	if (t->err)
		return;
	va_start(ap, fmt);
	n = vasprintf(&more, fmt, ap);
	va_end(ap);
	if (n >= 0) {
		char *buf = realloc(t->buf, t->len + (size_t)n + 1);

		if (buf) {
			memcpy(buf + t->len, more, (size_t)n + 1);
			t->buf = buf;
			t->len += (size_t)n;
		} else {
			t->err = -ENOMEM;
		}
		free(more);
	} else {
		t->err = -ENOMEM;
	}
}

int vm_text_add_file(struct vm_text *t, const char *path, const char *name)
{
	char hash[VM_HASH];
	int ret = vm_sha256_file(path, hash);

	if (ret)
		return ret;
	vm_text_add(t, "file %s %s\n", hash, name);
	return t->err;
}
