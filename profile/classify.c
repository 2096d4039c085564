// SPDX-License-Identifier: GPL-2.0-only
/*
 * classify.c - classes of instructions: names, arm64 and riscv64
 *
 * The instructions that matter here are a few encodings, most of them regular,
 * so a table of them is shorter than what a disassembler's names would have to
 * be matched with; and Capstone 4 does not know those of 2019 and later (range
 * invalidations). tests/classes.t compares it with an assembler's output.
 */
#include <stdbool.h>
#include <string.h>

#include "profile/classify.h"
#include "profile/classify_x86.h"

static uint32_t word(const uint8_t *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

static uint32_t bits(uint32_t w, unsigned int low, unsigned int nr)
{
	return w >> low & ((1u << nr) - 1);
}

struct encoding {
	uint32_t mask, value;
	unsigned int classes;
};

static unsigned int find(const struct encoding *e, size_t nr, uint32_t w)
{
	for (size_t i = 0; i < nr; i++)
		if ((w & e[i].mask) == e[i].value)
			return e[i].classes;
	return 0;
}

#define FIND(table, w)	find(table, sizeof(table) / sizeof((table)[0]), w)

/* ---- arm64: Arm Architecture Reference Manual (DDI 0487), C4.1 and C5 ---- */

/*
 * TLBI is SYS with CRn 8, and 9 for those of FEAT_XS. CRm has the reach and
 * with op2 what is meant; the odd op2 are addresses.
 */
static unsigned int tlbi_arm64(uint32_t w)
{
	unsigned int op1 = bits(w, 16, 3), crm = bits(w, 8, 4);
	unsigned int op2 = bits(w, 5, 3), reach = 0;

	/* 1, 5: outer shareable; 2, 3: inner; 6, 7: this CPU */
	if (crm == 1 || crm == 2 || crm == 3 || crm == 5)
		reach = CLASS_BIT(TLBI_BROADCAST);
	if (crm == 2 || crm == 5 || crm == 6)
		return reach | CLASS_BIT(TLBI_RANGE);
	/* Of stage 2, by intermediate address. */
	if (crm == 0)
		return CLASS_BIT(TLBI_BROADCAST) | (op2 & 2 ?
			CLASS_BIT(TLBI_RANGE) : CLASS_BIT(TLBI_PAGE));
	if (crm == 4)
		return ((op2 & 3) % 3 ? 0 : CLASS_BIT(TLBI_BROADCAST)) |
		       (op2 & 2 ? CLASS_BIT(TLBI_RANGE) : CLASS_BIT(TLBI_PAGE));
	if (op2 & 1)
		return reach | CLASS_BIT(TLBI_PAGE);
	return reach | (op2 == 2 && !op1 ? CLASS_BIT(TLBI_ASID) :
					   CLASS_BIT(TLBI_ALL));
}

/* SYS with CRn 7: dc and ic; dc zva, gva and gzva are stores, at is neither. */
static unsigned int sys_arm64(uint32_t w)
{
	unsigned int op1 = bits(w, 16, 3), crn = bits(w, 12, 4);
	unsigned int crm = bits(w, 8, 4);

	if (crn == 8 || crn == 9)
		return tlbi_arm64(w);
	if (crn != 7 || crm == 3 || crm == 8 || crm == 9 ||
	    (crm == 4 && op1 == 3))
		return 0;
	return CLASS_BIT(CACHE);
}

#define SYSREG(op1, crn, crm, op2) \
	(0xd5180000u | (op1) << 16 | (crn) << 12 | (crm) << 8 | (op2) << 5)

/* MSR (register) and MSR (immediate) */
static unsigned int msr_arm64(uint32_t w)
{
	static const struct encoding known[] = {
		/* TTBR0_EL1, TTBR1_EL1, TCR_EL1, TCR2_EL1 */
		{ ~0x7fu, SYSREG(0, 2, 0, 0), CLASS_BIT(SYSREG_TRANSLATION) },
		/* MAIR, MAIR2, PIRE0, PIR; POR_EL1, S2POR; AMAIR is CRm 3 */
		{ ~0xffu, SYSREG(0, 10, 2, 0), CLASS_BIT(SYSREG_TRANSLATION) },
		/* POR_EL0 */
		{ ~0x1fu, SYSREG(3, 10, 2, 4), CLASS_BIT(SYSREG_TRANSLATION) },
		/* CONTEXTIDR_EL1 */
		{ ~0x1fu, SYSREG(0, 13, 0, 1), CLASS_BIT(SYSREG_TRANSLATION) },
		/* DAIF, ALLINT, ICC_PMR_EL1 */
		{ ~0x1fu, SYSREG(3, 4, 2, 1), CLASS_BIT(SYSREG_INTERRUPTS) },
		{ ~0x1fu, SYSREG(0, 4, 3, 0), CLASS_BIT(SYSREG_INTERRUPTS) },
		{ ~0x1fu, SYSREG(0, 4, 6, 0), CLASS_BIT(SYSREG_INTERRUPTS) },
		/* DAIFSet, DAIFClr; ALLINT */
		{ 0xfffff0df, 0xd50340df, CLASS_BIT(SYSREG_INTERRUPTS) },
		{ 0xfffffeff, 0xd501401f, CLASS_BIT(SYSREG_INTERRUPTS) },
		{ 0xfff00000, 0xd5100000, CLASS_BIT(SYSREG_OTHER) },
		/* cfinv, xaflag, axflag: flags of this program alone */
		{ 0xfffff0df, 0xd500401f, 0 },
		{ 0xfffff0ff, 0xd500405f, 0 },
		/* SPSel, PAN, UAO, DIT, TCO, SSBS, ... */
		{ 0xfff8f01f, 0xd500401f, CLASS_BIT(SYSREG_OTHER) },
	};

	return FIND(known, w);
}

/* Loads and stores of one register, exclusive or compare-and-swap */
static unsigned int exclusive_arm64(uint32_t w)
{
	bool o2 = bits(w, 23, 1), load = bits(w, 22, 1), o1 = bits(w, 21, 1);

	if (o2)
		return o1 ? CLASS_BIT(ATOMIC_RMW) : 0;
	if (o1 && !bits(w, 31, 1))
		return CLASS_BIT(ATOMIC_RMW);
	/* The store is what makes a pair. */
	return load ? 0 : CLASS_BIT(ATOMIC_EXCLUSIVE);
}

static unsigned int classes_arm64(const uint8_t *code, size_t len)
{
	static const struct encoding known[] = {
		{ 0xfffff0ff, 0xd503309f, CLASS_BIT(BARRIER_DSB) },
		{ 0xfffff3ff, 0xd503323f, CLASS_BIT(BARRIER_DSB) },
		{ 0xfffff0ff, 0xd50330bf, CLASS_BIT(BARRIER_DMB) },
		{ 0xfffff0ff, 0xd50330df, CLASS_BIT(BARRIER_ISB) },
		/* ldadd, ldclr, ...; swp */
		{ 0x3f208c00, 0x38200000, CLASS_BIT(ATOMIC_RMW) },
		{ 0x3f20fc00, 0x38208000, CLASS_BIT(ATOMIC_RMW) },
		/* svc, hvc, smc, brk */
		{ 0xffe0001f, 0xd4000001, CLASS_BIT(EXCEPTION_CALL) },
		{ 0xffe0001e, 0xd4000002, CLASS_BIT(EXCEPTION_CALL) },
		{ 0xffe0001f, 0xd4200000, CLASS_BIT(EXCEPTION_CALL) },
		/* eret, eretaa, eretab */
		{ 0xffffffff, 0xd69f03e0, CLASS_BIT(EXCEPTION_RETURN) },
		{ 0xfffffbff, 0xd69f0bff, CLASS_BIT(EXCEPTION_RETURN) },
	};
	uint32_t w;

	if (len != 4)
		return 0;
	w = word(code);
	/* SYS, and SYSP of two registers */
	if ((w & 0xffb80000) == 0xd5080000)
		return sys_arm64(w);
	if ((w & 0xffc00000) == 0xd5000000 && msr_arm64(w))
		return msr_arm64(w);
	if ((w & 0x3f000000) == 0x08000000)
		return exclusive_arm64(w);
	return FIND(known, w);
}

/* ---- riscv64: The RISC-V Instruction Set Manual, volumes I and II ---- */

static unsigned int csr_riscv(uint32_t w)
{
	unsigned int csr = bits(w, 20, 12), source = bits(w, 15, 5);

	/* csrrs and csrrc of x0 or 0 only read */
	if ((bits(w, 12, 2) & 2) && !source)
		return 0;
	switch (csr) {
	case 0x180:	/* satp */
		return CLASS_BIT(SYSREG_TRANSLATION);
	case 0x100:	/* sstatus, sie */
	case 0x104:
		return CLASS_BIT(SYSREG_INTERRUPTS);
	}
	return CLASS_BIT(SYSREG_OTHER);
}

static unsigned int sfence_riscv(uint32_t w)
{
	return bits(w, 15, 5) ? CLASS_BIT(TLBI_PAGE) :
	       bits(w, 20, 5) ? CLASS_BIT(TLBI_ASID) : CLASS_BIT(TLBI_ALL);
}

static unsigned int amo_riscv(uint32_t w)
{
	switch (bits(w, 27, 5)) {
	case 0x02:	/* lr: the sc is what makes a pair */
		return 0;
	case 0x03:
		return CLASS_BIT(ATOMIC_EXCLUSIVE);
	}
	return CLASS_BIT(ATOMIC_RMW);
}

static unsigned int classes_riscv(const uint8_t *code, size_t len)
{
	static const struct encoding known[] = {
		/* ecall, ebreak */
		{ 0xffefffff, 0x00000073, CLASS_BIT(EXCEPTION_CALL) },
		/* sret, mret */
		{ 0xdfffffff, 0x10200073, CLASS_BIT(EXCEPTION_RETURN) },
		/* sfence.w.inval, sfence.inval.ir */
		{ 0xffefffff, 0x18000073, CLASS_BIT(BARRIER_FENCE) },
		/* pause is a fence of nothing */
		{ 0xffffffff, 0x0100000f, 0 },
		{ 0x0000707f, 0x0000000f, CLASS_BIT(BARRIER_FENCE) },
		/* fence.i */
		{ 0x0000707f, 0x0000100f, CLASS_BIT(CACHE) },
		/* cbo.inval and cbo.clean, cbo.flush; cbo.zero is a store */
		{ 0xffe07fff, 0x0000200f, CLASS_BIT(CACHE) },
		{ 0xfff07fff, 0x0020200f, CLASS_BIT(CACHE) },
	};
	uint32_t w;

	/* c.ebreak */
	if (len == 2)
		return code[0] == 0x02 && code[1] == 0x90 ?
		       CLASS_BIT(EXCEPTION_CALL) : 0;
	if (len != 4)
		return 0;
	w = word(code);
	/* sfence.vma, sinval.vma */
	if ((w & 0xfa007fff) == 0x12000073)
		return sfence_riscv(w);
	if ((w & 0x7f) == 0x73 && bits(w, 12, 2))
		return csr_riscv(w);
	if ((w & 0x607f) == 0x202f || (w & 0x7f) == 0x2f)
		return amo_riscv(w);
	return FIND(known, w);
}

/* ---- all of them ---- */

const char *class_name(enum insn_class class)
{
	static const char *const names[] = {
#define CLASS_NAME(code, name, on) [CLASS_##code] = name,
		CLASSES(CLASS_NAME)
#undef CLASS_NAME
	};

	return names[class];
}

#define HAS(code, on, target)	| ((on) & (target) ? CLASS_BIT(code) : 0)
#define ARM64_HAS(code, name, on)	HAS(code, on, ON_ARM64)
#define X86_64_HAS(code, name, on)	HAS(code, on, ON_X86_64)
#define RISCV64_HAS(code, name, on)	HAS(code, on, ON_RISCV64)

const struct classify_target *classify_target(const char *name)
{
	static const struct classify_target targets[] = {
		{ "aarch64", 0 CLASSES(ARM64_HAS), classes_arm64 },
		{ "x86_64", 0 CLASSES(X86_64_HAS), classes_x86 },
		{ "riscv64", 0 CLASSES(RISCV64_HAS), classes_riscv },
	};

	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++)
		if (!strcmp(name, targets[i].name))
			return &targets[i];
	return NULL;
}
