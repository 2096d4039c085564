// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmap() and vunmap() of one page, as often as size asks for, so
 * that a mapping of any size takes no memory but its tables
 */
#include <linux/gfp.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "../churn.h"
#include "size.h"

/**
 * struct vmap_priv - what was set up
 * @nr:		pages a mapping has
 * @page:	the one page of ours
 * @pages:	@nr times that page
 * @held:	mappings held
 */
struct vmap_priv {
	unsigned int nr;
	struct page *page;
	struct page **pages;
	void *held[SIZE_HOLD];
};

static void vmap_teardown(struct churn *c)
{
	struct vmap_priv *p = c->priv;

	if (p->page)
		__free_page(p->page);
	kvfree(p->pages);
	kvfree(p);
}

static int vmap_op(struct churn *c, unsigned int thread)
{
	struct vmap_priv *p = c->priv;
	void *addr = vmap(p->pages, p->nr, VM_MAP, PAGE_KERNEL);

	if (!addr)
		return -ENOMEM;
	vunmap(addr);
	return 0;
}

static int vmap_setup(struct churn *c)
{
	struct vmap_priv *p;
	unsigned int i;
	int err;

	if (c->flags & KPTB_HUGE)
		return kptb_fail(c->reason, -EINVAL,
				 "vmap() never makes huge mappings");
	err = size_check(c, min_t(u64, SZ_1G,
				  (u64)totalram_pages() << PAGE_SHIFT));
	if (err)
		return err;
	p = kvzalloc(sizeof(*p), GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	c->priv = p;
	p->nr = c->size >> PAGE_SHIFT;
	p->page = alloc_page(GFP_KERNEL | __GFP_ZERO);
	p->pages = kvmalloc_array(p->nr, sizeof(*p->pages), GFP_KERNEL);
	err = p->page && p->pages ? 0 : -ENOMEM;
	if (!err) {
		for (i = 0; i < p->nr; i++)
			p->pages[i] = p->page;
		err = vmap_op(c, 0);
	}
	if (err)
		vmap_teardown(c);
	return err;
}

static int vmap_hold(struct churn *c, u32 i)
{
	struct vmap_priv *p = c->priv;
	int err = size_room_tables(c, i + 1);

	if (err)
		return err;
	p->held[i] = vmap(p->pages, p->nr, VM_MAP, PAGE_KERNEL);
	return p->held[i] ? 0 : -ENOMEM;
}

static int vmap_drop(struct churn *c, u32 i)
{
	struct vmap_priv *p = c->priv;

	vunmap(p->held[i]);
	return 0;
}

const struct churn_ops churn_vmap = {
	.name = "vmap",
	.summary = "vmap() of one page, repeated over size bytes, and vunmap()",
	.flags = KPTB_MECH_CHURN | KPTB_MECH_HOLD,
	.max_hold = size_max_hold,
	.setup = vmap_setup,
	.op = vmap_op,
	.hold = vmap_hold,
	.drop = vmap_drop,
	.teardown = vmap_teardown,
};
