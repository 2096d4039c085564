// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalloc with GFP_ATOMIC: no wait for memory, but some from the reserves
 */
#include <linux/gfp.h>

#include "../churn.h"
#include "gfp.h"

static int atomic_op(struct churn *c, unsigned int thread)
{
	return gfp_op(c, GFP_ATOMIC);
}

static int atomic_setup(struct churn *c)
{
	return gfp_setup(c, GFP_ATOMIC);
}

const struct churn_ops churn_vmalloc_atomic = {
	.name = "vmalloc-atomic",
	.summary = "__vmalloc(GFP_ATOMIC) of size bytes and vfree()",
	.flags = KPTB_MECH_CHURN,
	.probe = gfp_probe,
	.setup = atomic_setup,
	.op = atomic_op,
};
