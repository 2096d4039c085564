// SPDX-License-Identifier: GPL-2.0-only
/*
 * classify_x86.c - classes of instructions of x86_64
 *
 * By prefixes, opcode and ModRM as in the opcode maps of the Intel 64 and IA-32
 * Architectures Software Developer's Manual, volume 2, appendix A; invlpgb and
 * vmmcall as in the AMD64 Architecture Programmer's Manual, volume 3.
 */
#include <stdbool.h>

#include "profile/classify.h"
#include "profile/classify_x86.h"

/**
 * struct insn - what is in front of an instruction, and behind its opcode
 * @rest:	the bytes behind what was read so far
 */
struct insn {
	const uint8_t *rest;
	size_t len;
	bool lock, size, rep, repne;
	uint8_t rex;
};

static uint8_t next(struct insn *in)
{
	if (!in->len)
		return 0;
	in->len--;
	return *in->rest++;
}

static uint8_t peek(const struct insn *in)
{
	return in->len ? *in->rest : 0;
}

static bool take_prefix(struct insn *in)
{
	switch (peek(in)) {
	case 0xf0:
		in->lock = true;
		break;
	case 0x66:
		in->size = true;
		break;
	case 0xf2:
		in->repne = true;
		break;
	case 0xf3:
		in->rep = true;
		break;
	case 0x26: case 0x2e: case 0x36: case 0x3e:
	case 0x64: case 0x65: case 0x67:
		break;
	default:
		return false;
	}
	next(in);
	return true;
}

static bool in_memory(uint8_t modrm)
{
	return modrm >> 6 != 3;
}

static unsigned int reg_of(uint8_t modrm)
{
	return modrm >> 3 & 7;
}

/* 0f 01: one opcode for the system's own */
static unsigned int group_7(const struct insn *in)
{
	uint8_t modrm = peek(in);

	if (in_memory(modrm))
		return reg_of(modrm) == 7 ? CLASS_BIT(TLBI_PAGE) :
		       reg_of(modrm) == 6 ? CLASS_BIT(SYSREG_OTHER) : 0;
	switch (modrm) {
	case 0xc1:	/* vmcall, vmmcall */
	case 0xd9:
		return CLASS_BIT(EXCEPTION_CALL);
	case 0xc6:	/* wrmsrns */
		return in->rep || in->repne ? 0 : CLASS_BIT(SYSREG_MSR);
	case 0xe8:	/* serialize */
		return in->rep || in->repne ? 0 :
		       CLASS_BIT(BARRIER_SERIALISING);
	case 0xef:	/* wrpkru */
		return CLASS_BIT(SYSREG_TRANSLATION);
	case 0xfe:	/* invlpgb */
		return CLASS_BIT(TLBI_PAGE) | CLASS_BIT(TLBI_BROADCAST);
	}
	return reg_of(modrm) == 6 ? CLASS_BIT(SYSREG_OTHER) : 0;
}

/* 0f ae: fences and lines of a cache, between what saves registers */
static unsigned int group_15(const struct insn *in)
{
	uint8_t modrm = peek(in);
	unsigned int reg = reg_of(modrm);

	if (in->rep || in->repne)
		return 0;
	if (!in_memory(modrm))
		return reg >= 5 && !in->size ? CLASS_BIT(BARRIER_FENCE) : 0;
	/* clflush, clflushopt; clwb */
	return reg == 7 || (reg == 6 && in->size) ? CLASS_BIT(CACHE) : 0;
}

/* mov to cr0, cr3, cr4; cr8 has the priority of interrupts */
static unsigned int control_register(const struct insn *in)
{
	unsigned int nr = reg_of(peek(in)) | (in->rex & 4 ? 8u : 0);

	return nr == 3 || nr == 4 ? CLASS_BIT(SYSREG_TRANSLATION) :
	       nr == 8 ? CLASS_BIT(SYSREG_INTERRUPTS) : CLASS_BIT(SYSREG_OTHER);
}

static unsigned int two_bytes(struct insn *in)
{
	switch (next(in)) {
	case 0x01:
		return group_7(in);
	case 0x05:	/* syscall */
		return CLASS_BIT(EXCEPTION_CALL);
	case 0x07:	/* sysret, sysexit */
	case 0x35:
		return CLASS_BIT(EXCEPTION_RETURN);
	case 0x08:	/* invd; wbinvd, wbnoinvd */
	case 0x09:
		return CLASS_BIT(CACHE);
	case 0x22:
		return control_register(in);
	case 0x23:	/* mov to a debug register */
		return CLASS_BIT(SYSREG_OTHER);
	case 0x30:	/* wrmsr */
		return CLASS_BIT(SYSREG_MSR);
	case 0x38:	/* invpcid: what is meant is in a register */
		return peek(in) == 0x82 && in->size ?
		       CLASS_BIT(TLBI_INVPCID) : 0;
	case 0xa2:	/* cpuid */
		return CLASS_BIT(BARRIER_SERIALISING);
	case 0xae:
		return group_15(in);
	}
	return 0;
}

static unsigned int one_byte(struct insn *in, uint8_t opcode)
{
	switch (opcode) {
	case 0x86:	/* xchg with memory locks without a prefix */
	case 0x87:
		return in_memory(peek(in)) ? CLASS_BIT(ATOMIC_RMW) : 0;
	case 0x9d:	/* popf; cli, sti */
	case 0xfa:
	case 0xfb:
		return CLASS_BIT(SYSREG_INTERRUPTS);
	case 0xcc:	/* int3, int */
	case 0xcd:
		return CLASS_BIT(EXCEPTION_CALL);
	case 0xcf:	/* iret */
		return CLASS_BIT(EXCEPTION_RETURN);
	}
	return 0;
}

unsigned int classes_x86(const uint8_t *code, size_t len)
{
	struct insn in = { .rest = code, .len = len };
	uint8_t opcode;

	while (take_prefix(&in))
		;
	if ((peek(&in) & 0xf0) == 0x40)
		in.rex = next(&in);
	opcode = next(&in);
	if (in.lock)
		return CLASS_BIT(ATOMIC_RMW);
	return opcode == 0x0f ? two_bytes(&in) : one_byte(&in, opcode);
}
