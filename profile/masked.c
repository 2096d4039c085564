// SPDX-License-Identifier: GPL-2.0-only
/*
 * masked.c - instructions that a kernel executes with interrupts masked
 *
 * The state is read from the CPU where it can have changed: at the begin of
 * each block of code, for an exception taken or returned from begins one, and
 * behind each instruction that writes the mask. In between it is what it was.
 */
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "profile/masked.h"

void masked_step(struct masked *m, uint64_t executed, bool off)
{
	if (m->off) {
		m->count += executed - m->at;
		m->stretch += executed - m->at;
	}
	if (m->stretch > m->longest)
		m->longest = m->stretch;
	if (!off)
		m->stretch = 0;
	m->at = executed;
	m->off = off;
}

void masked_begin(struct masked *m)
{
	m->count = 0;
	m->stretch = 0;
	m->longest = 0;
}

#if KPT_QEMU_API < 3

void masked_init(struct masked *m, const char *target)
{
	(void)target;
	m->why = "QEMU before 9.1 shows a plugin no registers";
}

int masked_read(struct masked *m, bool kernel)
{
	(void)m;
	(void)kernel;
	return -ENODEV;
}

#else

/**
 * struct mask - where a CPU has its mask of interrupts
 * @name:	of the register, as QEMU has it
 * @bit:	of it
 * @set:	interrupts are masked if the bit is set, else if it is clear
 * @mode:	register that is 0 in user mode, where firmware runs beside it
 */
static const struct mask {
	const char *target, *name;
	unsigned int bit;
	bool set;
	const char *mode;
} masks[] = {
	{ "aarch64", "cpsr", 7, true, NULL },	/* PSTATE.I */
	{ "x86_64", "eflags", 9, false, NULL },	/* EFLAGS.IF */
	{ "riscv64", "sstatus", 1, false, "priv" },	/* SIE */
};

/* QEMU hands a plugin no pointer of its own: these are of the one guest. */
static const struct mask *mask;
static struct qemu_plugin_register *mask_reg, *mode_reg;
static struct plugin_bytes *bytes;

static void find_registers(void)
{
	struct plugin_array *all = qemu_plugin_get_registers();
	const qemu_plugin_reg_descriptor *r = (const void *)all->data;

	for (unsigned int i = 0; i < all->len; i++) {
		if (!strcmp(r[i].name, mask->name))
			mask_reg = r[i].handle;
		if (mask->mode && !strcmp(r[i].name, mask->mode))
			mode_reg = r[i].handle;
	}
	g_array_free(all, 1);
}

/* Low bits of a register; guests are little-endian. */
static uint32_t read_low(struct qemu_plugin_register *reg)
{
	uint32_t v = 0;

	g_byte_array_set_size(bytes, 0);
	/* What it returns differs between versions; what it reads does not. */
	qemu_plugin_read_register(reg, bytes);
	memcpy(&v, bytes->data, bytes->len < sizeof(v) ? bytes->len :
							 sizeof(v));
	return v;
}

void masked_init(struct masked *m, const char *target)
{
	m->why = "of this machine's CPU no register is known that tells";
	for (size_t i = 0; i < sizeof(masks) / sizeof(masks[0]); i++) {
		if (strcmp(masks[i].target, target))
			continue;
		mask = &masks[i];
		m->why = NULL;
	}
	m->executed = insn_total_new();
	bytes = g_byte_array_new();
}

int masked_read(struct masked *m, bool kernel)
{
	bool off = false;

	if (!mask_reg)
		find_registers();
	if (!mask_reg || (mask->mode && !mode_reg))
		return -ENODEV;
	if (!kernel && mask->mode && read_low(mode_reg))
		return 0;
	if (kernel)
		off = (read_low(mask_reg) >> mask->bit & 1) == mask->set;
	masked_step(m, insn_total(&m->executed), off);
	return 0;
}

#endif
