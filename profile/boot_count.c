// SPDX-License-Identifier: GPL-2.0-only
/* boot_count.c - instructions counted up to the marks of a boot, by QEMU */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "profile/boot_count.h"

static void on_mark(unsigned int vcpu, void *udata)
{
	struct boot_mark *m = udata;
	const struct boot_count *c = (void *)((char *)m->boot -
				     offsetof(struct boot_count, boot));
	int ret;

	(void)vcpu;
	ret = boot_reached(m, insn_total(&c->executed));
	if (ret)
		fprintf(stderr, "kptprof: %s: %s\n", c->boot.out,
			strerror(-ret));
}

/*
 * Each instruction counts itself: a block that is entered is not executed to its
 * end if one of its instructions faults, or accesses a device. A mark comes
 * before the count of its instruction: QEMU before version 9 sees to that, later
 * ones do what is registered first.
 */
void boot_translated(struct boot_count *c, struct qemu_plugin_tb *tb,
		     size_t nr)
{
	size_t i;

	if (!boot_counts(&c->boot))
		return;
	for (i = 0; i < nr; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
		uint64_t addr = qemu_plugin_insn_vaddr(insn);
		struct boot_mark *m = boot_mark_at(&c->boot, addr);

		if (m)
			qemu_plugin_register_vcpu_insn_exec_cb(insn, on_mark,
				QEMU_PLUGIN_CB_NO_REGS, m);
		insn_total_add(&c->executed, insn);
	}
}
