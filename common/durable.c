// SPDX-License-Identifier: GPL-2.0-only
/* durable.c - files that are whole after a power loss, or not there */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/durable.h"
#include "common/util.h"

static int sync_path(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);
	int ret = 0;

	if (fd < 0)
		return -errno;
	if (fsync(fd))
		ret = -errno;
	close(fd);
	return ret;
}

/* A new name is on disk when its folder is. */
static int sync_folder_of(const char *path)
{
	char dir[4096];
	char *slash;

	if (kpt_copy(dir, sizeof(dir), path))
		return -ENAMETOOLONG;
	slash = strrchr(dir, '/');
	if (slash)
		slash[slash == dir] = '\0';
	return sync_path(slash ? dir : ".", O_RDONLY | O_DIRECTORY);
}

int kpt_commit(const char *tmp, const char *path)
{
	int ret = sync_path(tmp, O_RDONLY);

	if (ret)
		return ret;
	if (rename(tmp, path))
		return -errno;
	return sync_folder_of(path);
}

int kpt_replace(const char *path, const char *text)
{
	char tmp[4096];
	int ret = kpt_join(tmp, sizeof(tmp), "%s.tmp", path);
	FILE *f;

	if (ret)
		return ret;
	f = fopen(tmp, "we");
	if (!f)
		return -errno;
	if (fputs(text, f) == EOF)
		ret = -EIO;
	if (fclose(f) && !ret)
		ret = -errno;
	if (!ret)
		ret = kpt_commit(tmp, path);
	if (ret)
		unlink(tmp);
	return ret;
}

int kpt_remove(const char *path)
{
	if (unlink(path))
		return errno == ENOENT ? 0 : -errno;
	return sync_folder_of(path);
}
