/* SPDX-License-Identifier: GPL-2.0-only */
/* kconfig.h - reading .config, and holding it against the fragments */
#ifndef KPT_VM_KCONFIG_H
#define KPT_VM_KCONFIG_H

#include <stddef.h>

#include "common/scenario.h"
#include "vm/kernel/fragments.h"

/**
 * vm_kconfig_get - the value of an option
 * @name: with CONFIG_
 *
 * Return: 0 with @value ("n" when it is not set) or -ENAMETOOLONG.
 */
int vm_kconfig_get(const char *config, const char *name, char *value,
		   size_t len);

/**
 * vm_kconfig_verify - did every line of the fragments take?
 * @fragments: a later one overrides an earlier one
 *
 * Each line that did not is named. Lines marked "# optional " may be missing.
 *
 * Return: number of lines that did not take, or -errno with a message.
 */
int vm_kconfig_verify(const char *config, const struct vm_fragments *fragments);

/** vm_kconfig_matter - copy the options that matter into a plan */
int vm_kconfig_matter(struct kpt_plan *plan, const char *config);

#endif
