// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does operations in timed windows, on one CPU or on many at once
 *
 * With threads, a window begins with operations that are not counted until
 * every thread has checked in, and a thread that is done keeps the load up
 * until all of them are.
 */
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/timex.h>
#include <linux/wait.h>

#include "churn.h"
#include "kptb.h"
#include "kptb_mark.h"

/**
 * struct kptb_thread - one thread and what its last window gave
 * @all:	the threads it belongs to
 * @task:	the kthread
 * @index:	0 .. nr - 1
 * @cpu:	where it is to run
 * @window:	the window it did last
 * @done:	operations
 * @ns:		time of the loop
 * @cycles:	the same in get_cycles()
 * @ticks:	the same in jiffies
 * @err:	0 or -errno
 */
struct kptb_thread {
	struct kptb_threads *all;
	struct task_struct *task;
	unsigned int index;
	unsigned int cpu;
	unsigned int window;
	u64 done;
	u64 ns;
	u64 cycles;
	u64 ticks;
	int err;
};

/**
 * struct kptb_threads - threads that do windows together
 * @churn:	what they do
 * @go:		where they wait for a window
 * @idle:	completed by the last one that ends a window
 * @window:	number of the current window
 * @ops:	operations each does
 * @stop:	give up: a signal, or a thread that failed
 * @ready:	threads that have checked in
 * @finished:	threads whose loop is over
 * @busy:	threads still in the window
 * @nr:		threads
 * @thread:	each of them
 */
struct kptb_threads {
	struct churn *churn;
	wait_queue_head_t go;
	struct completion idle;
	unsigned int window;
	u64 ops;
	bool stop;
	atomic_t ready;
	atomic_t finished;
	atomic_t busy;
	unsigned int nr;
	struct kptb_thread thread[];
};

static bool plant;
module_param(plant, bool, 0400);
MODULE_PARM_DESC(plant, "one instruction more in every operation, to see whether that is found");

/* Test and nop stay together, wherever a compiler would like the nop. */
static __always_inline void plant_insn(unsigned int planted)
{
#if defined(CONFIG_ARM64)
	asm volatile("cbz	%w0, 1f\n"
		     "nop\n"
		     "1:" : : "r" (planted));
#elif defined(CONFIG_X86)
	asm volatile("testl	%0, %0\n\t"
		     "jz	1f\n\t"
		     "nop\n"
		     "1:" : : "r" (planted) : "cc");
#elif defined(CONFIG_RISCV)
	asm volatile("beqz	%0, 1f\n"
		     "nop\n"
		     "1:" : : "r" ((unsigned long)planted));
#else
	if (planted)
		asm volatile("nop");
#endif
}

/*
 * The timed loop; @stop may be NULL. In one place only, for a profile finds
 * the module in memory by the marker in it.
 */
static noinline int timed_loop(struct churn *c, unsigned int thread, u64 ops,
			       const bool *stop, struct kptb_run *run)
{
	int (*op)(struct churn *c, unsigned int thread) = c->ops->op;
	/* The loop's own cost is what a window of "nop" takes. */
	const unsigned int planted = plant && c->ops != &churn_nop;
	unsigned long ticks = jiffies;
	cycles_t cycles;
	u64 ns, i;
	int err = 0;

	ns = ktime_get_ns();
	cycles = get_cycles();
	for (i = 0; i < ops; i++) {
		kptb_mark(KPTB_MARK_OP);
		plant_insn(planted);
		err = op(c, thread);
		if (unlikely(err))
			break;
		if (unlikely(stop ? READ_ONCE(*stop) :
			     signal_pending(current))) {
			i++;
			err = i < ops ? -EINTR : 0;
			break;
		}
		cond_resched();
	}
	kptb_mark(KPTB_MARK_CLOSE);
	run->cycles = get_cycles() - cycles;
	run->ns = ktime_get_ns() - ns;
	run->ticks = jiffies - ticks;
	run->done = i;
	return err;
}

static int verify(struct churn *c, unsigned int thread)
{
	return c->ops->verify ? c->ops->verify(c, thread) : 0;
}

/**
 * kptb_run_here - a window on the caller's CPU
 * @c:		what to do
 * @run:	ops (in), the rest (out)
 *
 * Return: 0, -EINTR, or what an operation failed with.
 */
int kptb_run_here(struct churn *c, struct kptb_run *run)
{
	int err = timed_loop(c, 0, run->ops, NULL, run);

	return err ? err : verify(c, 0);
}

/* An operation while waiting for others, which may be on the same host CPU. */
static int warm_op(struct churn *c, unsigned int thread)
{
	int err = c->ops->op(c, thread);

	cond_resched();
	cpu_relax();
	return err;
}

static int thread_window(struct kptb_threads *all, struct kptb_thread *t)
{
	struct churn *c = all->churn;
	struct kptb_run run = {};
	int err;

	atomic_inc(&all->ready);
	do {
		err = warm_op(c, t->index);
	} while (!err && !READ_ONCE(all->stop) &&
		 atomic_read(&all->ready) < all->nr);
	if (!err)
		err = timed_loop(c, t->index, all->ops, &all->stop, &run);
	t->done = run.done;
	t->ns = run.ns;
	t->cycles = run.cycles;
	t->ticks = run.ticks;

	/* It was moved to another, which has a thread of its own. */
	if (!err && raw_smp_processor_id() != t->cpu)
		err = kptb_fail(c->reason, -EIO, "CPU %u went offline", t->cpu);
	if (err)
		WRITE_ONCE(all->stop, true);
	atomic_inc(&all->finished);
	while (!err && !READ_ONCE(all->stop) &&
	       atomic_read(&all->finished) < all->nr)
		err = warm_op(c, t->index);
	return err ? err : verify(c, t->index);
}

static int thread_fn(void *data)
{
	struct kptb_thread *t = data;
	struct kptb_threads *all = t->all;

	for (;;) {
		wait_event_idle(all->go, kthread_should_stop() ||
				t->window != READ_ONCE(all->window));
		if (kthread_should_stop())
			return 0;
		t->window = READ_ONCE(all->window);
		t->err = thread_window(all, t);
		if (atomic_dec_and_test(&all->busy))
			complete(&all->idle);
	}
}

/**
 * kptb_threads_start - make one thread on each of a number of CPUs
 * @c:		what they will do; @c->reason says what went wrong
 * @cpus:	how many, from the first online CPU on
 * @out:	(out) the threads
 *
 * Return: 0, -EINVAL, -ENOMEM or -EINTR.
 */
int kptb_threads_start(struct churn *c, u32 cpus, struct kptb_threads **out)
{
	struct kptb_threads *all;
	unsigned int cpu;
	int err;

	if (cpus > num_online_cpus())
		return kptb_fail(c->reason, -EINVAL,
				 "%u CPUs asked for, %u online", cpus,
				 num_online_cpus());
	all = kzalloc(struct_size(all, thread, cpus), GFP_KERNEL);
	if (!all)
		return -ENOMEM;
	all->churn = c;
	init_waitqueue_head(&all->go);
	init_completion(&all->idle);

	for_each_online_cpu(cpu) {
		struct kptb_thread *t = &all->thread[all->nr];

		if (all->nr == cpus)
			break;
		t->all = all;
		t->index = all->nr;
		t->cpu = cpu;
		t->task = kthread_create_on_node(thread_fn, t,
						 cpu_to_node(cpu),
						 "kptbench/%u", cpu);
		if (IS_ERR(t->task)) {
			err = PTR_ERR(t->task);
			kptb_fail(c->reason, err, "cannot make a thread for CPU %u",
				  cpu);
			goto stop;
		}
		kthread_bind(t->task, cpu);
		wake_up_process(t->task);
		all->nr++;
	}
	if (all->nr < cpus) {
		err = kptb_fail(c->reason, -EINVAL, "a CPU went offline");
		goto stop;
	}
	*out = all;
	return 0;

stop:
	kptb_threads_stop(all);
	return err;
}

/**
 * kptb_threads_stop - end the threads
 * @threads:	from kptb_threads_start(), or NULL
 */
void kptb_threads_stop(struct kptb_threads *threads)
{
	if (!threads)
		return;
	while (threads->nr--)
		kthread_stop(threads->thread[threads->nr].task);
	kfree(threads);
}

/**
 * kptb_run_threads - a window on all threads at once
 * @threads:	the threads
 * @run:	ops (in), the rest (out): done is the sum, the others the largest
 *
 * Return: 0, -EINTR, or what the first operation failed with.
 */
int kptb_run_threads(struct kptb_threads *threads, struct kptb_run *run)
{
	unsigned int i;
	int err;

	threads->ops = run->ops;
	WRITE_ONCE(threads->stop, false);
	atomic_set(&threads->ready, 0);
	atomic_set(&threads->finished, 0);
	atomic_set(&threads->busy, threads->nr);
	reinit_completion(&threads->idle);
	/* Orders all of the above before the window the threads wait for. */
	smp_store_release(&threads->window, threads->window + 1);
	wake_up_all(&threads->go);

	err = wait_for_completion_interruptible(&threads->idle);
	if (err) {
		WRITE_ONCE(threads->stop, true);
		wait_for_completion(&threads->idle);
		err = -EINTR;
	}
	for (i = 0; i < threads->nr; i++) {
		const struct kptb_thread *t = &threads->thread[i];

		run->done += t->done;
		run->ns = max(run->ns, t->ns);
		run->cycles = max(run->cycles, t->cycles);
		run->ticks = max(run->ticks, t->ticks);
		/* What stopped the others says more than that they were. */
		if (t->err && (!err || err == -EINTR))
			err = t->err;
	}
	return err;
}
