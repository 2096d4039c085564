/* SPDX-License-Identifier: GPL-2.0-only */
/* stamp.h - boots of one folder are of one run: what decides that */
#ifndef KPT_VM_STAMP_H
#define KPT_VM_STAMP_H

#include <stdbool.h>

#include "vm/run/run.h"

/**
 * vm_run_stamp - everything that decides what a boot of this run does
 *
 * The number of boots does not. Return: 0 or KPT_FAIL with a message.
 */
int vm_run_stamp(const struct vm_run *r, struct vm_text *t);
/**
 * vm_stamp_same - are these of one run?
 *
 * The same kernel in two caches is the same kernel.
 */
bool vm_stamp_same(const char *old, const char *new);
/**
 * vm_stamp_difference - tell the first line that differs, there and now
 * @error: a folder is refused for it; else its boots are not kept
 */
void vm_stamp_difference(bool error, const char *old, const char *new);

#endif
