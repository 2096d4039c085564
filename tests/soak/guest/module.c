// SPDX-License-Identifier: GPL-2.0-only
/* module.c - the module loaded and unloaded, also under another name */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

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

static int read_module(char **image, size_t *size)
{
	struct stat st;
	size_t got = 0;
	ssize_t n = 1;
	int fd;

	fd = open(SOAK_MODULE, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	*image = NULL;
	if (!fstat(fd, &st))
		*image = malloc((size_t)st.st_size);
	while (*image && got < (size_t)st.st_size && n > 0) {
		n = read(fd, *image + got, (size_t)st.st_size - got);
		got += n > 0 ? (size_t)n : 0;
	}
	close(fd);
	*size = got;
	return *image && n > 0 ? 0 : -EIO;
}

int soak_load(const char *name, const char *params)
{
	static char *image, ready[sizeof(own_name)];
	static size_t size;

	/* Made once: what is tested is how it is loaded. */
	if (strcmp(ready, name)) {
		free(image);
		ready[0] = '\0';
		if (read_module(&image, &size))
			return -EIO;
		rename_all(image, size, name);
		snprintf(ready, sizeof(ready), "%s", name);
	}
	return syscall(SYS_init_module, image, size, params) ? -errno : 0;
}

int soak_unload(const char *name)
{
	return syscall(SYS_delete_module, name, O_NONBLOCK) ? -errno : 0;
}
