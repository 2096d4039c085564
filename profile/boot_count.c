// SPDX-License-Identifier: GPL-2.0-only
/* boot_count.c - instructions counted up to the marks of a boot, by QEMU */
#include <stdio.h>
#include <string.h>

#include "profile/boot_count.h"
#include "profile/insn.h"

static void on_mark(unsigned int vcpu, void *udata)
{
	struct boot_mark *m = udata;
	int ret;

	(void)vcpu;
	ret = boot_reached(m->boot, m);
	if (ret)
		fprintf(stderr, "kptprof: %s: %s\n", m->boot->out,
			strerror(-ret));
}

void boot_translated(struct boot *b, struct qemu_plugin_tb *tb, size_t nr)
{
	size_t i;

	if (!boot_counts(b))
		return;
	if (!insn_count_all(tb, nr, &b->executed))
		b->unknown = true;
	for (i = 0; i < nr; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
		struct boot_mark *m = boot_mark_at(b,
						   qemu_plugin_insn_vaddr(insn));

		if (m)
			qemu_plugin_register_vcpu_insn_exec_cb(insn, on_mark,
				QEMU_PLUGIN_CB_NO_REGS, m);
	}
}
