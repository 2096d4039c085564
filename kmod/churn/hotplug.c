// SPDX-License-Identifier: GPL-2.0-only
/*
 * One block of RAM hidden with mem= added and removed: tables of
 * the linear map and of vmemmap
 *
 * The memory is never brought online: what the kernel has put into it cannot
 * be removed again. So the mechanism is not available where the kernel brings
 * added memory online by itself.
 */
#include <linux/math64.h>
#include <linux/memory.h>
#include <linux/memory_hotplug.h>
#include <linux/numa.h>
#include <linux/topology.h>

#include "../churn.h"
#include "../kptb.h"
#include "../syms.h"

#ifdef CONFIG_MEMORY_HOTREMOVE

static u64 hotplug_first;

/* The blocks that lie in the hidden RAM as a whole. */
static u32 hotplug_blocks(void)
{
	u64 block = memory_block_size_bytes();
	char reason[KPTB_TEXT_LEN];
	u64 start, size, end;

	if (kptb_hidden_range(&start, &size, reason))
		return 0;
	end = round_down(start + size, block);
	hotplug_first = round_up(start, block);
	return hotplug_first < end ? div64_u64(end - hotplug_first, block) : 0;
}

static int comes_online(char *reason)
{
	return kptb_fail(reason, -EOPNOTSUPP,
			 "the kernel, or a rule of udev, brings added memory online (boot with memhp_default_state=offline; disable the rule)");
}

/*
 * Where firmware tells the node of an address, it is that one. A node that is
 * not online yet would get structures of its own, which do not go again.
 */
static int node_of(u64 start)
{
	int nid = memory_add_physaddr_to_nid(start);

	return nid >= 0 && node_online(nid) ? nid : numa_mem_id();
}

static int hotplug_probe(char *reason)
{
	const int *online = (int *)kptb_sym(KPTB_SYM_MHP_ONLINE);
	u64 start, size;
	int err = kptb_hidden_range(&start, &size, reason);

	if (err)
		return err;
	if (online && READ_ONCE(*online) > MMOP_OFFLINE)
		return comes_online(reason);
	if (!hotplug_blocks())
		return kptb_fail(reason, -ENODEV,
				 "the hidden RAM has no whole block of %lu bytes",
				 memory_block_size_bytes());
	return 0;
}

static int hotplug_hold(struct churn *c, u32 i)
{
	u64 block = memory_block_size_bytes();
	u64 start = hotplug_first + i * block;
	int err = add_memory(node_of(start), start, block, MHP_NONE);

	return err ? kptb_fail(c->reason, err, "add_memory(%#llx): error %d",
			       start, err) : 0;
}

/* @online: (out) somebody had brought it online, and it is removed */
static int remove_block(struct churn *c, u32 i, bool *online)
{
	u64 block = memory_block_size_bytes();
	u64 start = hotplug_first + i * block;
	int err = -EBUSY;

	*online = pfn_to_online_page(PHYS_PFN(start));
	if (!*online)
		err = remove_memory(start, block);
	/* A rule of udev may have been faster. */
	if (err == -EBUSY) {
		*online = true;
		err = offline_and_remove_memory(start, block);
	}
	return err ? kptb_fail(c->reason, err, "remove_memory(%#llx): error %d",
			       start, err) : 0;
}

static int hotplug_drop(struct churn *c, u32 i)
{
	bool online;

	return remove_block(c, i, &online);
}

static int hotplug_op(struct churn *c, unsigned int thread)
{
	u32 i = hotplug_blocks() - 1;
	int err = hotplug_hold(c, i);
	bool online;

	if (!err)
		err = remove_block(c, i, &online);
	return !err && online ? comes_online(c->reason) : err;
}

static int hotplug_setup(struct churn *c)
{
	u64 block = memory_block_size_bytes();

	if (c->size && c->size != block)
		return kptb_fail(c->reason, -EINVAL,
				 "size must be 0: a block has %llu bytes", block);
	if (c->threads > 1)
		return kptb_fail(c->reason, -EINVAL,
				 "the kernel adds one block at a time: cpus must be 0 or 1");
	return hotplug_op(c, 0);
}

const struct churn_ops churn_hotplug = {
	.name = "hotplug",
	.summary = "one memory block of hidden RAM added and removed",
	.flags = KPTB_MECH_CHURN | KPTB_MECH_HOLD | KPTB_MECH_HOTPLUG,
	.probe = hotplug_probe,
	.max_hold = hotplug_blocks,
	.setup = hotplug_setup,
	.op = hotplug_op,
	.hold = hotplug_hold,
	.drop = hotplug_drop,
};

#else /* !CONFIG_MEMORY_HOTREMOVE */

static int hotplug_probe(char *reason)
{
	return kptb_fail(reason, -EOPNOTSUPP,
			 "the kernel has no CONFIG_MEMORY_HOTREMOVE");
}

const struct churn_ops churn_hotplug = {
	.name = "hotplug",
	.summary = "one memory block of hidden RAM added and removed",
	.flags = KPTB_MECH_HOTPLUG,
	.probe = hotplug_probe,
};

#endif
