/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kernel functions and data that are not exported
 *
 * Called through static calls: on x86 those are direct calls, which work
 * under indirect branch tracking, where a function that nobody takes the
 * address of must not be the target of an indirect one.
 *
 * A caller asks kptb_sym_missing() first. A symbol that is missing is the
 * reason why what needs it is not available; the module loads all the same.
 */
#ifndef KPTB_SYMS_H
#define KPTB_SYMS_H

#include <linux/mm_types.h>
#include <linux/pgtable.h>
#include <linux/static_call.h>
#include <linux/types.h>

struct vm_struct;

typedef int (kptb_fn_vmap_page_range)(unsigned long addr, unsigned long end,
				      phys_addr_t phys, pgprot_t prot);
typedef void (kptb_fn_vunmap_range)(unsigned long addr, unsigned long end);
typedef struct vm_struct *(kptb_fn_get_vm_area)(unsigned long size,
						unsigned long flags,
						unsigned long start,
						unsigned long end,
						const void *caller);
typedef int (kptb_fn_pud_free_pmd_page)(pud_t *pud, unsigned long addr);
typedef int (kptb_fn_set_memory)(unsigned long addr, int pages);
typedef void (kptb_fn_mems)(void);
typedef long (kptb_fn_copy_nofault)(void *to, const void *from, size_t size);

DECLARE_STATIC_CALL(kptb_vmap_page_range, kptb_fn_vmap_page_range);
DECLARE_STATIC_CALL(kptb_vunmap_range, kptb_fn_vunmap_range);
DECLARE_STATIC_CALL(kptb_get_vm_area, kptb_fn_get_vm_area);
DECLARE_STATIC_CALL(kptb_pud_free_pmd_page, kptb_fn_pud_free_pmd_page);
DECLARE_STATIC_CALL(kptb_set_memory_x, kptb_fn_set_memory);
DECLARE_STATIC_CALL(kptb_set_memory_ro, kptb_fn_set_memory);
DECLARE_STATIC_CALL(kptb_set_memory_rw, kptb_fn_set_memory);
DECLARE_STATIC_CALL(kptb_get_online_mems, kptb_fn_mems);
DECLARE_STATIC_CALL(kptb_put_online_mems, kptb_fn_mems);
DECLARE_STATIC_CALL(kptb_copy_nofault, kptb_fn_copy_nofault);

enum kptb_sym {
	KPTB_SYM_VMAP_PAGE_RANGE,
	KPTB_SYM_VUNMAP_RANGE,
	KPTB_SYM_GET_VM_AREA,
	KPTB_SYM_PUD_FREE_PMD_PAGE,
	KPTB_SYM_SET_MEMORY_X,
	KPTB_SYM_SET_MEMORY_RO,
	KPTB_SYM_SET_MEMORY_RW,
	KPTB_SYM_GET_ONLINE_MEMS,
	KPTB_SYM_PUT_ONLINE_MEMS,
	KPTB_SYM_COPY_NOFAULT,
	KPTB_SYM_INIT_MM,
	KPTB_SYM_EFI_MM,
	KPTB_SYM_TEXT,
	KPTB_SYM_END,
	KPTB_SYM_MHP_ONLINE,
	KPTB_SYM_GFP_SCOPE,
	KPTB_NR_SYMS,
};

void kptb_syms_init(void);
unsigned long kptb_sym(enum kptb_sym sym);
int kptb_sym_missing(enum kptb_sym sym, char *reason);

static inline struct mm_struct *kptb_init_mm(void)
{
	return (struct mm_struct *)kptb_sym(KPTB_SYM_INIT_MM);
}

#endif /* KPTB_SYMS_H */
