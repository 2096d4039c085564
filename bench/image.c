// SPDX-License-Identifier: GPL-2.0-only
/* image.c - the build ids inside a kernel image */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/image.h"
#include "common/util.h"

#define IMAGE_MAX	(512u << 20)	/* no kernel is that large */
#define SHA1		20

/* Programs that undo what kernels are compressed with. */
static const struct packer {
	const char *magic;
	size_t len;
	const char *unpack;
} packers[] = {
	{ "\x1f\x8b", 2, "gzip -dc" },
	{ "\x28\xb5\x2f\xfd", 4, "zstd -dcq" },
	{ "\xfd" "7zXZ", 5, "xz -dc" },
	{ "\x02\x21\x4c\x18", 4, "lz4 -dc" },
	{ "BZh", 3, "bzip2 -dc" },
	{ "\x5d\0\0", 3, "xz --format=lzma -dc" },
};

struct bytes {
	unsigned char *p;
	size_t len;
};

static uint32_t le32(const unsigned char *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

static uint32_t be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
}

static int read_stream(FILE *f, struct bytes *b)
{
	size_t room = 1 << 20, got;
	unsigned char *p;
	int ret = 0;

	b->len = 0;
	b->p = malloc(room);
	while (b->p && (got = fread(b->p + b->len, 1, room - b->len, f))) {
		b->len += got;
		if (b->len < room)
			continue;
		room *= 2;
		p = room > IMAGE_MAX ? NULL : realloc(b->p, room);
		if (!p)
			free(b->p);
		b->p = p;
		ret = room > IMAGE_MAX ? -EFBIG : 0;
	}
	if (!b->p)
		return ret ? ret : -ENOMEM;
	if (ferror(f))
		ret = -EIO;
	if (ret)
		free(b->p);
	return ret;
}

static int read_image(const char *path, struct bytes *b)
{
	FILE *f = fopen(path, "re");
	int ret;

	if (!f)
		return -errno;
	ret = read_stream(f, b);
	fclose(f);
	return ret;
}

/* The file name reaches the shell in a variable: it may hold anything. */
static int unpack(const char *path, const char *program, size_t at, size_t len,
		  struct bytes *b)
{
	char command[256];
	FILE *f;
	int ret;

	ret = kpt_join(command, sizeof(command),
		       "tail -c +%zu \"$KPT_IMAGE\" | head -c %zu | %s 2>/dev/null",
		       at + 1, len, program);
	if (ret || setenv("KPT_IMAGE", path, 1))
		return -EINVAL;
	f = popen(command, "r");
	if (!f)
		return -errno;
	ret = read_stream(f, b);
	/* What follows the packed kernel makes some programs fail at its end. */
	pclose(f);
	return ret;
}

/* Where in the file the packed kernel is: the whole of it, or a part. */
static void find_payload(const struct bytes *file, size_t *at, size_t *len)
{
	const unsigned char *p = file->p;

	*at = 0;
	*len = file->len;
	if (file->len > 0x250 && !memcmp(p + 0x202, "HdrS", 4)) {
		size_t setup = p[0x1f1] ? p[0x1f1] : 4;

		*at = (setup + 1) * 512 + le32(p + 0x248);
		*len = le32(p + 0x24c);
	} else if (file->len > 64 && !memcmp(p + 4, "zimg", 4)) {
		*at = le32(p + 8);
		*len = le32(p + 12);
	}
	if (*at > file->len || *len > file->len - *at)
		*at = *len = 0;
}

static void add_id(struct image_ids *ids, const unsigned char *sha1)
{
	char hex[IMAGE_ID_LEN];
	size_t i;

	for (i = 0; i < SHA1; i++)
		sprintf(hex + 2 * i, "%02x", sha1[i]);
	if (ids->n < IMAGE_MAX_IDS && !image_has(ids, hex))
		memcpy(ids->id[ids->n++], hex, sizeof(hex));
}

/* A note's header is name size, size, type; 3 is NT_GNU_BUILD_ID. */
static void scan(const struct bytes *b, struct image_ids *ids)
{
	const unsigned char *p = b->p, *end = b->p + b->len;

	while ((p = memmem(p, (size_t)(end - p), "GNU", 4))) {
		bool room = p - b->p >= 12 && end - p >= 4 + SHA1;

		if (room && ((le32(p - 12) == 4 && le32(p - 8) == SHA1 &&
			      le32(p - 4) == 3) ||
			     (be32(p - 12) == 4 && be32(p - 8) == SHA1 &&
			      be32(p - 4) == 3)))
			add_id(ids, p + 4);
		p += 4;
	}
}

static int scan_packed(const char *path, const struct bytes *file,
		       struct image_ids *ids)
{
	struct bytes kernel;
	size_t at, len, i;
	int ret;

	find_payload(file, &at, &len);
	for (i = 0; i < ARRAY_SIZE(packers); i++) {
		if (len < packers[i].len ||
		    memcmp(file->p + at, packers[i].magic, packers[i].len))
			continue;
		ret = unpack(path, packers[i].unpack, at, len, &kernel);
		if (ret)
			return ret;
		scan(&kernel, ids);
		if (!kernel.len)
			kpt_error("%s: '%s' does not unpack it: is that program installed?",
				  path, packers[i].unpack);
		free(kernel.p);
		break;
	}
	return 0;
}

bool image_has(const struct image_ids *ids, const char *id)
{
	size_t i;

	for (i = 0; i < ids->n; i++)
		if (!strcmp(ids->id[i], id))
			return true;
	return false;
}

int image_build_ids(const char *path, struct image_ids *ids)
{
	struct bytes file;
	int ret;

	memset(ids, 0, sizeof(*ids));
	ret = read_image(path, &file);
	if (ret) {
		kpt_error("%s: %s", path, strerror(-ret));
		return ret;
	}
	ret = scan_packed(path, &file, ids);
	if (!ret)
		scan(&file, ids);
	free(file.p);
	if (!ret && !ids->n)
		ret = -ENOENT;
	if (ret)
		kpt_error("%s: no build id found in it%s%s: a kernel image is wanted, linked with --build-id as Linux is",
			  path, ret == -ENOENT ? "" : ": ",
			  ret == -ENOENT ? "" : strerror(-ret));
	return ret;
}
