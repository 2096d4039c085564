// SPDX-License-Identifier: GPL-2.0-only
/* trust.c - nobody else may change what root runs at every boot */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/campaign/campaign.h"
#include "common/util.h"

/* Whoever may write to a folder may put another file in place of one in it. */
static int look_at(const char *path, bool above)
{
	struct stat st;

	if (stat(path, &st))
		return -errno;
	if (st.st_uid && st.st_uid != geteuid()) {
		kpt_error("%s: belongs to another user (%u), and a campaign runs a command from there at every boot: choose another folder by --dir, or chown it",
			  path, st.st_uid);
		return -EPERM;
	}
	/* In a folder as /tmp others replace nothing that is not theirs. */
	if (above && S_ISDIR(st.st_mode) && (st.st_mode & S_ISVTX))
		return 0;
	if (st.st_mode & (S_IWGRP | S_IWOTH)) {
		kpt_error("%s: others may write to it (mode %04o), and a campaign runs a command from there at every boot: chmod go-w %s",
			  path, st.st_mode & 07777, path);
		return -EPERM;
	}
	return 0;
}

int campaign_trust(const char *path)
{
	char *real = realpath(path, NULL), *slash;
	int ret;

	if (!real)
		return -errno;
	ret = look_at(real, false);
	while (!ret && (slash = strrchr(real, '/')) && real[1]) {
		slash[slash == real] = '\0';
		ret = look_at(real, true);
	}
	free(real);
	return ret;
}

int campaign_trust_all(const struct campaign *c)
{
	static const char *const files[] = { "", "conf", "plan", "state", "log",
					     "boots" };
	char path[512];
	size_t i;
	int ret;

	for (i = 0; i < ARRAY_SIZE(files); i++) {
		ret = campaign_path(c, path, sizeof(path), files[i]);
		if (!ret)
			ret = campaign_trust(path);
		if (ret && ret != -ENOENT)
			return ret;
	}
	return 0;
}

int campaign_trust_place(const char *dir)
{
	char path[512], *slash;
	int ret;

	if (kpt_copy(path, sizeof(path), dir))
		return -ENAMETOOLONG;
	while ((ret = campaign_trust(path)) == -ENOENT) {
		slash = strrchr(path, '/');
		if (!slash)
			break;
		slash[slash == path] = '\0';
	}
	return ret;
}
