// SPDX-License-Identifier: GPL-2.0-only
/* kvm_probe_arm64.c - stores to a device, the exception level, a loop */
#if defined(__aarch64__)
#include <errno.h>
#include <linux/kvm.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>

#include "vm/kvm/kvm_probe.h"

#define BASE	0x40000000UL
#define DEVICE	0x10000000UL	/* no memory: a store leaves the guest */
#define STORES	3
#define EL1	(1 << 2)

static const uint32_t program[] = {
	0xd2a20001,	/* mov  x1, #DEVICE */
	0xd2800063,	/* mov  x3, #STORES */
	0xb9000023,	/* 1: str w3, [x1] */
	0xf1000463,	/* subs x3, x3, #1 */
	0x54ffffc1,	/* b.ne 1b */
	0xd2909000,	/* mov  x0, #0x8480 */
	0xf2a003c0,	/* movk x0, #0x1e, lsl #16: 2,000,000 */
	0xf1000400,	/* 1: subs x0, x0, #1 */
	0x54ffffe1,	/* b.ne 1b */
	0xd5384242,	/* mrs  x2, CurrentEL */
	0xb9000422,	/* str  w2, [x1, #4] */
	0x14000000,	/* b    . */
};

static int set_pc(struct kvm_probe *p)
{
	uint64_t pc = BASE;
	struct kvm_one_reg reg = {
		.id = KVM_REG_ARM64 | KVM_REG_SIZE_U64 | KVM_REG_ARM_CORE |
		      KVM_REG_ARM_CORE_REG(regs.pc),
		.addr = (uint64_t)(uintptr_t)&pc,
	};

	return ioctl(p->vcpu, KVM_SET_ONE_REG, &reg);
}

static int setup(struct kvm_probe *p)
{
	struct kvm_vcpu_init init;

	memcpy(p->memory, program, sizeof(program));
	__builtin___clear_cache((char *)p->memory,
				(char *)p->memory + sizeof(program));
	if (ioctl(p->vm, KVM_ARM_PREFERRED_TARGET, &init) ||
	    ioctl(p->vcpu, KVM_ARM_VCPU_INIT, &init) || set_pc(p))
		return kvm_probe_fail(p, "a vCPU cannot be set up: %s",
				      strerror(errno));
	return 0;
}

static int done(struct kvm_probe *p)
{
	uint32_t value;

	if (p->run->exit_reason == KVM_EXIT_INTR)
		return 0;
	if (p->run->exit_reason != KVM_EXIT_MMIO || !p->run->mmio.is_write)
		return kvm_probe_fail(p, "a small program ended with exit %u",
				      p->run->exit_reason);
	memcpy(&value, p->run->mmio.data, sizeof(value));
	if (p->run->mmio.phys_addr == DEVICE)
		return 0;
	if (p->run->mmio.phys_addr != DEVICE + 4 || value != EL1)
		return kvm_probe_fail(p, "a small program ran at exception level %u, not 1",
				      value >> 2);
	return 1;
}

static const struct kvm_probe_ops ops = {
	.arch = "arm64", .base = BASE, .setup = setup, .done = done,
};

const struct kvm_probe_ops *const kvm_probe_host = &ops;
#endif
