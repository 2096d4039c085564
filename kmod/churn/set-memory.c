// SPDX-License-Identifier: GPL-2.0-only
/*
 * A vmalloc area made read-only and writable again
 *
 * Its pages' entries in the linear map change as well where the kernel keeps
 * the two alike (x86; arm64 with rodata=full).
 */
#include <linux/printk.h>
#include <linux/vmalloc.h>

#include "../churn.h"
#include "../syms.h"
#include "size.h"

static int set_memory_probe(char *reason)
{
	int err = kptb_sym_missing(KPTB_SYM_SET_MEMORY_RO, reason);

	return err ? err : kptb_sym_missing(KPTB_SYM_SET_MEMORY_RW, reason);
}

static int set_memory_op(struct churn *c, unsigned int thread)
{
	unsigned long addr = (unsigned long)c->priv;
	int nr = c->size >> PAGE_SHIFT;
	int err = static_call(kptb_set_memory_ro)(addr, nr);

	return err ? err : static_call(kptb_set_memory_rw)(addr, nr);
}

static void set_memory_teardown(struct churn *c)
{
	unsigned long addr = (unsigned long)c->priv;

	/* An operation may have failed between the two. */
	if (static_call(kptb_set_memory_rw)(addr, c->size >> PAGE_SHIFT)) {
		pr_warn("kptbench: %llu bytes stay read-only, and are never freed\n",
			c->size);
		return;
	}
	vfree(c->priv);
}

static int set_memory_setup(struct churn *c)
{
	int err;

	if (c->flags & KPTB_HUGE)
		return kptb_fail(c->reason, -EINVAL,
				 "attributes change in small pages");
	if (c->threads > 1)
		return kptb_fail(c->reason, -EINVAL,
				 "the area is one: cpus = 0");
	err = size_check(c, SZ_64M);
	if (err)
		return err;
	c->priv = vmalloc(c->size);
	if (!c->priv)
		return -ENOMEM;
	err = set_memory_op(c, 0);
	if (!err)
		return 0;
	set_memory_teardown(c);
	return kptb_fail(c->reason, err, "set_memory_ro() or _rw() failed");
}

const struct churn_ops churn_set_memory = {
	.name = "set-memory",
	.summary = "set_memory_ro() and set_memory_rw() of a vmalloc area of size bytes",
	.flags = KPTB_MECH_CHURN,
	.probe = set_memory_probe,
	.setup = set_memory_setup,
	.op = set_memory_op,
	.teardown = set_memory_teardown,
};
