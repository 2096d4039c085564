/* SPDX-License-Identifier: GPL-2.0-only */
/* masked.h - instructions that a kernel executes with interrupts masked */
#ifndef KPT_PROFILE_MASKED_H
#define KPT_PROFILE_MASKED_H

#include <stdbool.h>
#include <stdint.h>

#include "profile/insn.h"

/**
 * struct masked - of the operation that is under way
 * @why:	interrupts are not looked at, or NULL
 * @executed:	instructions of the kernel so far
 * @at:		how many there were when the state was read last
 * @off:	the state: interrupts are masked
 * @count:	instructions with interrupts masked
 * @stretch:	of these, the ones since interrupts were masked
 * @longest:	stretch
 */
struct masked {
	const char *why;
	struct insn_total executed;
	uint64_t at;
	bool off;
	uint64_t count, stretch, longest;
};

/**
 * masked_init - before anything is translated
 * @target: as QEMU has it
 *
 * @m->why says why not, if this QEMU shows plugins no registers.
 */
void masked_init(struct masked *m, const char *target);

/**
 * masked_read - the state of the CPU before the instruction that calls
 * @kernel: it is one of the kernel. Code at other addresses is user mode, or
 *	    firmware that interrupts the kernel, which changes nothing.
 *
 * Return: 0, or -ENODEV: the CPU has no register that tells.
 */
int masked_read(struct masked *m, bool kernel);

/**
 * masked_step - the state is @off from here on
 * @executed: instructions of the kernel up to here
 */
void masked_step(struct masked *m, uint64_t executed, bool off);

/** masked_begin - an operation begins: nothing is counted yet */
void masked_begin(struct masked *m);

#endif
