// SPDX-License-Identifier: GPL-2.0-only
/* cache_place.c - where the cache is, and whether it can be there */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/text.h"
#include "common/util.h"
#include "vm/cache/cache.h"

#define HINT	"; set XDG_CACHE_HOME to another folder"

/* The folder that holds ours, and the variable that says so. */
static const char *base(const char **name, const char **sub)
{
	const char *xdg = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");

	if (xdg && *xdg) {
		*name = "XDG_CACHE_HOME";
		*sub = "kptbench";
		return xdg;
	}
	*name = "HOME";
	*sub = ".cache/kptbench";
	return home && *home ? home : NULL;
}

int vm_cache_path(char *buf, size_t len, const char *name)
{
	const char *from, *sub, *dir = base(&from, &sub);

	if (dir)
		return kpt_join(buf, len, "%s/%s%s%s", dir, sub,
				*name ? "/" : "", name);
	kpt_error("neither XDG_CACHE_HOME nor HOME says where the cache is");
	return -ENOENT;
}

/* Kbuild and make split words at some characters, whatever is quoted. */
static int check_words(const char *from, const char *dir)
{
	char shown[128];

	kpt_shown(shown, sizeof(shown), dir);
	if (*dir != '/')
		return kpt_error("%s=%s: the cache must have an absolute path"
				 HINT, from, shown);
	if (dir[strcspn(dir, " \t\n\r\v\f:#$%\\'\"`;&|<>()*?")])
		return kpt_error("%s=%s: make can build nothing there: the path has a blank or a character that means something to make or the shell"
				 HINT, from, shown);
	return 0;
}

/*
 * What is in the cache is run: programs that build, kernels, modules. A folder
 * of root's may be read by anybody.
 */
static int check_owner(const char *path)
{
	struct stat st;

	if (stat(path, &st) || !st.st_uid || st.st_uid == geteuid())
		return 0;
	return kpt_error("%s: the cache belongs to another user (%u), who could change what is built and run here"
			 HINT, path, st.st_uid);
}

int vm_cache_check(void)
{
	const char *from, *sub, *dir = base(&from, &sub);
	char path[VM_PATH];

	/* Whoever wants the cache says that it is nowhere. */
	if (!dir)
		return 0;
	if (check_words(from, dir))
		return KPT_FAIL;
	if (kpt_join(path, sizeof(path), "%s/%s", dir, sub) ||
	    strlen(path) > VM_PATH - 300)
		return kpt_error("%s: too long a path" HINT, from);
	return check_owner(path);
}
