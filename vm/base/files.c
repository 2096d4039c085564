// SPDX-License-Identifier: GPL-2.0-only
/* files.c - files put together and copied: the old one or the new, never half */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/durable.h"
#include "common/util.h"
#include "vm/base/files.h"
#include "vm/base/paths.h"

int vm_append(FILE *to, FILE *from)
{
	char buf[65536];
	int ret = 0;
	size_t n;

	while (!ret && (n = fread(buf, 1, sizeof(buf), from)) > 0) {
		errno = EIO;
		if (fwrite(buf, 1, n, to) != n)
			ret = -errno;
	}
	return ferror(from) ? -EIO : ret;
}

static int append_file(FILE *to, const char *path)
{
	int ret;
	FILE *f;

	f = fopen(path, "re");
	if (!f)
		return -errno;
	ret = vm_append(to, f);
	fclose(f);
	return ret;
}

/*
 * Writes TO.new and renames it: TO is old or new, never half, nor empty after
 * a power loss: a run that goes on takes what is there.
 */
int vm_join_files(const char *to, const char *const *from, size_t n)
{
	char tmp[VM_PATH + 8];
	int ret = 0;
	size_t i;
	FILE *f;

	kpt_join(tmp, sizeof(tmp), "%s.new", to);
	f = fopen(tmp, "we");
	if (!f) {
		ret = -errno;
		goto out;
	}
	for (i = 0; i < n && !ret; i++) {
		ret = append_file(f, from[i]);
		if (ret == -ENOENT)
			ret = 0;
	}
	errno = EIO;
	if (fclose(f) && !ret)
		ret = -errno;
	if (!ret)
		ret = kpt_commit(tmp, to);
	if (ret)
		unlink(tmp);
out:
	if (ret)
		kpt_error("%s: %s", to, strerror(-ret));
	return ret;
}

int vm_copy_file(const char *from, const char *to)
{
	if (!vm_exists(from)) {
		kpt_error("%s: no such file", from);
		return -ENOENT;
	}
	return vm_join_files(to, &from, 1);
}
