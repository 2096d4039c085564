// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finds the kernel symbols that are not exported
 *
 * kallsyms_lookup_name() itself is not exported either; a kprobe on it tells
 * where it is. Where kprobes are not built in, its address (from
 * /proc/kallsyms) can be given as a module parameter.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/errno.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/string.h>

#include "churn.h"
#include "compat.h"
#include "syms.h"

typedef unsigned long (kptb_fn_lookup)(const char *name);

static unsigned long lookup;
module_param(lookup, ulong, 0400);
MODULE_PARM_DESC(lookup, "address of kallsyms_lookup_name(), where kprobes are not built in");

DEFINE_STATIC_CALL_NULL(kptb_lookup, kptb_fn_lookup);
DEFINE_STATIC_CALL_NULL(kptb_vmap_page_range, kptb_fn_vmap_page_range);
DEFINE_STATIC_CALL_NULL(kptb_vunmap_range, kptb_fn_vunmap_range);
DEFINE_STATIC_CALL_NULL(kptb_get_vm_area, kptb_fn_get_vm_area);
DEFINE_STATIC_CALL_NULL(kptb_pud_free_pmd_page, kptb_fn_pud_free_pmd_page);
DEFINE_STATIC_CALL_NULL(kptb_set_memory_x, kptb_fn_set_memory);
DEFINE_STATIC_CALL_NULL(kptb_set_memory_ro, kptb_fn_set_memory);
DEFINE_STATIC_CALL_NULL(kptb_set_memory_rw, kptb_fn_set_memory);
DEFINE_STATIC_CALL_NULL(kptb_get_online_mems, kptb_fn_mems);
DEFINE_STATIC_CALL_NULL(kptb_put_online_mems, kptb_fn_mems);
DEFINE_STATIC_CALL_NULL(kptb_copy_nofault, kptb_fn_copy_nofault);

static struct {
	const char *name;
	unsigned long addr;
} syms[KPTB_NR_SYMS] = {
	[KPTB_SYM_VMAP_PAGE_RANGE] = { .name = KPTB_VMAP_PAGE_RANGE },
	[KPTB_SYM_VUNMAP_RANGE] = { .name = "vunmap_range" },
	[KPTB_SYM_GET_VM_AREA] = { .name = "__get_vm_area_caller" },
	[KPTB_SYM_PUD_FREE_PMD_PAGE] = { .name = "pud_free_pmd_page" },
	[KPTB_SYM_SET_MEMORY_X] = { .name = "set_memory_x" },
	[KPTB_SYM_SET_MEMORY_RO] = { .name = "set_memory_ro" },
	[KPTB_SYM_SET_MEMORY_RW] = { .name = "set_memory_rw" },
	[KPTB_SYM_GET_ONLINE_MEMS] = { .name = "get_online_mems" },
	[KPTB_SYM_PUT_ONLINE_MEMS] = { .name = "put_online_mems" },
	[KPTB_SYM_COPY_NOFAULT] = { .name = "copy_from_kernel_nofault" },
	[KPTB_SYM_INIT_MM] = { .name = "init_mm" },
	[KPTB_SYM_EFI_MM] = { .name = "efi_mm" },
	[KPTB_SYM_TEXT] = { .name = "_text" },
	[KPTB_SYM_END] = { .name = "_end" },
	[KPTB_SYM_MHP_ONLINE] = { .name = "mhp_default_online_type" },
	[KPTB_SYM_GFP_SCOPE] = { .name = "memalloc_apply_gfp_scope" },
};

/* Why nothing could be looked up, or NULL. */
static const char *lookup_missing;

#ifdef CONFIG_KPROBES
/* A probe sits behind what callers enter by, on 64-bit PowerPC for one. */
static unsigned long entry_of(unsigned long addr)
{
	char text[KSYM_SYMBOL_LEN];
	unsigned long offset;
	char *plus;

	sprint_symbol(text, addr);
	plus = strrchr(text, '+');
	if (!plus || sscanf(plus, "+%lx", &offset) != 1)
		return addr;
	return addr - offset;
}
#endif

static unsigned long find_lookup(void)
{
#ifdef CONFIG_KPROBES
	struct kprobe kp = { .symbol_name = "kallsyms_lookup_name" };
	unsigned long addr;
	int err;

	if (lookup)
		return lookup;
	err = register_kprobe(&kp);
	if (err) {
		lookup_missing = "no kprobe on kallsyms_lookup_name; load with lookup=ADDRESS";
		return 0;
	}
	addr = entry_of((unsigned long)kp.addr);
	unregister_kprobe(&kp);
	return addr;
#else
	if (!lookup)
		lookup_missing = "CONFIG_KPROBES is off; load with lookup=ADDRESS";
	return lookup;
#endif
}

/* A function of a Thumb-2 kernel is called at its address plus 1. */
static unsigned long fn_addr(unsigned long addr)
{
	return IS_ENABLED(CONFIG_THUMB2_KERNEL) ? addr | 1 : addr;
}

#define update(key, fn, sym)						\
do {									\
	unsigned long addr_ = syms[sym].addr;				\
									\
	if (addr_)							\
		static_call_update(key, (typeof(fn) *)fn_addr(addr_));		\
} while (0)

/**
 * kptb_syms_init - look all symbols up
 *
 * Never fails; see kptb_sym_missing().
 */
void kptb_syms_init(void)
{
	unsigned long addr = find_lookup();
	unsigned int i;

	if (!addr) {
		pr_warn("%s\n", lookup_missing);
		return;
	}
	static_call_update(kptb_lookup, (kptb_fn_lookup *)fn_addr(addr));
	for (i = 0; i < KPTB_NR_SYMS; i++)
		syms[i].addr = static_call(kptb_lookup)(syms[i].name);

	update(kptb_vmap_page_range, kptb_fn_vmap_page_range,
	       KPTB_SYM_VMAP_PAGE_RANGE);
	update(kptb_vunmap_range, kptb_fn_vunmap_range, KPTB_SYM_VUNMAP_RANGE);
	update(kptb_get_vm_area, kptb_fn_get_vm_area, KPTB_SYM_GET_VM_AREA);
	update(kptb_pud_free_pmd_page, kptb_fn_pud_free_pmd_page,
	       KPTB_SYM_PUD_FREE_PMD_PAGE);
	update(kptb_set_memory_x, kptb_fn_set_memory, KPTB_SYM_SET_MEMORY_X);
	update(kptb_set_memory_ro, kptb_fn_set_memory, KPTB_SYM_SET_MEMORY_RO);
	update(kptb_set_memory_rw, kptb_fn_set_memory, KPTB_SYM_SET_MEMORY_RW);
	update(kptb_get_online_mems, kptb_fn_mems, KPTB_SYM_GET_ONLINE_MEMS);
	update(kptb_put_online_mems, kptb_fn_mems, KPTB_SYM_PUT_ONLINE_MEMS);
	update(kptb_copy_nofault, kptb_fn_copy_nofault, KPTB_SYM_COPY_NOFAULT);
}

/**
 * kptb_sym - address of a symbol
 * @sym:	which one
 *
 * Return: the address, or 0.
 */
unsigned long kptb_sym(enum kptb_sym sym)
{
	return syms[sym].addr;
}

/**
 * kptb_sym_missing - ask for a symbol
 * @sym:	which one
 * @reason:	(out) why it is missing
 *
 * Return: 0, or -EOPNOTSUPP with @reason.
 */
int kptb_sym_missing(enum kptb_sym sym, char *reason)
{
	if (syms[sym].addr)
		return 0;
	if (lookup_missing)
		return kptb_fail(reason, -EOPNOTSUPP, "%s", lookup_missing);
	return kptb_fail(reason, -EOPNOTSUPP, "this kernel has no symbol %s%s",
			 syms[sym].name, sym == KPTB_SYM_INIT_MM ?
			 " (CONFIG_KALLSYMS_ALL)" : "");
}
