// SPDX-License-Identifier: GPL-2.0-only
/*
 * initramfs.c - writes cpio archives ("newc")
 *
 * Owner, time and inode numbers are fixed and files come in the order they
 * are added, so that one set of files always makes the same archive.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "vm/guest/initramfs.h"

#define TRAILER "TRAILER!!!"

void vm_cpio_begin(struct vm_cpio *c, FILE *f)
{
	memset(c, 0, sizeof(*c));
	c->f = f;
	c->inode = 1;
}

static void put(struct vm_cpio *c, const void *data, size_t len)
{
	if (c->err || !len)
		return;
	errno = EIO;
	if (fwrite(data, 1, len, c->f) != len)
		c->err = -errno;
	c->written += len;
}

static void pad(struct vm_cpio *c, size_t to)
{
	static const char zero[512];
	size_t over = c->written % to;

	if (over)
		put(c, zero, to - over);
}

void vm_cpio_add(struct vm_cpio *c, const char *name, unsigned int mode,
		 const void *data, size_t len)
{
	char head[6 + 13 * 8 + 1];

	/* inode mode uid gid links mtime size devs rdevs namelen check */
	snprintf(head, sizeof(head),
		 "070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X",
		 strcmp(name, TRAILER) ? c->inode++ : 0, mode, 0, 0, 1, 0,
		 (unsigned int)len, 0, 0, 0, 0,
		 (unsigned int)strlen(name) + 1, 0);
	put(c, head, sizeof(head) - 1);
	put(c, name, strlen(name) + 1);
	pad(c, 4);
	put(c, data, len);
	pad(c, 4);
}

void vm_cpio_add_file(struct vm_cpio *c, const char *name, unsigned int mode,
		      const char *path)
{
	struct stat st;
	char *data = NULL;
	FILE *f;

	f = fopen(path, "rb");
	if (!f || fstat(fileno(f), &st)) {
		c->err = c->err ? c->err : -errno;
		goto out;
	}
	data = malloc((size_t)st.st_size + 1);
	errno = data ? EIO : ENOMEM;
	if (!data ||
	    fread(data, 1, (size_t)st.st_size, f) != (size_t)st.st_size) {
		c->err = c->err ? c->err : -errno;
		goto out;
	}
	vm_cpio_add(c, name, S_IFREG | mode, data, (size_t)st.st_size);
out:
	free(data);
	if (f)
		fclose(f);
}

int vm_cpio_end(struct vm_cpio *c)
{
	vm_cpio_add(c, TRAILER, 0, NULL, 0);
	pad(c, 512);
	if (!c->err && fflush(c->f))
		c->err = errno ? -errno : -EIO;
	return c->err;
}
