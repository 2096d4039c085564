/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * insn.h - instructions counted and read, by the interface that QEMU has
 *
 * Before version 3 translated code itself increments any number of ours. Since
 * then it does so only to numbers that QEMU keeps, one for each CPU: enough for
 * a total; for all else QEMU calls us.
 */
#ifndef KPT_PROFILE_INSN_H
#define KPT_PROFILE_INSN_H

#include <stdbool.h>
#include <string.h>

#include "profile/qemu_plugin.h"

/** insn_in_kernel - is this an address of the kernel's half? */
static inline bool insn_in_kernel(uint64_t addr)
{
	return addr >> 63;
}

/** insn_access_size - bytes */
static inline unsigned int insn_access_size(qemu_plugin_meminfo_t info)
{
	return 1u << qemu_plugin_mem_size_shift(info);
}

#if KPT_QEMU_API < 3

/** insn_count - add 1 to @n each time it is executed */
static inline void insn_count(struct qemu_plugin_insn *insn, uint64_t *n)
{
	qemu_plugin_register_vcpu_insn_exec_inline(insn,
		QEMU_PLUGIN_INLINE_ADD_U64, n, 1);
}

/** struct insn_total - how many instructions were executed, by all CPUs */
struct insn_total {
	uint64_t n;
};

/** insn_total_new - from 0 on, as long as QEMU runs */
static inline struct insn_total insn_total_new(void)
{
	return (struct insn_total){ 0 };
}

/** insn_total_add - add 1 each time an instruction is executed */
static inline void insn_total_add(struct insn_total *t,
				  struct qemu_plugin_insn *insn)
{
	insn_count(insn, &t->n);
}

/** insn_total - the number */
static inline uint64_t insn_total(const struct insn_total *t)
{
	return t->n;
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

struct insn_total {
	qemu_plugin_u64 n;
};

static inline struct insn_total insn_total_new(void)
{
	return (struct insn_total){
		{ qemu_plugin_scoreboard_new(sizeof(uint64_t)), 0 }
	};
}

static inline void insn_total_add(struct insn_total *t,
				  struct qemu_plugin_insn *insn)
{
	qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(insn,
		QEMU_PLUGIN_INLINE_ADD_U64, t->n, 1);
}

static inline uint64_t insn_total(const struct insn_total *t)
{
	return qemu_plugin_u64_sum(t->n);
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
