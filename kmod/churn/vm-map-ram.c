// SPDX-License-Identifier: GPL-2.0-only
/*
 * vm_map_ram() and vm_unmap_ram() of one page, as often as size asks for
 *
 * Small mappings are taken from blocks of address space that a CPU keeps.
 */
#include <linux/gfp.h>
#include <linux/numa.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "../churn.h"
#include "size.h"

/**
 * struct map_ram - what was set up
 * @nr:		pages a mapping has
 * @page:	the one page of ours
 * @pages:	@nr times that page
 */
struct map_ram {
	unsigned int nr;
	struct page *page;
	struct page *pages[];
};

static void map_ram_teardown(struct churn *c)
{
	struct map_ram *p = c->priv;

	if (p->page)
		__free_page(p->page);
	kvfree(p);
}

static int map_ram_op(struct churn *c, unsigned int thread)
{
	struct map_ram *p = c->priv;
	void *addr = vm_map_ram(p->pages, p->nr, NUMA_NO_NODE);

	if (!addr)
		return -ENOMEM;
	vm_unmap_ram(addr, p->nr);
	return 0;
}

static int map_ram_setup(struct churn *c)
{
	struct map_ram *p;
	unsigned int i;
	int err;

	if (c->flags & KPTB_HUGE)
		return kptb_fail(c->reason, -EINVAL,
				 "vm_map_ram() never makes huge mappings");
	err = size_check(c, SZ_64M);
	if (err)
		return err;
	p = kvzalloc(struct_size(p, pages, c->size >> PAGE_SHIFT), GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	c->priv = p;
	p->nr = c->size >> PAGE_SHIFT;
	p->page = alloc_page(GFP_KERNEL | __GFP_ZERO);
	err = p->page ? 0 : -ENOMEM;
	for (i = 0; i < p->nr; i++)
		p->pages[i] = p->page;
	if (!err)
		err = map_ram_op(c, 0);
	if (err)
		map_ram_teardown(c);
	return err;
}

const struct churn_ops churn_vm_map_ram = {
	.name = "vm-map-ram",
	.summary = "vm_map_ram() of one page, repeated over size bytes, and vm_unmap_ram()",
	.flags = KPTB_MECH_CHURN,
	.setup = map_ram_setup,
	.op = map_ram_op,
	.teardown = map_ram_teardown,
};
