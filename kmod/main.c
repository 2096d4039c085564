// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/kptbench: one opener, the ioctls, and unwinding
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/capability.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/timex.h>
#include <linux/uaccess.h>

#include "arena.h"
#include "churn.h"
#include "compat.h"
#include "kptb.h"
#include "syms.h"

static const struct churn_ops *const mechanisms[] = { KPTB_CHURN_LIST };

/* What the one opener has set up. */
static struct {
	struct mutex lock;		/* one ioctl at a time, walks apart */
	atomic_t open;
	struct churn *churn;
	struct kptb_threads *threads;
} state = {
	.lock = __MUTEX_INITIALIZER(state.lock),
};

int kptb_fail(char *reason, int err, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vscnprintf(reason, KPTB_TEXT_LEN, fmt, args);
	va_end(args);
	return err;
}

/* Drops objects from the top until @count are left. */
static int drop_to(struct churn *c, u64 count, bool interruptible)
{
	int err;

	while (c->held > count) {
		if (interruptible && signal_pending(current))
			return -EINTR;
		err = c->ops->drop(c, c->held - 1);
		if (err)
			return err;
		c->held--;
		cond_resched();
	}
	return 0;
}

static void teardown(void)
{
	struct churn *c = state.churn;

	if (!c)
		return;
	kptb_threads_stop(state.threads);
	state.threads = NULL;
	/* What cannot be dropped must not be torn down under its feet. */
	while (drop_to(c, 0, false)) {
		pr_err("%s: object %llu cannot be dropped and is leaked: %s\n",
		       c->ops->name, c->held - 1, c->reason);
		c->held--;
	}
	if (c->ops->teardown)
		c->ops->teardown(c);
	kfree(c);
	state.churn = NULL;
}

static int probe(const struct churn_ops *ops, char *reason)
{
	if ((ops->flags & KPTB_MECH_HOTPLUG) && !kptb_hotplug_allowed())
		return kptb_fail(reason, -EPERM,
				 "memory hotplug is not allowed (load with hotplug=1)");
	return ops->probe ? ops->probe(reason) : 0;
}

static int ioc_info(void __user *arg)
{
	struct mm_struct *mm = kptb_init_mm();
	char reason[KPTB_TEXT_LEN];
	struct kptb_info info = {
		.abi = KPTB_ABI_VERSION,
		.page_size = PAGE_SIZE,
		.ptlock_size = sizeof(spinlock_t),
		.nr_mechanisms = ARRAY_SIZE(mechanisms),
		.levels = mm ? kptb_levels() : 0,
		.shift = {
			[KPTB_PTE] = PAGE_SHIFT,
			[KPTB_PMD] = PMD_SHIFT,
			[KPTB_PUD] = PUD_SHIFT,
			[KPTB_P4D] = P4D_SHIFT,
			[KPTB_PGD] = PGDIR_SHIFT,
		},
		.orders = KPTB_TABLE_ORDERS,
		.arena_size = arena_size(),
	};

	if (KPTB_ALLOC_PTLOCKS)
		info.flags |= KPTB_INFO_ALLOC_PTLOCKS;
	if (KPTB_SPLIT_PTE)
		info.flags |= KPTB_INFO_SPLIT_PTE;
	if (KPTB_SPLIT_PMD)
		info.flags |= KPTB_INFO_SPLIT_PMD;
	if (kptb_hotplug_allowed())
		info.flags |= KPTB_INFO_HOTPLUG;
	if (get_cycles())
		info.flags |= KPTB_INFO_CYCLES;
	kptb_hidden_range(&info.hidden_start, &info.hidden_size, reason);
	return copy_to_user(arg, &info, sizeof(info)) ? -EFAULT : 0;
}

static int ioc_mech(void __user *arg)
{
	const struct churn_ops *ops;
	struct kptb_mech mech;
	u32 index;

	if (copy_from_user(&index, arg, sizeof(index)))
		return -EFAULT;
	if (index >= ARRAY_SIZE(mechanisms))
		return -EINVAL;
	ops = mechanisms[index];
	memset(&mech, 0, sizeof(mech));
	mech.index = index;
	mech.flags = ops->flags;
	strscpy(mech.name, ops->name, sizeof(mech.name));
	strscpy(mech.summary, ops->summary, sizeof(mech.summary));
	mech.avail = probe(ops, mech.reason);
	if (!mech.avail && ops->max_hold)
		mech.max_hold = ops->max_hold();
	return copy_to_user(arg, &mech, sizeof(mech)) ? -EFAULT : 0;
}

static int find_mechanism(struct churn *c, const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(mechanisms); i++) {
		c->ops = mechanisms[i];
		if (!strcmp(c->ops->name, name))
			return 0;
	}
	return kptb_fail(c->reason, -ENOENT, "no mechanism \"%s\"", name);
}

static int setup(struct churn *c, const struct kptb_setup *req)
{
	int err = find_mechanism(c, req->name);

	if (err)
		return err;
	if (req->flags & ~KPTB_HUGE)
		return kptb_fail(c->reason, -EINVAL, "unknown flags %#x",
				 req->flags & ~KPTB_HUGE);
	if (req->cpus > num_online_cpus())
		return kptb_fail(c->reason, -EINVAL,
				 "%u CPUs asked for, %u online", req->cpus,
				 num_online_cpus());
	err = probe(c->ops, c->reason);
	if (err)
		return err;
	c->size = req->size;
	c->flags = req->flags;
	c->threads = max(req->cpus, 1U);
	if (c->ops->setup) {
		err = c->ops->setup(c);
		if (err)
			return err;
	}
	state.churn = c;
	if (req->cpus)
		err = kptb_threads_start(c, req->cpus, &state.threads);
	return err;
}

static int ioc_setup(void __user *arg)
{
	struct kptb_setup *req;
	struct churn *c;
	int err = -ENOMEM;

	req = kzalloc(sizeof(*req), GFP_KERNEL);
	c = kzalloc(sizeof(*c), GFP_KERNEL);
	if (!req || !c)
		goto out;
	if (copy_from_user(req, arg, sizeof(*req))) {
		err = -EFAULT;
		goto out;
	}
	memset(req->reason, 0, sizeof(req->reason));
	if (strnlen(req->name, sizeof(req->name)) == sizeof(req->name)) {
		err = kptb_fail(req->reason, -EINVAL, "name too long");
	} else if (state.churn) {
		err = kptb_fail(req->reason, -EBUSY,
				"%s is set up; tear it down first",
				state.churn->ops->name);
	} else {
		err = setup(c, req);
		if (err && !c->reason[0])
			kptb_fail(c->reason, err, "setting up failed: error %d",
				  err);
		memcpy(req->reason, c->reason, sizeof(req->reason));
	}
	if (!err)
		memset(req->reason, 0, sizeof(req->reason));
	if (copy_to_user(arg, req, sizeof(*req)))
		err = -EFAULT;
	if (state.churn == c) {
		if (err)
			teardown();
		c = NULL;
	}
out:
	kfree(c);
	kfree(req);
	return err;
}

static void say_why(int err)
{
	struct churn *c = state.churn;

	if (err && err != -EINTR && err != -EAGAIN && c->reason[0])
		pr_warn("%s: %s\n", c->ops->name, c->reason);
}

static int ioc_run(void __user *arg)
{
	struct churn *c = state.churn;
	struct kptb_run run;
	int err;

	if (copy_from_user(&run, arg, sizeof(run)))
		return -EFAULT;
	if (!c || run.reserved || !run.ops || run.ops > KPTB_MAX_OPS)
		return -EINVAL;
	if (!(c->ops->flags & KPTB_MECH_CHURN))
		return -EOPNOTSUPP;
	run = (struct kptb_run){ .ops = run.ops };
	c->reason[0] = '\0';
	err = state.threads ? kptb_run_threads(state.threads, &run) :
			      kptb_run_here(c, &run);
	say_why(err);
	return copy_to_user(arg, &run, sizeof(run)) ? -EFAULT : err;
}

static int ioc_hold(void __user *arg)
{
	struct churn *c = state.churn;
	struct kptb_hold hold;
	int err = 0;

	if (copy_from_user(&hold, arg, sizeof(hold)))
		return -EFAULT;
	if (!c)
		return -EINVAL;
	if (!(c->ops->flags & KPTB_MECH_HOLD))
		return -EOPNOTSUPP;
	if (hold.count > c->ops->max_hold())
		return -EINVAL;
	c->reason[0] = '\0';
	while (c->held < hold.count && !err) {
		if (signal_pending(current)) {
			err = -EINTR;
			break;
		}
		err = c->ops->hold(c, c->held);
		if (!err)
			c->held++;
		cond_resched();
	}
	if (!err)
		err = drop_to(c, hold.count, true);
	say_why(err);
	hold.held = c->held;
	return copy_to_user(arg, &hold, sizeof(hold)) ? -EFAULT : err;
}

static int ioc_audit(void __user *arg)
{
	struct kptb_audit *audit = kzalloc(sizeof(*audit), GFP_KERNEL);
	int err;

	if (!audit)
		return -ENOMEM;
	err = kptb_audit_walk(audit);
	if (!err && copy_to_user(arg, audit, sizeof(*audit)))
		err = -EFAULT;
	kfree(audit);
	return err;
}

static long kptb_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	void __user *user = (void __user *)arg;
	int err;

	/* A walk looks at no state of ours, and may go on beside operations. */
	if (cmd == KPTB_IOC_AUDIT)
		return ioc_audit(user);
	if (mutex_lock_interruptible(&state.lock))
		return -EINTR;
	switch (cmd) {
	case KPTB_IOC_INFO:
		err = ioc_info(user);
		break;
	case KPTB_IOC_MECH:
		err = ioc_mech(user);
		break;
	case KPTB_IOC_SETUP:
		err = ioc_setup(user);
		break;
	case KPTB_IOC_RUN:
		err = ioc_run(user);
		break;
	case KPTB_IOC_HOLD:
		err = ioc_hold(user);
		break;
	case KPTB_IOC_TEARDOWN:
		teardown();
		err = 0;
		break;
	case KPTB_IOC_QUIESCE:
		kptb_quiesce();
		err = 0;
		break;
	default:
		err = -ENOTTY;
	}
	mutex_unlock(&state.lock);
	return err;
}

static int kptb_open(struct inode *inode, struct file *file)
{
	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	if (atomic_cmpxchg(&state.open, 0, 1))
		return -EBUSY;
	return nonseekable_open(inode, file);
}

static int kptb_release(struct inode *inode, struct file *file)
{
	mutex_lock(&state.lock);
	teardown();
	mutex_unlock(&state.lock);
	atomic_set(&state.open, 0);
	return 0;
}

static const struct file_operations kptb_fops = {
	.owner = THIS_MODULE,
	.open = kptb_open,
	.release = kptb_release,
	.unlocked_ioctl = kptb_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static struct miscdevice kptb_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = KPTB_DEVICE,
	.mode = 0600,
	.fops = &kptb_fops,
};

static int __init kptb_init(void)
{
	int err;

	kptb_syms_init();
	err = kptb_hidden_init();
	if (err)
		return err;
	err = kptb_layout_init();
	if (err)
		return err;
	err = arena_init();
	if (err)
		goto layout;
	err = misc_register(&kptb_device);
	if (err)
		goto arena;
	return 0;

arena:
	arena_exit();
layout:
	kptb_layout_exit();
	return err;
}

static void __exit kptb_exit(void)
{
	misc_deregister(&kptb_device);
	arena_exit();
	kptb_layout_exit();
}

module_init(kptb_init);
module_exit(kptb_exit);

MODULE_DESCRIPTION("Makes, counts and frees kernel page tables, for kptbench");
MODULE_LICENSE("GPL");
