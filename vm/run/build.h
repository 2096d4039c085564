/* SPDX-License-Identifier: GPL-2.0-only */
/* build.h - in what the builds of a run's kernels differ */
#ifndef KPT_VM_BUILD_H
#define KPT_VM_BUILD_H

struct vm_run;

/**
 * vm_build_read - symbols and options that are not the same in all kernels
 * @r: its sides have their sizes; each gets its @build
 *
 * A record has only what differs between the kernels of its run: a kernel has
 * 40,000 symbols. With one kernel there is nothing to tell. Return: 0 or
 * KPT_FAIL with a message.
 */
int vm_build_read(struct vm_run *r);
void vm_build_free(struct vm_run *r);

#endif
