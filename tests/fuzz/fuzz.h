/* SPDX-License-Identifier: GPL-2.0-only */
/* fuzz.h - what the fuzz targets share: a file in memory, a loud failure */
#ifndef KPT_FUZZ_H
#define KPT_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Entry points libFuzzer calls. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is wrong goes where -close_fd_mask does not reach: into a trap. */
static inline void fuzz_fail(const char *what, const char *detail)
{
	fprintf(stderr, "%s: %s\n", what, detail);
	abort();
}

/** struct fuzz_file - a file without a disk, for code that takes a path */
struct fuzz_file {
	int fd;
	char path[64];
};

static inline void fuzz_file_open(struct fuzz_file *f)
{
	f->fd = memfd_create("kptbench-fuzz", 0);
	if (f->fd < 0)
		fuzz_fail("memfd_create", "no file in memory");
	snprintf(f->path, sizeof(f->path), "/proc/self/fd/%d", f->fd);
}

static inline void fuzz_file_put(struct fuzz_file *f, const void *data,
				 size_t size)
{
	if (ftruncate(f->fd, 0) ||
	    (size && pwrite(f->fd, data, size, 0) != (ssize_t)size))
		fuzz_fail("write", f->path);
}

static inline size_t fuzz_file_size(const struct fuzz_file *f)
{
	struct stat st;

	return fstat(f->fd, &st) ? 0 : (size_t)st.st_size;
}

/** fuzz_find - is @word in @data, in any case? */
static inline bool fuzz_find(const uint8_t *data, size_t size,
			     const char *word)
{
	size_t len = strlen(word);

	for (size_t i = 0; i + len <= size; i++)
		if (!strncasecmp((const char *)data + i, word, len))
			return true;
	return false;
}

#endif
