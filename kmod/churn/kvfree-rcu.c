// SPDX-License-Identifier: GPL-2.0-only
/*
 * A vmalloc area that is freed by kvfree_rcu()
 *
 * The kernel collects what is to be freed in pages of pointers, and a worker
 * frees it after a grace period, which kptb_quiesce() waits for.
 */
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "../churn.h"
#include "../compat.h"
#include "size.h"

/* At the begin of every area. */
struct rcu_area {
	struct rcu_head rcu;
};

/* Never more than an eighth of the memory waits to be freed. */
static unsigned long rcu_areas_max(const struct churn *c)
{
	return max(totalram_pages() / 8 / (c->size >> PAGE_SHIFT) / c->threads,
		   1UL);
}

static int kvfree_rcu_probe(char *reason)
{
	if (KPTB_KVFREE_RCU_BARRIER)
		return 0;
	return kptb_fail(reason, -EOPNOTSUPP,
			 "nothing tells when kvfree_rcu() has freed it (kvfree_rcu_barrier() is of Linux 6.12)");
}

static int kvfree_rcu_op(struct churn *c, unsigned int thread)
{
	/* What this thread has left to be freed since it last waited. */
	unsigned long *nr = (unsigned long *)c->priv + thread;
	struct rcu_area *p = vmalloc(c->size);

	if (!p)
		return -ENOMEM;
	kvfree_rcu(p, rcu);
	if (++*nr >= rcu_areas_max(c)) {
		kptb_kvfree_rcu_barrier();
		*nr = 0;
	}
	return 0;
}

static void kvfree_rcu_teardown(struct churn *c)
{
	kptb_kvfree_rcu_barrier();
	kfree(c->priv);
}

static int kvfree_rcu_setup(struct churn *c)
{
	int err;

	if (c->flags & KPTB_HUGE)
		return kptb_fail(c->reason, -EINVAL, "small pages only");
	err = size_check(c, SZ_1M);
	if (err)
		return err;
	c->priv = kcalloc(c->threads, sizeof(unsigned long), GFP_KERNEL);
	if (!c->priv)
		return -ENOMEM;
	err = kvfree_rcu_op(c, 0);
	if (err)
		kvfree_rcu_teardown(c);
	return err;
}

const struct churn_ops churn_kvfree_rcu = {
	.name = "kvfree-rcu",
	.summary = "vmalloc() of size bytes, freed by kvfree_rcu()",
	.flags = KPTB_MECH_CHURN,
	.probe = kvfree_rcu_probe,
	.setup = kvfree_rcu_setup,
	.op = kvfree_rcu_op,
	.teardown = kvfree_rcu_teardown,
};
