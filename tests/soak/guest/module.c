// SPDX-License-Identifier: GPL-2.0-only
/* module.c - the module loaded and unloaded, also under another name */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/util.h"
#include "tests/soak/guest/soak.h"

static const char own_name[] = "kptbench";

/* Names are of one length, so every offset in the file stays what it is. */
static void rename_all(char *image, size_t size, const char *name)
{
	const size_t len = sizeof(own_name) - 1;
	char *at = image;

	while ((at = memmem(at, size - (size_t)(at - image), own_name, len))) {
		memcpy(at, name, len);
		at += len;
	}
}

int soak_load(const char *name, const char *params)
{
	static char *image, ready[sizeof(own_name)];
	static long size;

	/* Made once: what is tested is how it is loaded. */
	if (strcmp(ready, name)) {
		free(image);
		ready[0] = '\0';
		size = kpt_read_all(SOAK_MODULE, &image);
		if (size < 0)
			return -EIO;
		rename_all(image, (size_t)size, name);
		snprintf(ready, sizeof(ready), "%s", name);
	}
	return syscall(SYS_init_module, image, size, params) ? -errno : 0;
}

int soak_unload(const char *name)
{
	return syscall(SYS_delete_module, name, O_NONBLOCK) ? -errno : 0;
}
