/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * layout.h - boots that differ in how memory is laid out
 *
 * A change anywhere in a kernel moves what comes after it: free lists, slabs,
 * trees, the moment of a tick. A difference that is counted in one such layout
 * alone may be the layout's. So a boot runs in layout 1, as the kernel boots,
 * or in layout L of which the number L decides: what the module holds while
 * scenarios run (kmod/layout.c), and in which order they run. Layout L is the
 * same for every kernel.
 */
#ifndef KPT_VM_LAYOUT_H
#define KPT_VM_LAYOUT_H

#include "vm/run/run.h"

#define VM_LAYOUT_WORDS	48

/**
 * vm_layout_of - the layout of a boot; 0 where boots vary by themselves
 *
 * The second boot repeats the first, which is what shows that boots repeat.
 * Each later one has a layout of its own: N + 1 boots are N layouts.
 */
long long vm_layout_of(const struct vm_run *r, long long boot);

/** vm_layout_words - " WORDS" for the kernel's command line, or "" */
void vm_layout_words(long long layout, char *buf, size_t len);

/** vm_layout_order - a group's scenarios, in the layout's order, into a plan */
void vm_layout_order(struct kpt_plan *plan, const struct kpt_plan *group,
		     long long layout);

#endif
