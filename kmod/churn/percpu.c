// SPDX-License-Identifier: GPL-2.0-only
/*
 * Chunks of per-CPU memory, mapped and unmapped
 *
 * Pieces are allocated until their size has been taken, then all are freed.
 * What the chunks that are there have no room for takes more, each a vmalloc
 * area; a worker frees those that are empty, but for one.
 */
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "../churn.h"
#include "size.h"

/* The largest there is. */
#define PIECE		SZ_32K
#define PERCPU_MAX	SZ_8M

/* How many pieces an operation takes. */
static unsigned int percpu_pieces(const struct churn *c)
{
	return c->size / PIECE;
}

static int percpu_op(struct churn *c, unsigned int thread)
{
	unsigned int i, nr = percpu_pieces(c);
	void __percpu **pieces = (void __percpu **)c->priv + thread * nr;
	int err = 0;

	for (i = 0; i < nr && !err; i++) {
		pieces[i] = __alloc_percpu(PIECE, sizeof(long));
		if (!pieces[i])
			err = -ENOMEM;
		else if (fatal_signal_pending(current))
			err = -EINTR;
		cond_resched();
	}
	while (i--)
		free_percpu(pieces[i]);
	return err;
}

/* Was there a chunk in vmalloc space? The first one may be elsewhere. */
static bool percpu_mapped(const struct churn *c)
{
	unsigned int cpu = cpumask_first(cpu_possible_mask);
	void __percpu **pieces = c->priv;
	unsigned int i, nr = percpu_pieces(c);
	bool mapped = false;

	for (i = 0; i < nr; i++) {
		pieces[i] = __alloc_percpu(PIECE, sizeof(long));
		if (!pieces[i])
			break;
		mapped |= is_vmalloc_addr(per_cpu_ptr(pieces[i], cpu));
		cond_resched();
	}
	while (i--)
		free_percpu(pieces[i]);
	return mapped;
}

static void percpu_teardown(struct churn *c)
{
	kvfree(c->priv);
}

static int percpu_setup(struct churn *c)
{
	int err;

	if (c->flags & KPTB_HUGE)
		return kptb_fail(c->reason, -EINVAL, "small pages only");
	if (!c->size)
		c->size = SZ_1M;
	if (!IS_ALIGNED(c->size, PIECE) || c->size > PERCPU_MAX)
		return kptb_fail(c->reason, -EINVAL,
				 "size %llu is not a multiple of %u up to %u",
				 c->size, PIECE, PERCPU_MAX);
	err = size_room(c, c->size * num_possible_cpus() * c->threads);
	if (err)
		return err;
	c->priv = kvcalloc(percpu_pieces(c) * c->threads,
			   sizeof(void __percpu *), GFP_KERNEL);
	if (!c->priv)
		return -ENOMEM;
	err = percpu_op(c, 0);
	if (!err && !percpu_mapped(c))
		err = kptb_fail(c->reason, -EOPNOTSUPP,
				"%llu bytes a CPU take no chunk of vmalloc space here",
				c->size);
	if (err)
		percpu_teardown(c);
	return err;
}

const struct churn_ops churn_percpu = {
	.name = "percpu",
	.summary = "size bytes of per-CPU memory allocated in pieces of 32 KiB, then all freed",
	.flags = KPTB_MECH_CHURN,
	.setup = percpu_setup,
	.op = percpu_op,
	.teardown = percpu_teardown,
};
