// SPDX-License-Identifier: GPL-2.0-only
/*
 * file.c - pages of a file that are in memory, mapped privately and read
 *
 * The file is a memfd, so that guests and real machines have the same one. A
 * read fault maps the pages around it, too.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bench/memory.h"
#include "common/util.h"

static int file_ready(struct process *p, char *why, size_t len)
{
	char page[4096];
	size_t off;
	ssize_t n;

	p->fd = memfd_create("kptbench", MFD_CLOEXEC);
	if (p->fd < 0) {
		snprintf(why, len, "memfd_create: %s", strerror(errno));
		return -ENODEV;
	}
	memset(page, 1, sizeof(page));
	for (off = 0; off < p->len; off += (size_t)n) {
		n = write(p->fd, page, p->len - off < sizeof(page) ?
			  p->len - off : sizeof(page));
		if (n > 0)
			continue;
		snprintf(why, len, "writing %zu bytes to a memfd: %s", p->len,
			 strerror(errno));
		return -ENOSPC;
	}
	return 0;
}

static void *file_map(struct process *p, uint64_t i)
{
	return memory_map(p, i, MAP_PRIVATE, p->fd);
}

const struct memory_ops file_memory = {
	.name = "file",
	.summary = "pages of a file in memory, mapped privately and read",
	.read = true,
	.ready = file_ready,
	.map = file_map,
};
