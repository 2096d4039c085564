/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vmalloc() for those who may not sleep
 *
 * Kernels since 6.19 let the callers' flags decide about all that vmalloc
 * allocates, page tables among them. Those before take GFP_NOWAIT and
 * GFP_ATOMIC, too, and sleep all the same.
 */
#ifndef KPTB_GFP_H
#define KPTB_GFP_H

#include <linux/vmalloc.h>

#include "../churn.h"
#include "../syms.h"
#include "size.h"

/* The function by which vmalloc passes flags on to those who take none. */
static inline int gfp_probe(char *reason)
{
	if (kptb_sym(KPTB_SYM_GFP_SCOPE))
		return 0;
	return kptb_fail(reason, -EOPNOTSUPP,
			 "vmalloc() of this kernel sleeps, whatever its flags say (before Linux 6.19)");
}

static inline int gfp_op(struct churn *c, gfp_t gfp)
{
	void *p = __vmalloc(c->size, gfp | __GFP_NOWARN);

	if (!p)
		return -ENOMEM;
	vfree(p);
	return 0;
}

static inline int gfp_setup(struct churn *c, gfp_t gfp)
{
	int err;

	if (c->flags & KPTB_HUGE)
		return kptb_fail(c->reason, -EINVAL, "small pages only");
	err = size_check(c, SZ_1M);
	if (err)
		return err;
	err = gfp_op(c, gfp);
	if (err)
		return kptb_fail(c->reason, err,
				 "vmalloc of %llu bytes failed, which may not wait for memory",
				 c->size);
	return 0;
}

#endif /* KPTB_GFP_H */
