/* SPDX-License-Identifier: GPL-2.0-only */
/* accel.h - --accel: which mode a run is in */
#ifndef KPT_VM_ACCEL_H
#define KPT_VM_ACCEL_H

/**
 * vm_accel_choose - prove KVM where it is wanted, and choose the mode
 * @accel: kvm, tcg or auto
 * @arch: of the guests
 * @mode: in: what --mode says, or NULL; out: exact or kvm
 *
 * Return: 0, KPT_USAGE or KPT_FAIL, with a message.
 */
int vm_accel_choose(const char *accel, const char *arch, const char **mode);

#endif
