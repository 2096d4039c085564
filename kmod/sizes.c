// SPDX-License-Identifier: GPL-2.0-only
/*
 * sizes.c - how large structures of this kernel are
 *
 * Compiled beside the module and not linked into it: its symbol table is read
 * on the host. So sizes are known without debug info, and nothing of this is
 * in a guest.
 */
#include <linux/mm.h>
#include <linux/mm_types.h>
#include <linux/spinlock.h>
#include <linux/version.h>

static char kptb_sizeof_page[sizeof(struct page)] __used;
static char kptb_sizeof_mm_struct[sizeof(struct mm_struct)] __used;
static char kptb_sizeof_vm_area_struct[sizeof(struct vm_area_struct)] __used;
static char kptb_sizeof_spinlock_t[sizeof(spinlock_t)] __used;
/* Since 6.6; before, a table's page was described by struct page alone. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
static char kptb_sizeof_ptdesc[sizeof(struct ptdesc)] __used;
#endif
