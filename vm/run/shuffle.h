/* SPDX-License-Identifier: GPL-2.0-only */
/* shuffle.h - an order that chance decides, and a seed repeats */
#ifndef KPT_VM_SHUFFLE_H
#define KPT_VM_SHUFFLE_H

#include <stddef.h>
#include <stdint.h>

/**
 * vm_shuffle - put numbers into an order of which none is likelier
 * @state: of the generator; a seed in the beginning
 */
void vm_shuffle(uint64_t *state, size_t *v, size_t n);

#endif
