// SPDX-License-Identifier: GPL-2.0-only
/*
 * apply_to_page_range() over a vmalloc area, with a function that counts
 */
#include <linux/mm.h>
#include <linux/vmalloc.h>

#include "../churn.h"
#include "../syms.h"
#include "size.h"

static int apply_probe(char *reason)
{
	return kptb_sym_missing(KPTB_SYM_INIT_MM, reason);
}

static int count_entry(pte_t *pte, unsigned long addr, void *data)
{
	unsigned long *nr = data;

	++*nr;
	return 0;
}

static int apply_op(struct churn *c, unsigned int thread)
{
	unsigned long nr = 0;
	int err = apply_to_page_range(kptb_init_mm(), (unsigned long)c->priv,
				      c->size, count_entry, &nr);

	if (!err && nr != c->size >> PAGE_SHIFT)
		return kptb_fail(c->reason, -EIO,
				 "it came by %lu entries of %llu", nr,
				 c->size >> PAGE_SHIFT);
	return err;
}

static void apply_teardown(struct churn *c)
{
	vfree(c->priv);
}

static int apply_setup(struct churn *c)
{
	int err;

	if (c->flags & KPTB_HUGE)
		return kptb_fail(c->reason, -EINVAL,
				 "apply_to_page_range() refuses huge mappings");
	err = size_check(c, SZ_64M);
	if (err)
		return err;
	/* In small pages on every kernel, as is all that vmalloc() is asked for. */
	c->priv = vmalloc(c->size);
	if (!c->priv)
		return -ENOMEM;
	err = apply_op(c, 0);
	if (err)
		apply_teardown(c);
	return err;
}

const struct churn_ops churn_apply_range = {
	.name = "apply-range",
	.summary = "apply_to_page_range() over a vmalloc area of size bytes",
	.flags = KPTB_MECH_CHURN,
	.probe = apply_probe,
	.setup = apply_setup,
	.op = apply_op,
	.teardown = apply_teardown,
};
