// SPDX-License-Identifier: GPL-2.0-only
/*
 * ioremap() and iounmap() of RAM hidden with mem=
 *
 * Memory the kernel manages must not be ioremapped, and that of a device is
 * not ours. Nothing is read or written through the mapping. Huge leaves are
 * the kernel's choice; a physical address one page off keeps it from them.
 */
#include <linux/io.h>
#include <linux/slab.h>

#include "../churn.h"
#include "../kptb.h"
#include "size.h"

#ifdef CONFIG_HAS_IOMEM

/**
 * struct io_priv - what was set up
 * @phys:	physical address mapped
 * @held:	mappings held
 */
struct io_priv {
	phys_addr_t phys;
	void __iomem *held[SIZE_HOLD];
};

static int io_probe(char *reason)
{
	u64 start, size;

	return kptb_hidden_ioremappable(&start, &size, reason);
}

static int io_op(struct churn *c, unsigned int thread)
{
	struct io_priv *p = c->priv;
	void __iomem *addr = ioremap(p->phys, c->size);

	if (!addr)
		return -ENOMEM;
	iounmap(addr);
	return 0;
}

static int io_setup(struct churn *c)
{
	struct io_priv *p;
	u64 start, size;
	u64 off = c->flags & KPTB_HUGE ? 0 : PAGE_SIZE;
	int err;

	err = kptb_hidden_ioremappable(&start, &size, c->reason);
	if (err)
		return err;
	err = size_check(c, min_t(u64, SZ_1G, size - off));
	if (err)
		return err;
	p = kvzalloc(sizeof(*p), GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	p->phys = start + off;
	c->priv = p;
	err = io_op(c, 0);
	if (err) {
		kvfree(p);
		return kptb_fail(c->reason, err, "ioremap of %llu bytes failed",
				 c->size);
	}
	return 0;
}

static int io_hold(struct churn *c, u32 i)
{
	struct io_priv *p = c->priv;
	int err = size_room_tables(c, i + 1);

	if (err)
		return err;
	p->held[i] = ioremap(p->phys, c->size);
	return p->held[i] ? 0 : -ENOMEM;
}

static int io_drop(struct churn *c, u32 i)
{
	struct io_priv *p = c->priv;

	iounmap(p->held[i]);
	return 0;
}

static void io_teardown(struct churn *c)
{
	kvfree(c->priv);
}

const struct churn_ops churn_ioremap = {
	.name = "ioremap",
	.summary = "ioremap() of size bytes of hidden RAM (KPTB_HUGE: by leaves), iounmap()",
	.flags = KPTB_MECH_CHURN | KPTB_MECH_HOLD,
	.probe = io_probe,
	.max_hold = size_max_hold,
	.setup = io_setup,
	.op = io_op,
	.hold = io_hold,
	.drop = io_drop,
	.teardown = io_teardown,
};

#else /* !CONFIG_HAS_IOMEM */

static int io_probe(char *reason)
{
	return kptb_fail(reason, -EOPNOTSUPP,
			 "this kernel has no ioremap() (CONFIG_HAS_IOMEM)");
}

const struct churn_ops churn_ioremap = {
	.name = "ioremap",
	.summary = "ioremap() of size bytes of hidden RAM (KPTB_HUGE: by leaves), iounmap()",
	.probe = io_probe,
};

#endif
