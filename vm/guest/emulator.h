/* SPDX-License-Identifier: GPL-2.0-only */
/* emulator.h - which emulator runs the guests */
#ifndef KPT_VM_EMULATOR_H
#define KPT_VM_EMULATOR_H

#include <stddef.h>

#include "vm/base/conf.h"

#define VM_EMULATOR 160	/* room for what it says it is */

/**
 * vm_emulator - what an architecture's emulator says it is
 * @said: filled with the first line of "BINARY --version"; "" where it has
 *	  nothing to say, as a wrapper around a board may have
 *
 * Counts and what a CPU "max" can do differ between versions of QEMU.
 *
 * Return: 0, or KPT_FAIL with a message when there is no such program.
 */
int vm_emulator(const struct vm_arch *arch, char said[VM_EMULATOR]);

/** vm_emulator_major - QEMU's major version out of that line; 0: not known */
int vm_emulator_major(const char *said);

#endif
