// SPDX-License-Identifier: GPL-2.0-only
/*
 * Walks the kernel's own page tables and counts them
 *
 * A table belongs to the row of its level and of the region it maps. What a
 * level that is folded away holds belongs to the table it is folded into.
 *
 * Tables may be freed while we look. The walk holds the memory hotplug lock
 * (hot-remove frees tables of the linear map and of vmemmap) and init_mm's
 * mmap lock for writing, which kernels take around freeing a table that a huge
 * mapping replaces, if they have the fix of July 2026; most releases have not.
 * Nor does every architecture take it where it merges what it split. So the
 * walk looks at copies of tables alone, see copy.c, and begins anew when one
 * moved, or has a page that does not exist or is free.
 */
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/mmzone.h>
#include <linux/module.h>
#include <linux/pgtable.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/xarray.h>

#include "compat.h"
#include "copy.h"
#include "kptb.h"
#include "syms.h"

#define AUDIT_RETRIES	8

static bool walk_unlocked;
module_param(walk_unlocked, bool, 0400);
MODULE_PARM_DESC(walk_unlocked, "for tests: walk without init_mm's lock, and slowly where this module has tables, so that they are freed meanwhile on any kernel");

/**
 * struct audit_walk - one walk
 * @ranges:	the kernel's address space
 * @foreign:	tables of another mm than init_mm: KPTB_EFI, whatever they map
 * @seen:	page frame numbers of tables counted that may be linked in many
 *		places: those made at boot (KASAN's empty shadow) and those
 *		of no region that has a name (x86's espfix stacks); all of
 *		them where a page may hold several tables
 * @copy:	the tables that are looked at
 * @row:	what is counted
 */
struct audit_walk {
	struct kptb_ranges ranges;
	bool foreign;
	struct xarray seen;
	struct kptb_copy copy;
	struct kptb_audit_row row[KPTB_NR_REGIONS][KPTB_NR_LEVELS];
};

/**
 * kptb_levels - levels that exist here
 *
 * Return: bits KPTB_PTE .. KPTB_PGD.
 */
u32 kptb_levels(void)
{
	struct mm_struct *mm = kptb_init_mm();
	u32 levels = BIT(KPTB_PTE) | BIT(KPTB_PGD);

	if (!mm)
		return 0;
	if (!kptb_pmd_folded(mm))
		levels |= BIT(KPTB_PMD);
	if (!kptb_pud_folded(mm))
		levels |= BIT(KPTB_PUD);
	if (!kptb_p4d_folded(mm))
		levels |= BIT(KPTB_P4D);
	return levels;
}

static unsigned long table_span(enum kptb_level level)
{
	switch (level) {
	case KPTB_PTE:
		return PMD_SIZE;
	case KPTB_PMD:
		return PUD_SIZE;
	case KPTB_PUD:
		return P4D_SIZE;
	case KPTB_P4D:
		return PGDIR_SIZE;
	default:
		return 0;
	}
}

/*
 * Counts the table at physical address @phys that maps @addr. Returns 0 with
 * its row, 1 when it was counted before, or -errno.
 */
static int count_table(struct audit_walk *w, phys_addr_t phys,
		       enum kptb_level level, unsigned long addr,
		       struct kptb_audit_row **row)
{
	unsigned long pfn = PHYS_PFN(phys);
	unsigned long span = table_span(level);
	unsigned long start = addr & ~(span - 1);
	enum kptb_region region;
	struct page *page;
	int err;

	if (w->foreign) {
		region = KPTB_EFI;
	} else if (!span) {
		region = KPTB_SHARED;
	} else {
		start = max(start, w->ranges.first);
		region = kptb_ranges_find(&w->ranges, start,
					  (addr | (span - 1)));
	}
	if (!pfn_valid(pfn))
		return -EAGAIN;
	page = pfn_to_page(pfn);
	if (!PageReserved(page) && !page_count(page))
		return -EAGAIN;
	if (PageSlab(page))
		region = KPTB_SLAB;

	*row = &w->row[region][level];
	if (PageReserved(page) || region == KPTB_OTHER || KPTB_SHARED_PAGES) {
		err = xa_insert(&w->seen, pfn, xa_mk_value(0), GFP_KERNEL);
		/* Another table in a page that was counted: look into it. */
		if (err == -EBUSY && KPTB_SHARED_PAGES)
			return 0;
		if (err)
			return err == -EBUSY ? 1 : err;
	}
	(*row)->tables++;
	if (PageReserved(page) || (KPTB_SHARED_PAGES &&
				   (region == KPTB_LINEAR ||
				    level == KPTB_PGD))) {
		(*row)->boot++;
		return 0;
	}
	if (PageTable(page))
		(*row)->constructed++;
	/* A slab keeps something else where a table has its lock. */
	if (region != KPTB_SLAB && kptb_page_has_ptlock(page))
		(*row)->ptlocks++;
	return 0;
}

/* The table at @pte, which @pmd points to. */
static int walk_pte(struct audit_walk *w, const pmd_t *pmd, pte_t *pte,
		    unsigned long addr)
{
	struct kptb_audit_row *row;
	const void *table = pte;
	unsigned int i;
	int err;

	err = count_table(w, __pa(pte), KPTB_PTE, addr, &row);
	if (err)
		return min(err, 0);
	err = kptb_copy_enter(&w->copy, KPTB_PTE, pmd, sizeof(*pmd), &table);
	if (err)
		return err;
	for (i = 0; i < PTRS_PER_PTE; i++)
		if (pte_present(ptep_get((pte_t *)table + i)))
			row->leaves++;
	kptb_copy_leave(&w->copy);
	cond_resched();
	return 0;
}

/* Between what points to a table and the table: others get their time. */
static void dawdle(const struct audit_walk *w, unsigned long addr)
{
	if (unlikely(walk_unlocked) &&
	    kptb_ranges_find(&w->ranges, addr, addr) == KPTB_ARENA)
		usleep_range(10, 100);
}

static int walk_pmd(struct audit_walk *w, struct kptb_audit_row *row,
		    pmd_t *pmd, unsigned long addr, unsigned long last)
{
	unsigned long next;
	int err;

	for (;; pmd++, addr = next + 1) {
		pmd_t val = pmdp_get(pmd);
		pte_t *pte;

		next = min(addr | (PMD_SIZE - 1), last);
		if (!pmd_none(val) && pmd_present(val)) {
			if (pmd_leaf(val)) {
				row->leaves++;
			} else {
				row->entries++;
				pte = pte_offset_kernel(&val, addr & PMD_MASK);
				dawdle(w, addr);
				err = walk_pte(w, pmd, pte, addr);
				if (err)
					return err;
			}
		}
		if (next == last)
			return 0;
	}
}

/* The table with the entry @pmd, which @pud points to. */
static int walk_pmd_table(struct audit_walk *w, const pud_t *pud, pmd_t *pmd,
			  unsigned long addr, unsigned long last)
{
	struct kptb_audit_row *row;
	const void *table = pmd;
	int err;

	err = count_table(w, __pa(pmd) & PAGE_MASK, KPTB_PMD, addr, &row);
	if (err)
		return min(err, 0);
	err = kptb_copy_enter(&w->copy, KPTB_PMD, pud, sizeof(*pud), &table);
	if (err)
		return err;
	err = walk_pmd(w, row, (pmd_t *)table, addr, last);
	kptb_copy_leave(&w->copy);
	return err;
}

static int walk_pud(struct audit_walk *w, struct kptb_audit_row *row,
		    pud_t *pud, unsigned long addr, unsigned long last)
{
	unsigned long next;
	int err;

	for (;; pud++, addr = next + 1) {
		pud_t val = pudp_get(pud);
		pmd_t *pmd;

		if (signal_pending(current))
			return -EINTR;
		cond_resched();
		next = min(addr | (PUD_SIZE - 1), last);
		if (kptb_pmd_folded(kptb_init_mm())) {
			err = walk_pmd(w, row, pmd_offset(pud, addr), addr,
				       next);
			if (err)
				return err;
		} else if (!pud_none(val) && pud_present(val)) {
			if (pud_leaf(val)) {
				row->leaves++;
			} else {
				row->entries++;
				pmd = pmd_offset_lockless(pud, val, addr);
				err = walk_pmd_table(w, pud, pmd, addr, next);
				if (err)
					return err;
			}
		}
		if (next == last)
			return 0;
	}
}

/* The table with the entry @pud, which @p4d points to. */
static int walk_pud_table(struct audit_walk *w, const p4d_t *p4d, pud_t *pud,
			  unsigned long addr, unsigned long last)
{
	struct kptb_audit_row *row;
	const void *table = pud;
	int err;

	err = count_table(w, __pa(pud) & PAGE_MASK, KPTB_PUD, addr, &row);
	if (err)
		return min(err, 0);
	err = kptb_copy_enter(&w->copy, KPTB_PUD, p4d, sizeof(*p4d), &table);
	if (err)
		return err;
	err = walk_pud(w, row, (pud_t *)table, addr, last);
	kptb_copy_leave(&w->copy);
	return err;
}

static int walk_p4d(struct audit_walk *w, struct kptb_audit_row *row,
		    p4d_t *p4d, unsigned long addr, unsigned long last)
{
	unsigned long next;
	int err;

	for (;; p4d++, addr = next + 1) {
		p4d_t val = p4dp_get(p4d);
		pud_t *pud;

		next = min(addr | (P4D_SIZE - 1), last);
		if (kptb_pud_folded(kptb_init_mm())) {
			pud = kptb_pud_offset(kptb_init_mm(), p4d, addr);
			err = walk_pud(w, row, pud, addr, next);
			if (err)
				return err;
		} else if (!p4d_none(val) && p4d_present(val)) {
			if (p4d_leaf(val)) {
				row->leaves++;
			} else {
				row->entries++;
				pud = pud_offset_lockless(p4d, val, addr);
				err = walk_pud_table(w, p4d, pud, addr, next);
				if (err)
					return err;
			}
		}
		if (next == last)
			return 0;
	}
}

/* An entry of the top table, be it one of a level folded into it. */
static int walk_entry(struct audit_walk *w, struct kptb_audit_row *row,
		      pgd_t *pgd, unsigned long addr, unsigned long last)
{
	struct mm_struct *mm = kptb_init_mm();
	struct kptb_audit_row *below;
	const void *table;
	p4d_t *p4d;
	int err;

	if (kptb_p4d_folded(mm))
		return walk_p4d(w, row, kptb_p4d_offset(mm, pgd, addr), addr,
				last);
	if (pgd_none(pgdp_get(pgd)) || !pgd_present(pgdp_get(pgd)))
		return 0;
	row->entries++;
	p4d = p4d_offset_lockless(pgd, *pgd, addr);
	err = count_table(w, __pa(p4d) & PAGE_MASK, KPTB_P4D, addr, &below);
	if (err)
		return min(err, 0);
	table = p4d;
	err = kptb_copy_enter(&w->copy, KPTB_P4D, pgd, sizeof(*pgd), &table);
	if (err)
		return err;
	err = walk_p4d(w, below, (p4d_t *)table, addr, last);
	kptb_copy_leave(&w->copy);
	return err;
}

/* The copy of a top table. */
static int top_table(struct audit_walk *w, pgd_t **pgd)
{
	const void *table = *pgd;
	int err = kptb_copy_top(&w->copy, &table);

	*pgd = (pgd_t *)table;
	return err;
}

static int walk_pgd(struct audit_walk *w)
{
	struct mm_struct *mm = kptb_init_mm();
	unsigned long addr = w->ranges.first, last = w->ranges.last;
	struct kptb_audit_row *row;
	pgd_t *top = mm->pgd;
	unsigned long next;
	int err;

	err = count_table(w, __pa_symbol(mm->pgd), KPTB_PGD, addr, &row);
	if (!err)
		err = top_table(w, &top);
	if (err)
		return err;
	for (;; addr = next + 1) {
		/* As distances: the walk may wrap around. */
		next = addr | (PGDIR_SIZE - 1);
		if (next - addr > last - addr)
			next = last;
		err = walk_entry(w, row, top + (pgd_offset(mm, addr) - mm->pgd),
				 addr, next);
		if (err)
			return err;
		if (next == last)
			return 0;
	}
}

/*
 * The tables of efi_mm, which map the firmware's runtime services. What its
 * top table shares with that of init_mm is left out. They are made once, at
 * boot, and stay.
 */
static int walk_efi(struct audit_walk *w)
{
	struct mm_struct *mm = (void *)kptb_sym(KPTB_SYM_EFI_MM);
	pgd_t *kernel = kptb_init_mm()->pgd;
	unsigned int i, nr = PTRS_PER_PGD;
	struct kptb_audit_row *row;
	pgd_t *top;
	int err;

	if (!mm || !mm->pgd || mm->pgd == kernel)
		return 0;
	/* With a level less than it was built for: see kptb_p4d_offset(). */
	if (IS_ENABLED(CONFIG_ARM64) && CONFIG_PGTABLE_LEVELS > 4 &&
	    kptb_p4d_folded(mm))
		nr = 1;
	w->foreign = true;
	top = mm->pgd;
	err = count_table(w, __pa(mm->pgd), KPTB_PGD, 0, &row);
	if (!err)
		err = top_table(w, &top);
	for (i = 0; i < nr && !err; i++) {
		unsigned long addr = (unsigned long)i << PGDIR_SHIFT;
		pgd_t *pgd = top + i;

		/* arm64 has a top table for either half of the addresses. */
		if (IS_ENABLED(CONFIG_ARM64) ||
		    pgd_val(pgdp_get(pgd)) != pgd_val(kernel[i]))
			err = walk_entry(w, row, pgd, addr,
					 addr | (PGDIR_SIZE - 1));
	}
	w->foreign = false;
	return err;
}

static int walk_once(struct audit_walk *w)
{
	bool mems = kptb_sym(KPTB_SYM_GET_ONLINE_MEMS) &&
		    kptb_sym(KPTB_SYM_PUT_ONLINE_MEMS);
	struct mm_struct *mm = kptb_init_mm();
	int err;

	memset(w->row, 0, sizeof(w->row));
	xa_init(&w->seen);
	kptb_ranges_get(&w->ranges);
	if (mems)
		static_call(kptb_get_online_mems)();
	err = walk_unlocked ? 0 : mmap_write_lock_killable(mm);
	if (!err) {
		err = walk_pgd(w);
		if (!err)
			err = walk_efi(w);
		if (!walk_unlocked)
			mmap_write_unlock(mm);
	}
	if (mems)
		static_call(kptb_put_online_mems)();
	xa_destroy(&w->seen);
	return err;
}

/**
 * kptb_audit_walk - count the kernel's page tables
 * @audit:	(out)
 *
 * Tables may come and go meanwhile, and others may walk.
 *
 * Return: 0; -EOPNOTSUPP when init_mm could not be found; -EAGAIN when tables
 * moved all the time; -EINTR; -ENOMEM.
 */
int kptb_audit_walk(struct kptb_audit *audit)
{
	unsigned int region, level;
	struct audit_walk *w;
	u64 start;
	int err;

	if (!kptb_init_mm())
		return -EOPNOTSUPP;
	w = kzalloc(sizeof(*w), GFP_KERNEL);
	if (!w)
		return -ENOMEM;
	start = ktime_get_ns();
	err = kptb_copy_init(&w->copy);
	if (err)
		goto out;
	do {
		err = walk_once(w);
	} while (err == -EAGAIN && ++audit->retries < AUDIT_RETRIES);
	if (err)
		goto out;
	audit->ns = ktime_get_ns() - start;
	for (region = 0; region < KPTB_NR_REGIONS; region++)
		for (level = 0; level < KPTB_NR_LEVELS; level++) {
			struct kptb_audit_row *row = &w->row[region][level];

			if (!row->tables)
				continue;
			row->region = region;
			row->level = level;
			audit->rows[audit->nr_rows++] = *row;
		}
out:
	kptb_copy_exit(&w->copy);
	kfree(w);
	return err;
}
