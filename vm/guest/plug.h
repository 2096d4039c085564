/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * plug.h - memory plugged into a running guest, and taken out again
 *
 * A scenario whose boot line has the word kptvm.DEVICE is booted with QEMU's
 * arguments "device.DEVICE" of arch.conf, and with the kernel's own modules
 * that "drivers.DEVICE" names, where it has them as modules. DEVICE may be
 * NAME-SIZE, of "device.NAME", with SIZE for each {}; "guest.NAME" are words of
 * the kernel's command line in place of the architecture's own, for a machine
 * with another amount of RAM. What a scenario wants of
 * that device, kptbench says on the console, a line a wish:
 *   kptbench-host: DEVICE plug NUMBER BYTES
 *   kptbench-host: DEVICE unplug NUMBER BYTES
 * Pieces are all of one size; the first is 0, and the last to come is the
 * first to go. Nobody answers: the guest sees memory come and go.
 */
#ifndef KPT_VM_PLUG_H
#define KPT_VM_PLUG_H

#include <stdbool.h>
#include <stddef.h>

#include "vm/guest/guest.h"

#define VM_PLUG_WORD "kptvm."

/**
 * vm_plug_args - QEMU's arguments for the devices a boot line names
 *
 * Return: 0, or KPT_FAIL with a message for a device this architecture lacks.
 */
int vm_plug_args(const struct vm_arch *arch, const char *boot, char *args,
		 size_t len);

/** vm_plug_sets_ram - does the boot line name another amount of RAM? */
bool vm_plug_sets_ram(const struct vm_arch *arch, const char *boot);

/** vm_plug_cmdline - the architecture's words for a boot, or KPT_FAIL */
int vm_plug_cmdline(const struct vm_arch *arch, const char *boot, char *words,
		    size_t len);

/** vm_plug_drivers - names of their drivers, in the order to load them */
int vm_plug_drivers(const struct vm_arch *arch, const char *boot, char *names,
		    size_t len);

/** vm_plug_poll - do what the guest asked for since the last time */
void vm_plug_poll(struct vm_guest *g);

#endif
