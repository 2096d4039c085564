/* SPDX-License-Identifier: GPL-2.0-only */
/* classify.h - which instructions do more than compute */
#ifndef KPT_PROFILE_CLASSIFY_H
#define KPT_PROFILE_CLASSIFY_H

#include <stddef.h>
#include <stdint.h>

/* Architectures that have instructions of a class. */
#define ON_ARM64	1u
#define ON_X86_64	2u
#define ON_RISCV64	4u
#define ON_ALL		(ON_ARM64 | ON_X86_64 | ON_RISCV64)

/*
 * Classes of instructions, the name of each, and where it is: "tlbi.page" is
 * the metric class.tlbi.page. docs/profile.md says what belongs to each. An
 * instruction has one class; a TLB invalidation that other CPUs take part in
 * has a second one, TLBI_BROADCAST.
 */
#define CLASSES(X)							\
	X(TLBI_PAGE, "tlbi.page", ON_ALL)				\
	X(TLBI_RANGE, "tlbi.range", ON_ARM64)				\
	X(TLBI_ASID, "tlbi.asid", ON_ARM64 | ON_RISCV64)		\
	X(TLBI_ALL, "tlbi.all", ON_ARM64 | ON_RISCV64)			\
	X(TLBI_INVPCID, "tlbi.invpcid", ON_X86_64)			\
	X(TLBI_BROADCAST, "tlbi.broadcast", ON_ARM64 | ON_X86_64)	\
	X(BARRIER_DSB, "barrier.dsb", ON_ARM64)				\
	X(BARRIER_DMB, "barrier.dmb", ON_ARM64)				\
	X(BARRIER_ISB, "barrier.isb", ON_ARM64)				\
	X(BARRIER_FENCE, "barrier.fence", ON_X86_64 | ON_RISCV64)	\
	X(BARRIER_SERIALISING, "barrier.serialising", ON_X86_64)	\
	X(ATOMIC_RMW, "atomic.rmw", ON_ALL)				\
	X(ATOMIC_EXCLUSIVE, "atomic.exclusive", ON_ARM64 | ON_RISCV64)	\
	X(SYSREG_TRANSLATION, "sysreg.translation", ON_ALL)		\
	X(SYSREG_INTERRUPTS, "sysreg.interrupts", ON_ALL)		\
	X(SYSREG_MSR, "sysreg.msr", ON_X86_64)				\
	X(SYSREG_OTHER, "sysreg.other", ON_ALL)				\
	X(CACHE, "cache", ON_ALL)					\
	X(EXCEPTION_CALL, "exception.call", ON_ALL)			\
	X(EXCEPTION_RETURN, "exception.return", ON_ALL)

enum insn_class {
#define CLASS_ENUM(code, name, on) CLASS_##code,
	CLASSES(CLASS_ENUM)
#undef CLASS_ENUM
	NR_CLASSES
};

#define CLASS_BIT(code)	(1u << CLASS_##code)

/**
 * struct classify_target - an architecture whose instructions are known
 * @name:	as QEMU has it
 * @has:	CLASS_BIT() of every class it has instructions of
 * @classes:	CLASS_BIT() of the classes of an instruction of @len bytes
 */
struct classify_target {
	const char *name;
	unsigned int has;
	unsigned int (*classes)(const uint8_t *code, size_t len);
};

/** classify_target - by QEMU's name; NULL: an architecture that is not known */
const struct classify_target *classify_target(const char *name);
/** class_name - "tlbi.page" */
const char *class_name(enum insn_class class);

#endif
