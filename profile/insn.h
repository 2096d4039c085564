/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * insn.h - instructions counted and read, by the interface that QEMU has
 *
 * Before version 3 a counter is incremented by translated code itself; since
 * then QEMU calls us.
 */
#ifndef KPT_PROFILE_INSN_H
#define KPT_PROFILE_INSN_H

#include <stdbool.h>
#include <string.h>

#include "profile/qemu_plugin.h"

#if KPT_QEMU_API < 3

/** insn_count - add 1 to @n each time it is executed */
static inline void insn_count(struct qemu_plugin_insn *insn, uint64_t *n)
{
	qemu_plugin_register_vcpu_insn_exec_inline(insn,
		QEMU_PLUGIN_INLINE_ADD_U64, n, 1);
}

/**
 * insn_count_all - the same for all @nr of a block
 *
 * Instruction by instruction, and what is to be called comes before that.
 * Return: false where that would cost more than the boot.
 */
static inline bool insn_count_all(struct qemu_plugin_tb *tb, size_t nr,
				  uint64_t *n)
{
	size_t i;

	for (i = 0; i < nr; i++)
		insn_count(qemu_plugin_tb_get_insn(tb, i), n);
	return true;
}

/** insn_code - its bytes, in @room if need be */
static inline const uint8_t *insn_code(const struct qemu_plugin_insn *insn,
				       uint8_t *room, size_t len)
{
	(void)room;
	(void)len;
	return qemu_plugin_insn_data(insn);
}

#else

/* One CPU counts at a time: others wait for their turn, or are "mixed". */
static void insn_executed(unsigned int vcpu, void *udata)
{
	uint64_t *n = udata;

	(void)vcpu;
	++*n;
}

static inline void insn_count(struct qemu_plugin_insn *insn, uint64_t *n)
{
	qemu_plugin_register_vcpu_insn_exec_cb(insn, insn_executed,
		QEMU_PLUGIN_CB_NO_REGS, n);
}

/*
 * A call for each instruction would cost more than the boot, and blocks that are
 * entered are not what was executed: an access to a device leaves one.
 */
static inline bool insn_count_all(struct qemu_plugin_tb *tb, size_t nr,
				  uint64_t *n)
{
	(void)tb;
	(void)nr;
	(void)n;
	return false;
}

static inline const uint8_t *insn_code(const struct qemu_plugin_insn *insn,
				       uint8_t *room, size_t len)
{
	memset(room, 0, len);
	qemu_plugin_insn_data(insn, room, len);
	return room;
}

#endif

#endif
