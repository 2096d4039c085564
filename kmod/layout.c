// SPDX-License-Identifier: GPL-2.0-only
/*
 * Another layout of memory, the same for every kernel that boots in it
 *
 * A number decides what is taken and given back before scenarios run, and what
 * of it is held until the module goes: pages of several orders, objects of
 * kmalloc's sizes, small areas of vmalloc space. Then free lists, slabs and
 * trees are not as they were, and a wait moves what the clock does. What a
 * scenario costs in one layout and not in another is no property of a patch.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/prandom.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "kptb.h"

#define LAYOUT_MAX	1000000
#define LAYOUT_ORDERS	4	/* orders 0 .. 3 */
#define LAYOUT_PAGES	48	/* blocks of each order, at most */
#define LAYOUT_SIZES	9	/* 16 .. 4096 bytes */
#define LAYOUT_OBJECTS	40	/* of each size, at most */
#define LAYOUT_AREAS	384	/* many, for a tree as deep as it gets */
#define LAYOUT_AREA	8	/* pages of one, at most */
#define LAYOUT_WAIT	9999	/* microseconds: a tick or less */

static unsigned int layout;
module_param(layout, uint, 0400);
MODULE_PARM_DESC(layout, "hold memory so that free lists, slabs and trees differ from those of another number, up to 1000000 (0: hold nothing)");

static struct {
	struct page *page[LAYOUT_ORDERS][LAYOUT_PAGES];
	void *object[LAYOUT_SIZES][LAYOUT_OBJECTS];
	void *area[LAYOUT_AREAS];
} held;

static u32 below(struct rnd_state *rnd, u32 n)
{
	return prandom_u32_state(rnd) % n;
}

static void give_page(struct page **at, unsigned int order)
{
	if (*at)
		__free_pages(*at, order);
	*at = NULL;
}

static void give_object(void **at)
{
	kfree(*at);
	*at = NULL;
}

static void give_area(void **at)
{
	vfree(*at);
	*at = NULL;
}

/* Takes a number of each kind; none that is missing is missed. */
static void take(struct rnd_state *rnd)
{
	const gfp_t gfp = GFP_KERNEL | __GFP_NOWARN | __GFP_NORETRY;
	u32 i, j, n;

	for (i = 0; i < LAYOUT_ORDERS; i++) {
		n = below(rnd, LAYOUT_PAGES >> i) + 1;
		for (j = 0; j < n; j++)
			held.page[i][j] = alloc_pages(gfp, i);
	}
	for (i = 0; i < LAYOUT_SIZES; i++) {
		n = below(rnd, LAYOUT_OBJECTS) + 1;
		for (j = 0; j < n; j++)
			held.object[i][j] = kmalloc(16UL << i, gfp);
	}
	n = LAYOUT_AREAS / 2 + below(rnd, LAYOUT_AREAS / 2) + 1;
	for (i = 0; i < n && !signal_pending(current); i++)
		held.area[i] = vmalloc((below(rnd, LAYOUT_AREA) + 1) *
				       PAGE_SIZE);
}

/* Gives it back: all of it, or with @rnd half of it, here and there. */
static void give(struct rnd_state *rnd)
{
	u32 i, j;

	for (i = 0; i < LAYOUT_ORDERS; i++)
		for (j = 0; j < LAYOUT_PAGES; j++)
			if (!rnd || below(rnd, 2))
				give_page(&held.page[i][j], i);
	for (i = 0; i < LAYOUT_SIZES; i++)
		for (j = 0; j < LAYOUT_OBJECTS; j++)
			if (!rnd || below(rnd, 2))
				give_object(&held.object[i][j]);
	for (i = 0; i < LAYOUT_AREAS; i++)
		if (!rnd || below(rnd, 2))
			give_area(&held.area[i]);
}

/**
 * kptb_layout_init - take what the module's parameter asks for
 *
 * Memory that is not to be had is not held, and that is no error.
 *
 * Return: 0, or -EINVAL when the parameter is too large.
 */
int kptb_layout_init(void)
{
	struct rnd_state rnd;

	if (layout > LAYOUT_MAX) {
		pr_err("layout=%u: at most %u\n", layout, LAYOUT_MAX);
		return -EINVAL;
	}
	if (!layout)
		return 0;
	prandom_seed_state(&rnd, layout);
	take(&rnd);
	give(&rnd);
	kptb_quiesce();
	usleep_range(below(&rnd, LAYOUT_WAIT) + 1, LAYOUT_WAIT + 1);
	return 0;
}

/**
 * kptb_layout_exit - give everything back
 */
void kptb_layout_exit(void)
{
	give(NULL);
}
