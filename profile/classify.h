/* SPDX-License-Identifier: GPL-2.0-only */
/* classify.h - which instructions do more than compute */
#ifndef KPT_PROFILE_CLASSIFY_H
#define KPT_PROFILE_CLASSIFY_H

#include <stddef.h>
#include <stdint.h>

/*
 * Classes of instructions, and the name of each: "tlbi.page" is the metric
 * class.tlbi.page. docs/profile.md says what belongs to each. An instruction
 * has one class; a TLB invalidation that other CPUs take part in has a second
 * one, TLBI_BROADCAST.
 */
#define CLASSES(X)						\
	X(TLBI_PAGE, "tlbi.page")				\
	X(TLBI_RANGE, "tlbi.range")				\
	X(TLBI_ASID, "tlbi.asid")				\
	X(TLBI_ALL, "tlbi.all")					\
	X(TLBI_INVPCID, "tlbi.invpcid")				\
	X(TLBI_BROADCAST, "tlbi.broadcast")			\
	X(BARRIER_DSB, "barrier.dsb")				\
	X(BARRIER_DMB, "barrier.dmb")				\
	X(BARRIER_ISB, "barrier.isb")				\
	X(BARRIER_FENCE, "barrier.fence")			\
	X(BARRIER_SERIALISING, "barrier.serialising")		\
	X(ATOMIC_RMW, "atomic.rmw")				\
	X(ATOMIC_EXCLUSIVE, "atomic.exclusive")			\
	X(SYSREG_TRANSLATION, "sysreg.translation")		\
	X(SYSREG_INTERRUPTS, "sysreg.interrupts")		\
	X(SYSREG_MSR, "sysreg.msr")				\
	X(SYSREG_OTHER, "sysreg.other")				\
	X(CACHE, "cache")					\
	X(EXCEPTION_CALL, "exception.call")			\
	X(EXCEPTION_RETURN, "exception.return")

enum insn_class {
#define CLASS_ENUM(code, name) CLASS_##code,
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
