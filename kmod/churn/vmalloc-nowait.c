// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalloc with GFP_NOWAIT: no wait for memory, and none from the reserves
 */
#include <linux/gfp.h>

#include "../churn.h"
#include "gfp.h"

static int nowait_op(struct churn *c, unsigned int thread)
{
	return gfp_op(c, GFP_NOWAIT);
}

static int nowait_setup(struct churn *c)
{
	return gfp_setup(c, GFP_NOWAIT);
}

const struct churn_ops churn_vmalloc_nowait = {
	.name = "vmalloc-nowait",
	.summary = "__vmalloc(GFP_NOWAIT) of size bytes and vfree()",
	.flags = KPTB_MECH_CHURN,
	.probe = gfp_probe,
	.setup = nowait_setup,
	.op = nowait_op,
};
