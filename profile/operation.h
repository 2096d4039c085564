/* SPDX-License-Identifier: GPL-2.0-only */
/* operation.h - the data of an operation, and how long it masks interrupts */
#ifndef KPT_PROFILE_OPERATION_H
#define KPT_PROFILE_OPERATION_H

#include "profile/masked.h"
#include "profile/touched.h"

/**
 * struct operation - of the window that is open
 * @watched:	translated code tells of its accesses and its mask
 * @under_way:	it is between the first OP and CLOSE
 * @err:	-errno: what is counted is not whole
 * @footprint:	of the operation that is under way
 * @masked:	likewise
 * @now:	counts of the window, by class: added to
 */
struct operation {
	bool watched, under_way;
	int err;
	struct footprint footprint;
	struct masked masked;
	uint64_t *now;
};

/** operation_init - @target as QEMU has it; @now as above */
void operation_init(struct operation *op, const char *target, uint64_t *now);
/**
 * operation_begin - one begins, and the one before it is over
 * @kernel: the marker is in the kernel
 */
void operation_begin(struct operation *op, bool kernel);
/** operation_end - the last one is over; nothing is counted from here on */
void operation_end(struct operation *op, bool kernel);

/** operation_block - make a block of instructions tell of the mask */
void operation_block(struct operation *op, struct qemu_plugin_tb *tb,
		     size_t nr);
/**
 * operation_insn - make an instruction of the kernel tell of its accesses
 * @written: the one before it in its block writes the mask of interrupts
 */
void operation_insn(struct operation *op, struct qemu_plugin_insn *insn,
		    bool written);

void operation_free(struct operation *op);

#endif
