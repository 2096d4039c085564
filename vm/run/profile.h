/* SPDX-License-Identifier: GPL-2.0-only */
/* profile.h - boots whose measured windows are profiled, to the instruction */
#ifndef KPT_VM_PROFILE_H
#define KPT_VM_PROFILE_H

#include "vm/run/run.h"

/**
 * vm_profile_probe - does this QEMU take our plugin?
 * @plugin: filled with the full path of the object it takes: there is one for
 *	    each version of QEMU's interface
 * @wanted: somebody asked for a profile: what is wrong is an error. Else it is
 *	    told in one line, what classes of instructions lack.
 *
 * Return: true, or false with a message that says what is wrong.
 */
bool vm_profile_probe(const struct vm_arch *arch, bool wanted, char *plugin,
		      size_t len);

/**
 * vm_profile_args - QEMU's arguments that load the plugin for a boot, or ""
 *
 * For a guest that runs in a folder below the one the plugin was copied to.
 * Return: 0 or -errno with a message.
 */
int vm_profile_args(const struct vm_run *r, const struct vm_side *side,
		    long long boot, char *buf, size_t len);

/**
 * vm_profile_take - keep the profiles of an ended guest
 * @guest: the folder it ran in
 * @plan: what it was to do
 *
 * They become @r->dir/profile/LABEL-SCENARIO.prof, and what was executed at all
 * @r->dir/cover/LABEL-SCENARIO.cover and LABEL-boot.SCENARIO.cover, of the boot
 * whose first scenario that is; docs/profile.md tells what is in them. Return: 0 or -errno with a message.
 */
int vm_profile_take(const struct vm_run *r, const struct vm_side *side,
		    const struct kpt_plan *plan, const char *guest);

#endif
