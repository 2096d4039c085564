// SPDX-License-Identifier: GPL-2.0-only
/* place.c - the machine's lock, and which campaign is under way */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/campaign/campaign.h"
#include "common/durable.h"
#include "common/util.h"

static int state_path(const char *root, char *buf, size_t len,
		      const char *name)
{
	return kpt_join(buf, len, "%s" CAMPAIGN_STATE "%s%s", root,
			*name ? "/" : "", name);
}

int campaign_make_dirs(const char *path)
{
	char copy[512], *p;

	if (kpt_copy(copy, sizeof(copy), path))
		return -ENAMETOOLONG;
	for (p = copy + 1; (p = strchr(p, '/')); *p++ = '/') {
		*p = '\0';
		if (mkdir(copy, 0755) && errno != EEXIST)
			return -errno;
	}
	return mkdir(copy, 0755) && errno != EEXIST ? -errno : 0;
}

/* One lock for the machine: two campaigns would reboot it to one another. */
int campaign_lock(const char *root)
{
	char path[512];
	int fd, ret;

	ret = state_path(root, path, sizeof(path), "");
	if (!ret)
		ret = campaign_make_dirs(path);
	/* Settings that are put back, and which campaign is under way. */
	if (!ret && campaign_trust(path))
		return -EPERM;
	if (!ret)
		ret = state_path(root, path, sizeof(path), "lock");
	if (ret)
		return kpt_error("%s: %s", path, strerror(-ret)), ret;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (fd < 0) {
		ret = -errno;
		kpt_error("%s: %s%s", path, strerror(-ret),
			  ret == -EACCES ? ": run as root" : "");
		return ret;
	}
	if (flock(fd, LOCK_EX | LOCK_NB)) {
		close(fd);
		kpt_error("a campaign is at work on this machine: 'kptbench campaign status' tells of it");
		return -EBUSY;
	}
	return fd;	/* held until we exit */
}

/* The campaign under way, if any; "" without. */
void campaign_current(const char *root, char *dir, size_t len)
{
	char path[512];

	if (state_path(root, path, sizeof(path), "current") ||
	    kpt_read_file(path, dir, len) < 0)
		dir[0] = '\0';
	dir[strcspn(dir, "\n")] = '\0';
}

int campaign_set_current(const char *root, const char *dir)
{
	char path[512], text[512];
	int ret = state_path(root, path, sizeof(path), "current");

	if (ret)
		return ret;
	if (!dir)
		ret = kpt_remove(path);
	else if (!kpt_join(text, sizeof(text), "%s\n", dir))
		ret = kpt_replace(path, text);
	if (ret)
		kpt_error("%s: %s", path, strerror(-ret));
	return ret;
}
