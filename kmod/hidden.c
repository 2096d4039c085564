// SPDX-License-Identifier: GPL-2.0-only
/*
 * RAM that mem= hid from the kernel, and that may be used freely
 *
 * The kernel does not remember what it was told not to use, so the range is
 * given by who wrote the boot line. Nothing in it may be known to the kernel:
 * neither RAM nor a device.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/errno.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/string.h>

#include "churn.h"
#include "kptb.h"

static char *hidden;
module_param(hidden, charp, 0400);
MODULE_PARM_DESC(hidden, "START-END, physical addresses of RAM hidden with mem= (END is the first byte after it)");

static bool hotplug;
module_param(hotplug, bool, 0400);
MODULE_PARM_DESC(hotplug, "allow memory hotplug of the hidden RAM");

static u64 hidden_start;
static u64 hidden_size;

bool kptb_hotplug_allowed(void)
{
	return hotplug;
}

/**
 * kptb_hidden_init - read the module parameter
 *
 * Return: 0, or -EINVAL when it is malformed or names memory in use.
 */
int kptb_hidden_init(void)
{
	unsigned long long start, end;
	char text[64];
	char *dash;

	if (!hidden || !*hidden)
		return 0;
	if (strscpy(text, hidden, sizeof(text)) < 0)
		goto malformed;
	dash = strchr(text, '-');
	if (!dash)
		goto malformed;
	*dash = '\0';
	if (kstrtoull(text, 0, &start) || kstrtoull(dash + 1, 0, &end) ||
	    start >= end || !PAGE_ALIGNED(start) || !PAGE_ALIGNED(end) ||
	    (sizeof(phys_addr_t) < sizeof(u64) && upper_32_bits(end - 1)))
		goto malformed;
	if (region_intersects(start, end - start, IORESOURCE_MEM,
			      IORES_DESC_NONE) != REGION_DISJOINT) {
		pr_err("hidden=%s: the kernel knows something there (see /proc/iomem); give RAM that mem= hides\n",
		       hidden);
		return -EINVAL;
	}
	hidden_start = start;
	hidden_size = end - start;
	return 0;

malformed:
	pr_err("hidden=%s: not START-END, page aligned, such as 0xc0000000-0x100000000\n",
	       hidden);
	return -EINVAL;
}

/**
 * kptb_hidden_range - the hidden RAM
 * @start:	(out) physical address
 * @size:	(out) bytes
 * @reason:	(out) why there is none
 *
 * Return: 0, or -ENODEV with @reason.
 */
int kptb_hidden_range(u64 *start, u64 *size, char *reason)
{
	*start = hidden_start;
	*size = hidden_size;
	if (hidden_size)
		return 0;
	return kptb_fail(reason, -ENODEV,
			 "no RAM hidden with mem= (load with hidden=START-END)");
}

/**
 * kptb_hidden_ioremappable - the hidden RAM, while none of it is hot-added
 * @start:	(out) physical address
 * @size:	(out) bytes
 * @reason:	(out) why not
 *
 * Return: 0, -ENODEV or -EBUSY with @reason.
 */
int kptb_hidden_ioremappable(u64 *start, u64 *size, char *reason)
{
	int err = kptb_hidden_range(start, size, reason);

	if (err)
		return err;
	if (region_intersects(*start, *size, IORESOURCE_MEM,
			      IORES_DESC_NONE) != REGION_DISJOINT)
		return kptb_fail(reason, -EBUSY,
				 "part of the hidden RAM was hot-added");
	return 0;
}
