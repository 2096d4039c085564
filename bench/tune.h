/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tune.h - settings of a machine that make its numbers vary: what they are,
 * and setting them for as long as something is measured
 */
#ifndef KPT_TUNE_H
#define KPT_TUNE_H

#include "bench/machine.h"

/**
 * struct tune_wish - what to set; "" or -1: leave it as it is
 * @governor:	cpufreq governor of every CPU
 * @turbo:	"on" or "off": frequencies above the nominal one
 * @smt:	"on" or "off": sibling threads
 * @idle_us:	longest exit latency of idle states that stay allowed
 * @irqs:	1: keep interrupts off the measuring CPU
 */
struct tune_wish {
	char governor[32], turbo[8], smt[8];
	long long idle_us, irqs;
};

void tune_wish_init(struct tune_wish *w);

/** tune_check - are the words of @w any we know? 0 or -EINVAL, with a message */
int tune_check(const struct tune_wish *w);

/**
 * tune_dry - could it be set on this machine? Nothing is changed
 *
 * Return: 0 or -errno, with a message printed.
 */
int tune_dry(const struct machine *m, const struct tune_wish *w);

/**
 * tune_apply - set what is wished for
 *
 * What was there is first kept on disk, so that a later tune_restore() finds
 * it even if this program is killed. What this machine does not have is an
 * error, except for interrupts that cannot be moved.
 *
 * Return: 0 or -errno, with a message printed and everything restored.
 */
int tune_apply(const struct machine *m, const struct tune_wish *w);

/**
 * tune_restore - put back what tune_apply() found, if it was in this boot
 *
 * Return: 0, also when there is nothing to do, or -errno with a message.
 */
int tune_restore(const struct machine *m);

#endif
