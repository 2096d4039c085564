/* SPDX-License-Identifier: GPL-2.0-only */
/* boot_count.h - instructions counted up to the marks of a boot, by QEMU */
#ifndef KPT_PROFILE_BOOT_COUNT_H
#define KPT_PROFILE_BOOT_COUNT_H

#include "profile/boot.h"
#include "profile/insn.h"

/**
 * struct boot_count - a boot that is counted
 * @executed:	instructions so far
 */
struct boot_count {
	struct boot boot;
	struct insn_total executed;
};

/**
 * boot_translated - make a block of @nr instructions count itself
 *
 * Nothing is done once every mark was seen. What was translated up to then
 * counts on: that costs little.
 */
void boot_translated(struct boot_count *c, struct qemu_plugin_tb *tb,
		     size_t nr);

#endif
