// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waits until what was freed lazily is really free
 */
#include <linux/rcupdate.h>
#include <linux/vmalloc.h>

#include "compat.h"
#include "kptb.h"

/**
 * kptb_quiesce - wait for deferred frees
 *
 * Deferred vfree() and, since 6.19, kernel page tables are freed by workers;
 * page tables of processes and of some architectures by RCU callbacks; what
 * kvfree_rcu() was given by workers of RCU, a grace period later; and a
 * worker may queue a callback as well as the other way around. So: unmap the
 * lazy areas, then let workers and callbacks finish, twice.
 */
void kptb_quiesce(void)
{
	int i;

	for (i = 0; i < 2; i++) {
		kptb_flush_system_work();
		vm_unmap_aliases();
		kptb_kvfree_rcu_barrier();
		synchronize_rcu();
		rcu_barrier();
		kptb_flush_system_work();
		cond_resched();
	}
}
