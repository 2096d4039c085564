/* SPDX-License-Identifier: GPL-2.0-only */
/* config.h - the running kernel's options, where no plan tells them */
#ifndef KPT_CONFIG_H
#define KPT_CONFIG_H

#include "bench/machine.h"
#include "common/scenario.h"

/**
 * config_of_running - fill @plan's config from /boot/config-RELEASE or
 * /proc/config.gz, unless it has one
 *
 * Return: 0, -ENOENT without such a file, -ENODATA when nothing is in it.
 */
int config_of_running(const struct machine *m, struct kpt_plan *plan);

/**
 * config_value - one option of the running kernel, "n" where it is not set
 *
 * Return: 0, or -ENOENT when its options are nowhere to be read.
 */
int config_value(const struct machine *m, const char *name, char *value,
		 size_t len);

/** arch_of_running - the architecture as configs/arch names it */
void arch_of_running(char *buf, size_t len);

#endif
