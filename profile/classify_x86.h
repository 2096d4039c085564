/* SPDX-License-Identifier: GPL-2.0-only */
/* classify_x86.h - classes of instructions of x86_64 */
#ifndef KPT_PROFILE_CLASSIFY_X86_H
#define KPT_PROFILE_CLASSIFY_X86_H

#include <stddef.h>
#include <stdint.h>

/** classes_x86 - see struct classify_target */
unsigned int classes_x86(const uint8_t *code, size_t len);

#endif
