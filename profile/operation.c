// SPDX-License-Identifier: GPL-2.0-only
/* operation.c - the data of an operation, and how long it masks interrupts */
#include <errno.h>

#include "profile/classes.h"
#include "profile/operation.h"

void operation_init(struct operation *op, const char *target, uint64_t *now)
{
	op->now = now;
	masked_init(&op->masked, target);
}

static void failed(struct operation *op, int err)
{
	if (err && !op->err)
		op->err = err;
}

static void read_mask(struct operation *op, bool kernel)
{
	if (!op->masked.why)
		failed(op, masked_read(&op->masked, kernel));
}

static void add_mask(struct operation *op)
{
	op->now[CLASS_MASKED] += op->masked.count;
	op->now[CLASS_MASKED_LONGEST] += op->masked.longest;
}

void operation_begin(struct operation *op, bool kernel)
{
	if (!op->watched)
		return;
	read_mask(op, kernel);
	if (op->under_way)
		add_mask(op);
	masked_begin(&op->masked);
	if (!footprint_begin(&op->footprint))
		failed(op, -ENOMEM);
	op->under_way = true;
}

void operation_end(struct operation *op, bool kernel)
{
	if (!op->under_way)
		return;
	read_mask(op, kernel);
	add_mask(op);
	if (op->footprint.full)
		failed(op, -ENOMEM);
	op->under_way = false;
}

static void on_kernel(unsigned int vcpu, void *udata)
{
	struct operation *op = udata;

	(void)vcpu;
	if (op->under_way)
		read_mask(op, true);
}

static void on_elsewhere(unsigned int vcpu, void *udata)
{
	struct operation *op = udata;

	(void)vcpu;
	if (op->under_way)
		read_mask(op, false);
}

static void on_access(unsigned int vcpu, qemu_plugin_meminfo_t info,
		      uint64_t addr, void *udata)
{
	struct operation *op = udata;
	struct touch new;

	(void)vcpu;
	if (!op->under_way)
		return;
	new = footprint_add(&op->footprint, addr, insn_access_size(info));
	op->now[CLASS_LINES] += new.lines;
	op->now[CLASS_PAGES] += new.pages;
}

/* Where a block begins the mask may be another than where the last one ended. */
void operation_block(struct operation *op, struct qemu_plugin_tb *tb,
		     size_t nr)
{
	uint64_t addr;

	if (!nr || !op->watched || op->masked.why)
		return;
	addr = qemu_plugin_insn_vaddr(qemu_plugin_tb_get_insn(tb, 0));
	qemu_plugin_register_vcpu_tb_exec_cb(tb, insn_in_kernel(addr) ?
					     on_kernel : on_elsewhere,
					     QEMU_PLUGIN_CB_R_REGS, op);
}

/*
 * An instruction that writes the mask ends its block on some machines, not on
 * all. The state is read before the instruction behind it counts itself.
 */
void operation_insn(struct operation *op, struct qemu_plugin_insn *insn,
		    bool written)
{
	if (!op->watched)
		return;
	qemu_plugin_register_vcpu_mem_cb(insn, on_access,
		QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_RW, op);
	if (op->masked.why)
		return;
	if (written)
		qemu_plugin_register_vcpu_insn_exec_cb(insn, on_kernel,
			QEMU_PLUGIN_CB_R_REGS, op);
	insn_total_add(&op->masked.executed, insn);
}

void operation_free(struct operation *op)
{
	footprint_free(&op->footprint);
}
