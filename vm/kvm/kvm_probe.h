/* SPDX-License-Identifier: GPL-2.0-only */
/* kvm_probe.h - does KVM run a kernel on this machine? */
#ifndef KPT_VM_KVM_PROBE_H
#define KPT_VM_KVM_PROBE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * vm_kvm_works - prove KVM, in two seconds at most
 * @arch:	configs/arch name of the guest
 * @why:	filled with what is wrong otherwise, in words
 *
 * That /dev/kvm exists tells little, and some hosts run a few instructions
 * and no kernel. So a small program of ours runs on a vCPU, in a process of
 * its own that is killed when its time is over.
 */
bool vm_kvm_works(const char *arch, char *why, size_t len);

/* ---- between kvm_probe.c and the file of the host's architecture ---- */

/**
 * struct kvm_probe - a machine with one vCPU
 * @kvm, @vm, @vcpu: descriptors
 * @run:	what the vCPU says of its exits
 * @memory:	@size bytes of guest memory
 */
struct kvm_probe {
	int kvm, vm, vcpu;
	struct kvm_run *run;
	unsigned char *memory;
	size_t size;
	char *why;
	size_t len;
};

/** kvm_probe_fail - say why; returns -1 */
int kvm_probe_fail(struct kvm_probe *p, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/**
 * struct kvm_probe_ops - what an architecture knows of it
 * @arch:	configs/arch name
 * @base:	where the guest's memory begins
 * @setup:	after the vCPU is made: program, registers, further checks
 * @done:	after an exit: 1 the program ended well, 0 go on, -1 with a
 *		reason
 */
struct kvm_probe_ops {
	const char *arch;
	unsigned long base;
	int (*setup)(struct kvm_probe *p);
	int (*done)(struct kvm_probe *p);
};

/** kvm_probe_host - of the host's architecture; NULL where there is none */
extern const struct kvm_probe_ops *const kvm_probe_host;

#endif
