// SPDX-License-Identifier: GPL-2.0-only
/*
 * kvm_probe_x86.c - long mode, SSE2, a loop, and every MSR KVM speaks of
 *
 * Hosts that emulate a guest's first instructions fail on one of them: QEMU
 * ends where an MSR cannot be set, kernels use SSE2 moves in memcpy() of
 * their decompressor, and emulated loops take for ever.
 */
#if defined(__x86_64__)
#include <errno.h>
#include <linux/kvm.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "common/util.h"
#include "vm/kvm/kvm_probe.h"

#define PML4	0x1000
#define PDPT	0x2000
#define PD	0x3000
#define CODE	0x4000
#define DATA	0x5000
#define LOOPS	4000000
#define MAX_MSRS	512
#define MAX_CPUID	256

#define CR0_PE		0x1UL
#define CR0_MP		0x2UL
#define CR0_PG		0x80000000UL
#define CR4_PAE		0x20UL
#define CR4_OSFXSR	0x200UL
#define EFER_LME	0x100UL
#define EFER_LMA	0x400UL

static const unsigned char program[] = {
	0x66, 0x0f, 0xef, 0xc0,			/* pxor %xmm0, %xmm0 */
	0x66, 0x0f, 0x76, 0xc9,			/* pcmpeqd %xmm1, %xmm1 */
	0x66, 0x0f, 0xd4, 0xc1,			/* paddq %xmm1, %xmm0 */
	0x66, 0x0f, 0x7f, 0x04, 0x25, 0x00, 0x50, 0x00, 0x00,
						/* movdqa %xmm0, DATA */
	0xb9, LOOPS & 0xff, LOOPS >> 8 & 0xff, LOOPS >> 16 & 0xff,
	LOOPS >> 24,				/* mov $LOOPS, %ecx */
	0xff, 0xc9,				/* 1: dec %ecx */
	0x75, 0xfc,				/* jnz 1b */
	0xf4,					/* hlt */
};

struct msrs {
	struct kvm_msrs head;
	struct kvm_msr_entry entry[1];
};

/* As QEMU does: what the host says of itself is set on the vCPU. */
static int check_msrs(struct kvm_probe *p)
{
	struct kvm_msr_list *list;
	int ret = 0;
	uint32_t i;

	list = calloc(1, sizeof(*list) + MAX_MSRS * sizeof(list->indices[0]));
	if (!list)
		return kvm_probe_fail(p, "out of memory");
	list->nmsrs = MAX_MSRS;
	/* Before Linux 4.17 there is no such list, and nothing to check. */
	if (ioctl(p->kvm, KVM_GET_MSR_FEATURE_INDEX_LIST, list))
		list->nmsrs = 0;
	for (i = 0; i < list->nmsrs && !ret; i++) {
		struct msrs m = { .head.nmsrs = 1,
				  .entry[0].index = list->indices[i] };

		if (ioctl(p->kvm, KVM_GET_MSRS, &m) != 1)
			continue;
		if (ioctl(p->vcpu, KVM_SET_MSRS, &m) != 1)
			ret = kvm_probe_fail(p, "MSR 0x%x, which KVM reports, cannot be set on a vCPU",
					     list->indices[i]);
	}
	free(list);
	return ret;
}

static int set_cpuid(struct kvm_probe *p)
{
	struct kvm_cpuid2 *all;
	int ret = 0;

	all = calloc(1, sizeof(*all) + MAX_CPUID * sizeof(all->entries[0]));
	if (!all)
		return kvm_probe_fail(p, "out of memory");
	all->nent = MAX_CPUID;
	if (ioctl(p->kvm, KVM_GET_SUPPORTED_CPUID, all) ||
	    ioctl(p->vcpu, KVM_SET_CPUID2, all))
		ret = kvm_probe_fail(p, "a vCPU takes no CPUID: %s",
				     strerror(errno));
	free(all);
	return ret;
}

static void put64(struct kvm_probe *p, unsigned long at, uint64_t value)
{
	memcpy(p->memory + at, &value, sizeof(value));
}

static int set_registers(struct kvm_probe *p)
{
	struct kvm_segment code = { .limit = 0xffffffff, .selector = 8,
				    .type = 11, .present = 1, .s = 1, .l = 1,
				    .g = 1 };
	struct kvm_segment data = { .limit = 0xffffffff, .selector = 16,
				    .type = 3, .present = 1, .s = 1, .db = 1,
				    .g = 1 };
	struct kvm_regs regs = { .rip = CODE, .rflags = 2, .rsp = DATA };
	struct kvm_sregs s;

	if (ioctl(p->vcpu, KVM_GET_SREGS, &s))
		return kvm_probe_fail(p, "a vCPU tells no registers: %s",
				      strerror(errno));
	s.cs = code;
	s.ds = s.es = s.ss = s.fs = s.gs = data;
	s.cr3 = PML4;
	s.cr4 = CR4_PAE | CR4_OSFXSR;
	s.cr0 |= CR0_PE | CR0_MP | CR0_PG;
	s.cr0 &= ~0xcUL;	/* EM, TS: no SSE with them */
	s.efer = EFER_LME | EFER_LMA;
	if (ioctl(p->vcpu, KVM_SET_SREGS, &s) ||
	    ioctl(p->vcpu, KVM_SET_REGS, &regs))
		return kvm_probe_fail(p, "a vCPU takes no registers: %s",
				      strerror(errno));
	return 0;
}

static int setup(struct kvm_probe *p)
{
	put64(p, PML4, PDPT | 3);
	put64(p, PDPT, PD | 3);
	put64(p, PD, 0x83);		/* the first 2 MiB, one page */
	memcpy(p->memory + CODE, program, sizeof(program));
	if (set_cpuid(p) || check_msrs(p))
		return -1;
	return set_registers(p);
}

static int done(struct kvm_probe *p)
{
	uint64_t sum[2];

	switch (p->run->exit_reason) {
	case KVM_EXIT_HLT:
		memcpy(sum, p->memory + DATA, sizeof(sum));
		if (sum[0] == UINT64_MAX && sum[1] == UINT64_MAX)
			return 1;
		return kvm_probe_fail(p, "an SSE2 instruction gave a wrong sum");
	case KVM_EXIT_INTR:
		return 0;
	case KVM_EXIT_INTERNAL_ERROR:
		return kvm_probe_fail(p, "KVM cannot run an instruction (internal error %u): this host only emulates",
				      p->run->internal.suberror);
	default:
		return kvm_probe_fail(p, "a small program ended with exit %u",
				      p->run->exit_reason);
	}
}

static const struct kvm_probe_ops ops = {
	.arch = "x86_64", .setup = setup, .done = done,
};

const struct kvm_probe_ops *const kvm_probe_host = &ops;
#endif
