// SPDX-License-Identifier: GPL-2.0-only
/*
 * cache_sum.c - what a finished entry of the cache consists of
 *
 * A machine that lost power may keep the name of an entry and not its bytes.
 * The size and digest of what matters in it, the large files and those in its
 * top folder, are kept beside the entry. Sizes are looked at on every use.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/base/paths.h"
#include "vm/base/proc.h"
#include "vm/cache/cache_sum.h"

#define LARGE	(1 << 20)	/* bytes from which on a file is large */

/* nftw() takes no pointer along. */
static FILE *out;
static size_t root_len;
static int failed;

static int put(const char *path, const struct stat *st, int type,
	       struct FTW *at)
{
	char hash[VM_HASH];

	if (type != FTW_F || (at->level > 1 && st->st_size < LARGE) ||
	    strchr(path, '\n'))
		return 0;
	if (vm_sha256_file(path, hash)) {
		failed = -EIO;
		return 1;
	}
	fprintf(out, "%lld %s %s\n", (long long)st->st_size, hash,
		path + root_len + 1);
	return 0;
}

int vm_sum_write(const char *dir, const char *sum)
{
	out = fopen(sum, "we");
	if (!out)
		return -errno;
	root_len = strlen(dir);
	failed = 0;
	if (nftw(dir, put, 16, FTW_PHYS) < 0)
		failed = -errno;
	if (fflush(out) || fsync(fileno(out)))
		failed = failed ? failed : -errno;
	if (fclose(out) && !failed)
		failed = -errno;
	return failed;
}

/* The next file of @sum: its path, and what it was. */
static bool next_file(FILE *f, const char *dir, char *path, size_t len,
		      long long *size, char hash[VM_HASH])
{
	char line[VM_PATH + 128], name[VM_PATH];

	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "%lld %64s %4000[^\n]", size, hash,
			   name) == 3 && !kpt_join(path, len, "%s/%s", dir, name))
			return true;
	return false;
}

static long long size_of(const char *path)
{
	struct stat st;

	return lstat(path, &st) ? -1 : st.st_size;
}

bool vm_sum_holds(const char *dir, const char *sum, bool quiet)
{
	char path[2 * VM_PATH], hash[VM_HASH];
	FILE *f = fopen(sum, "re");
	long long size, is;
	bool holds = true;

	/* An entry of before sums were kept: not known to be damaged. */
	if (!f)
		return true;
	while (holds && next_file(f, dir, path, sizeof(path), &size, hash)) {
		is = size_of(path);
		if (is == size)
			continue;
		holds = false;
		if (!quiet)
			kpt_warn("%s: has %lld bytes, and had %lld when it was made: the machine may have lost power; it is made again",
				 path, is < 0 ? 0 : is, size);
	}
	fclose(f);
	return holds;
}

int vm_sum_verify(const char *dir, const char *sum)
{
	char path[2 * VM_PATH], was[VM_HASH], hash[VM_HASH];
	FILE *f = fopen(sum, "re");
	long long size, is;
	int bad = 0;

	if (!f)
		return -errno;
	while (next_file(f, dir, path, sizeof(path), &size, was) &&
	       !vm_interrupted()) {
		is = size_of(path);
		if (is != size)
			kpt_error("%s: has %lld bytes, and had %lld when it was made",
				  path, is < 0 ? 0 : is, size);
		else if (vm_sha256_file(path, hash) || strcmp(hash, was))
			kpt_error("%s: is not what it was when it was made",
				  path);
		else
			continue;
		bad++;
	}
	fclose(f);
	return bad;
}

int vm_sync_dir(const char *dir, bool all)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), err = 0;

	if (fd < 0)
		return -errno;
	if (all ? syncfs(fd) : fsync(fd))
		err = -errno;
	close(fd);
	return err;
}
