/* SPDX-License-Identifier: GPL-2.0-only */
/* mark.h - markers (kmod/kptb_mark.h) in machine code */
#ifndef KPT_PROFILE_MARK_H
#define KPT_PROFILE_MARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kmod/kptb_mark.h"

/**
 * struct mark_target - an architecture that has a marker
 * @name:	as QEMU has it
 * @len:	bytes of a marker
 * @align:	of instructions
 * @mark:	the KPTB_MARK_* an instruction of @len bytes is, or 0
 * @clears:	does it clear a block of memory, of which QEMU tells no plugin?
 *		NULL: there is no such instruction
 */
struct mark_target {
	const char *name;
	size_t len, align;
	unsigned int (*mark)(const uint8_t *code);
	bool (*clears)(const uint8_t *code);
};

/** mark_target - by QEMU's name; NULL: an architecture without a marker */
const struct mark_target *mark_target(const char *name);

#endif
