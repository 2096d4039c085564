// SPDX-License-Identifier: GPL-2.0-only
/*
 * Many areas allocated by vmalloc(), then all freed
 *
 * One that is freed at once is hardly more than a test of the lists of free
 * pages that a CPU has.
 */
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "../churn.h"
#include "size.h"

#define MANY	64U

static int many_op(struct churn *c, unsigned int thread)
{
	void **areas = (void **)c->priv + thread * MANY;
	unsigned int i;
	int err = 0;

	for (i = 0; i < MANY && !err; i++) {
		areas[i] = vmalloc(c->size);
		if (!areas[i])
			err = -ENOMEM;
		else if (fatal_signal_pending(current))
			err = -EINTR;
		cond_resched();
	}
	while (i--)
		vfree(areas[i]);
	return err;
}

static void many_teardown(struct churn *c)
{
	kvfree(c->priv);
}

static int many_setup(struct churn *c)
{
	int err;

	if (c->flags & KPTB_HUGE)
		return kptb_fail(c->reason, -EINVAL, "small pages only");
	err = size_check(c, SZ_1M);
	if (!err)
		err = size_room(c, c->size * MANY * c->threads);
	if (err)
		return err;
	c->priv = kvcalloc(MANY * c->threads, sizeof(void *), GFP_KERNEL);
	if (!c->priv)
		return -ENOMEM;
	err = many_op(c, 0);
	if (err)
		many_teardown(c);
	return err;
}

const struct churn_ops churn_vmalloc_many = {
	.name = "vmalloc-many",
	.summary = "64 areas of size bytes allocated by vmalloc(), then all freed",
	.flags = KPTB_MECH_CHURN,
	.setup = many_setup,
	.op = many_op,
	.teardown = many_teardown,
};
