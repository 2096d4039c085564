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
#include "vm/cache_sum.h"
#include "vm/paths.h"
#include "vm/proc.h"

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

bool vm_sum_holds(const char *dir, const char *sum, bool quiet)
{
	char line[VM_PATH + 128], path[2 * VM_PATH];
	FILE *f = fopen(sum, "re");
	bool holds = true;

	/* An entry of before sums were kept: not known to be damaged. */
	if (!f)
		return true;
	while (holds && fgets(line, sizeof(line), f)) {
		long long size, is = -1;
		char hash[VM_HASH], name[VM_PATH];
		struct stat st;

		if (sscanf(line, "%lld %64s %4000[^\n]", &size, hash,
			   name) != 3 ||
		    kpt_join(path, sizeof(path), "%s/%s", dir, name))
			continue;
		if (!lstat(path, &st))
			is = st.st_size;
		if (is == size)
			continue;
		holds = false;
		if (quiet)
			break;
		kpt_warn("%s: has %lld bytes, and had %lld when it was made: the machine may have lost power; it is made again",
			 path, is < 0 ? 0 : is, size);
	}
	fclose(f);
	return holds;
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
