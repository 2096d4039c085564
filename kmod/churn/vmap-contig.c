// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmap() and vunmap() of contiguous pages, which a kernel may map with larger
 * entries or many at once
 */
#include <linux/gfp.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "../churn.h"
#include "size.h"

/* Pages that are contiguous for sure, without asking for much. */
#define CONTIG_ORDER	9

/**
 * struct contig - what was set up
 * @nr:		pages a mapping has
 * @order:	of the block they are in
 * @block:	its first page
 * @pages:	each of them
 */
struct contig {
	unsigned int nr;
	unsigned int order;
	struct page *block;
	struct page *pages[];
};

static void contig_teardown(struct churn *c)
{
	struct contig *p = c->priv;

	if (p->block)
		__free_pages(p->block, p->order);
	kvfree(p);
}

static int contig_op(struct churn *c, unsigned int thread)
{
	struct contig *p = c->priv;
	void *addr = vmap(p->pages, p->nr, VM_MAP, PAGE_KERNEL);

	if (!addr)
		return -ENOMEM;
	vunmap(addr);
	return 0;
}

static int contig_setup(struct churn *c)
{
	struct contig *p;
	unsigned int i;
	int err;

	if (c->flags & KPTB_HUGE)
		return kptb_fail(c->reason, -EINVAL,
				 "vmap() is not told how large entries may be");
	err = size_check(c, PAGE_SIZE << CONTIG_ORDER);
	if (err)
		return err;
	p = kvzalloc(struct_size(p, pages, c->size >> PAGE_SHIFT), GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	c->priv = p;
	p->nr = c->size >> PAGE_SHIFT;
	p->order = get_order(c->size);
	p->block = alloc_pages(GFP_KERNEL | __GFP_ZERO | __GFP_NOWARN,
			       p->order);
	if (!p->block) {
		err = kptb_fail(c->reason, -ENOMEM,
				"no %llu bytes of contiguous memory", c->size);
		goto undo;
	}
	for (i = 0; i < p->nr; i++)
		p->pages[i] = p->block + i;
	err = contig_op(c, 0);
	if (!err)
		return 0;
undo:
	contig_teardown(c);
	return err;
}

const struct churn_ops churn_vmap_contig = {
	.name = "vmap-contig",
	.summary = "vmap() of size bytes of contiguous pages, and vunmap()",
	.flags = KPTB_MECH_CHURN,
	.setup = contig_setup,
	.op = contig_op,
	.teardown = contig_teardown,
};
