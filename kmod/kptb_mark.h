/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * kptb_mark.h - one instruction that does nothing, and says where we are
 *
 * An exact profile (profile/) counts instructions inside the windows that are
 * measured: from ENTER to LEAVE, and without those from the first OP to CLOSE,
 * next to which the module reads its clocks. The emulator recognises these
 * markers when it translates them; to a processor they are a no-op no compiler
 * ever writes. They are in every build, profiled or not, so that a profile sees
 * the very code that is measured; a window of no operations has them too, so
 * they cancel out.
 *
 * Included by the module, by user space, and by what looks for them. An
 * architecture without a marker here cannot be profiled, and loses nothing
 * else.
 */
#ifndef KPTB_MARK_H
#define KPTB_MARK_H

/* What a marker says: 1 .. 15. */
#define KPTB_MARK_SCENARIO	1	/* user: the plan's next scenario */
#define KPTB_MARK_NOP		2	/* user: windows of no operations */
#define KPTB_MARK_WORK		3	/* user: windows of the scenario */
#define KPTB_MARK_DONE		4	/* user: no window for a while */
#define KPTB_MARK_OP		5	/* an operation begins */
#define KPTB_MARK_CLOSE		6	/* the last one is over */
/* A counter of its own reads more than the operations: all of it is marked. */
#define KPTB_MARK_ENTER		7	/* user: counters run from here ... */
#define KPTB_MARK_LEAVE		8	/* user: ... to here */

/* movz xzr, #0x4b0N; the first instruction word, and its mask */
#define KPTB_MARK_ARM64_BASE	0x4b00
#define KPTB_MARK_ARM64(n)	(0xd280001fu | (KPTB_MARK_ARM64_BASE | (n)) << 5)
/* nopl 0x6b70740N(%rax): 0f 1f 80 and this, little-endian */
#define KPTB_MARK_X86(n)	(0x6b707400u | (n))
/* slti x0, x0, 0x4bN */
#define KPTB_MARK_RISCV_BASE	0x4b0
#define KPTB_MARK_RISCV(n)	((KPTB_MARK_RISCV_BASE | (n)) << 20 | 0x2013u)

#if defined(__aarch64__)
#define kptb_mark(n) \
	({ asm volatile("movz	xzr, #%c0" : : "i" (KPTB_MARK_ARM64_BASE | (n)) \
			: "memory"); })
#elif defined(__x86_64__)
#define kptb_mark(n) \
	({ asm volatile("nopl	%c0(%%rax)" : : "i" (KPTB_MARK_X86(n)) \
			: "memory"); })
#elif defined(__riscv) && __riscv_xlen == 64
#define kptb_mark(n) \
	({ asm volatile("slti	x0, x0, %0" : : "i" (KPTB_MARK_RISCV_BASE | (n)) \
			: "memory"); })
#else
#define kptb_mark(n)	((void)(n))
#endif

#endif /* KPTB_MARK_H */
