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
#include <linux/rcupdate.h>
#include <linux/slab.h>
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

/*
 * Entries are read once, by the accessor of their level. Not every kernel
 * before 6.12 has all of them.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
#undef pmdp_get
#undef pudp_get
#undef p4dp_get
#undef pgdp_get
#define pmdp_get(pmdp)		READ_ONCE(*(pmdp))
#define pudp_get(pudp)		READ_ONCE(*(pudp))
#define p4dp_get(p4dp)		READ_ONCE(*(p4dp))
#define pgdp_get(pgdp)		READ_ONCE(*(pgdp))
#endif
/* A top entry of 32-bit ARM is an array of two, which is read in place. */
#ifdef CONFIG_ARM
#undef pgdp_get
#define pgdp_get(pgdp)		(*(pgdp))
#endif

/*
 * Levels folded at boot: x86 does not tell mm_p4d_folded(), and s390 tells
 * the mm_*_folded() of init_mm nothing; there the type of the top table's
 * first entry knows.
 */
#if defined(CONFIG_X86_64)
#define kptb_p4d_folded(mm)	((void)(mm), !pgtable_l5_enabled())
#elif defined(CONFIG_S390)
#define kptb_top_type(mm)	(pgd_val(*(mm)->pgd) & _REGION_ENTRY_TYPE_MASK)
#define kptb_p4d_folded(mm)	(kptb_top_type(mm) < _REGION_ENTRY_TYPE_R1)
#define kptb_pud_folded(mm)	(kptb_top_type(mm) < _REGION_ENTRY_TYPE_R2)
#define kptb_pmd_folded(mm)	(kptb_top_type(mm) < _REGION_ENTRY_TYPE_R3)
#endif
#ifndef kptb_p4d_folded
#define kptb_p4d_folded(mm)	mm_p4d_folded(mm)
#endif
#ifndef kptb_pud_folded
#define kptb_pud_folded(mm)	mm_pud_folded(mm)
#endif
#ifndef kptb_pmd_folded
#define kptb_pmd_folded(mm)	mm_pmd_folded(mm)
#endif

/* riscv has p4d_offset() and pud_offset() out of line, and not exported. */
#if defined(CONFIG_RISCV) && defined(CONFIG_64BIT)
#undef p4d_offset_lockless
#undef pud_offset_lockless
#define p4d_offset_lockless(pgdp, pgd, addr)	\
	((void)(pgdp), pgd_pgtable(pgd) + p4d_index(addr))
#define pud_offset_lockless(p4dp, p4d, addr)	\
	((void)(p4dp), p4d_pgtable(p4d) + pud_index(addr))
#endif

/*
 * Where p4d_offset_lockless() is a macro it takes the address of its entry. An
 * entry of a level that is folded away is the one it is folded into. But
 * arm64, which folds at boot what it was built with, has another index then.
 * The entry is handed over where it is: some kernels take its address.
 */
static inline p4d_t *kptb_p4d_offset(struct mm_struct *mm, pgd_t *pgd,
				     unsigned long addr)
{
	if (kptb_p4d_folded(mm) && !IS_ENABLED(CONFIG_ARM64))
		return (p4d_t *)pgd;
	return p4d_offset_lockless(pgd, *pgd, addr);
}

static inline pud_t *kptb_pud_offset(struct mm_struct *mm, p4d_t *p4d,
				     unsigned long addr)
{
	if (kptb_pud_folded(mm) && !IS_ENABLED(CONFIG_ARM64))
		return (pud_t *)p4d;
	return pud_offset_lockless(p4d, *p4d, addr);
}

/*
 * What a table takes: four pages on s390 where it is no PTE table; a part of
 * a page, one of several, where its entries are few and small (m68k).
 */
#ifdef CONFIG_S390
#define KPTB_TABLE_ORDERS	(CRST_ALLOC_ORDER * 0x11110)
#else
#define KPTB_TABLE_ORDERS	0
#endif
/*
 * Tables share pages, and those of early boot are not marked as reserved. No
 * other than early boot makes tables of the linear map there, or a top table.
 */
#ifdef CONFIG_MMU_MOTOROLA
#define KPTB_SHARED_PAGES	true
#else
#define KPTB_SHARED_PAGES	false
#endif

/*
 * From 6.17 on arm64's pud_free_pmd_page() takes init_mm's lock itself, for as
 * long as its tables are dumped.
 */
#define KPTB_PUD_FREE_LOCKS	(IS_ENABLED(CONFIG_ARM64) && \
				 LINUX_VERSION_CODE >= KERNEL_VERSION(6, 17, 0))

/* An area that /proc/kcore reads as zeroes: its tables come and go. */
#ifdef VM_SPARSE
#define KPTB_VM_HOLE		VM_SPARSE
#else
#define KPTB_VM_HOLE		VM_IOREMAP
#endif

/* Before 6.9 vmap_page_range() was what ioremap_page_range() is called. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 9, 0)
#define KPTB_VMAP_PAGE_RANGE	"ioremap_page_range"
#else
#define KPTB_VMAP_PAGE_RANGE	"vmap_page_range"
#endif

/* Waits until all that kvfree_rcu() was given is freed, where that can be. */
#define KPTB_KVFREE_RCU_BARRIER	(LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0))
static inline void kptb_kvfree_rcu_barrier(void)
{
#if KPTB_KVFREE_RCU_BARRIER
	kvfree_rcu_barrier();
#endif
}

/*
 * The system workqueues are flushed by the function below their wrapper,
 * which warns about doing so: the module waits for the work of others.
 */
static inline void kptb_flush_system_work(void)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 17, 0)
	__flush_workqueue(system_percpu_wq);
	__flush_workqueue(system_dfl_wq);
#else
	__flush_workqueue(system_wq);
	__flush_workqueue(system_unbound_wq);
#endif
}

#endif /* KPTB_COMPAT_H */
