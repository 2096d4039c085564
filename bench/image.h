/* SPDX-License-Identifier: GPL-2.0-only */
/* image.h - the build ids inside a kernel image */
#ifndef KPT_IMAGE_H
#define KPT_IMAGE_H

#include <stdbool.h>
#include <stddef.h>

#define IMAGE_MAX_IDS	16
#define IMAGE_ID_LEN	41	/* SHA-1 in hexadecimal */

/**
 * struct image_ids - notes with a build id found in an image
 *
 * That of the kernel, and those of the vDSOs in it: which is which need not
 * be known, since no running kernel has the build id of a vDSO.
 */
struct image_ids {
	size_t n;
	char id[IMAGE_MAX_IDS][IMAGE_ID_LEN];
};

/**
 * image_build_ids - look into an image: ELF, raw, bzImage, EFI zboot, or one
 * that is compressed as a whole
 *
 * Return: 0 or -errno with a message printed; -ENOENT without any.
 */
int image_build_ids(const char *path, struct image_ids *ids);

bool image_has(const struct image_ids *ids, const char *id);

#endif
