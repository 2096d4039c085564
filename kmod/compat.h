/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between the kernels this module builds against
 *
 * Linux 6.1 and later. Every difference is told apart here, so that the rest
 * of the module reads as if there were one kernel.
 */
#ifndef KPTB_COMPAT_H
#define KPTB_COMPAT_H

#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/version.h>
#include <linux/workqueue.h>

/* 6.12 turned the preprocessor conditions into Kconfig symbols. */
#ifdef USE_SPLIT_PTE_PTLOCKS
#define KPTB_SPLIT_PTE		USE_SPLIT_PTE_PTLOCKS
#define KPTB_SPLIT_PMD		USE_SPLIT_PMD_PTLOCKS
#else
#define KPTB_SPLIT_PTE		IS_ENABLED(CONFIG_SPLIT_PTE_PTLOCKS)
#define KPTB_SPLIT_PMD		IS_ENABLED(CONFIG_SPLIT_PMD_PTLOCKS)
#endif

#if ALLOC_SPLIT_PTLOCKS
#define KPTB_ALLOC_PTLOCKS	KPTB_SPLIT_PTE
/* Only for the page of a table that is not reserved. */
static inline bool kptb_page_has_ptlock(struct page *page)
{
	if (!KPTB_SPLIT_PTE)
		return false;
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 6, 0)
	return READ_ONCE(page->ptl);
#else
	return READ_ONCE(page_ptdesc(page)->ptl);
#endif
}
#else
#define KPTB_ALLOC_PTLOCKS	false
static inline bool kptb_page_has_ptlock(struct page *page)
{
	return false;
}
#endif

/* Before 6.9 vmap_page_range() was what ioremap_page_range() is called. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 9, 0)
#define KPTB_VMAP_PAGE_RANGE	"ioremap_page_range"
#else
#define KPTB_VMAP_PAGE_RANGE	"vmap_page_range"
#endif

/*
 * The system workqueues are flushed by the function below their wrapper,
 * which warns about doing so: the module waits for the work of others.
 */
static inline void kptb_flush_system_work(void)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 17, 0)
	__flush_workqueue(system_percpu_wq);
	__flush_workqueue(system_dfl_wq);
#endif
	__flush_workqueue(system_wq);
	__flush_workqueue(system_unbound_wq);
}

#endif /* KPTB_COMPAT_H */
