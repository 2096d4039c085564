// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalloc() and vfree(), or vmalloc_huge() where allowed
 *
 * The kernel keeps the tables; a freed area's are used again.
 */
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "../churn.h"
#include "size.h"

static void *vm_make(const struct churn *c)
{
	if (c->flags & KPTB_HUGE)
		return vmalloc_huge(c->size, GFP_KERNEL);
	return vmalloc(c->size);
}

static int vm_setup(struct churn *c)
{
	int err = size_check(c, min_t(u64, SZ_1G,
				      ((u64)totalram_pages() << PAGE_SHIFT) / 2));
	void *p;

	if (err)
		return err;
	p = vm_make(c);
	if (!p)
		return kptb_fail(c->reason, -ENOMEM, "vmalloc of %llu bytes failed",
				 c->size);
	vfree(p);
	c->priv = kvcalloc(SIZE_HOLD, sizeof(void *), GFP_KERNEL);
	return c->priv ? 0 : -ENOMEM;
}

static int vm_op(struct churn *c, unsigned int thread)
{
	void *p = vm_make(c);

	if (!p)
		return -ENOMEM;
	vfree(p);
	return 0;
}

static int vm_hold(struct churn *c, u32 i)
{
	void **held = c->priv;
	int err = size_room(c, (i + 1) * c->size);

	if (err)
		return err;
	held[i] = vm_make(c);
	return held[i] ? 0 : -ENOMEM;
}

static int vm_drop(struct churn *c, u32 i)
{
	void **held = c->priv;

	vfree(held[i]);
	return 0;
}

static void vm_teardown(struct churn *c)
{
	kvfree(c->priv);
}

const struct churn_ops churn_vmalloc = {
	.name = "vmalloc",
	.summary = "vmalloc() of size bytes (KPTB_HUGE: vmalloc_huge()) and vfree()",
	.flags = KPTB_MECH_CHURN | KPTB_MECH_HOLD,
	.max_hold = size_max_hold,
	.setup = vm_setup,
	.op = vm_op,
	.hold = vm_hold,
	.drop = vm_drop,
	.teardown = vm_teardown,
};
