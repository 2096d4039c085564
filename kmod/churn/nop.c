// SPDX-License-Identifier: GPL-2.0-only
/*
 * Nothing: what a window, an ioctl and a loop cost by themselves
 */
#include <linux/kernel.h>

#include "../churn.h"

static int nop_op(struct churn *c, unsigned int thread)
{
	return 0;
}

static int nop_hold(struct churn *c, u32 i)
{
	return 0;
}

static u32 nop_max_hold(void)
{
	return KPTB_MAX_OPS;
}

const struct churn_ops churn_nop = {
	.name = "nop",
	.summary = "nothing",
	.flags = KPTB_MECH_CHURN | KPTB_MECH_HOLD,
	.max_hold = nop_max_hold,
	.op = nop_op,
	.hold = nop_hold,
	.drop = nop_hold,
};
