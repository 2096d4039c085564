// SPDX-License-Identifier: GPL-2.0-only
/*
 * metric.c - metrics that tell one fact, and its name
 *
 * A ptlock is an object in a slab and so many bytes: three metrics, one fact.
 * A report says it once, by the first of them that was measured. A metric
 * that is not here is a fact of its own.
 */
#include <string.h>

#include "analyze/words/words.h"
#include "common/util.h"

static const struct {
	const char *metric, *fact, *name;
} facts[] = {
	{ "ptlocks.kernel", "ptlock", "ptlock objects" },
	{ "slab.page_ptl.active", "ptlock", "ptlock objects" },
	{ "slab.page_ptl.bytes", "ptlock", "ptlock bytes" },
	{ "slab.page_ptl.slabs", "ptlock", "slabs of ptlocks" },
	{ "slab.page_ptl.slab_bytes", "ptlock", "bytes of ptlock slabs" },
	{ "meminfo.PageTables", "PageTables", "PageTables" },
	{ "vmstat.nr_page_table_pages", "PageTables", "PageTables" },
	{ "node.PageTables", "PageTables", "PageTables" },
	{ "accounting.error", "PageTables", "PageTables minus tables" },
	{ "tables.unconstructed", "constructed", "unconstructed tables" },
	{ "constructed.pte", "constructed", "constructed PTE tables" },
	{ "constructed.pmd", "constructed", "constructed PMD tables" },
	{ "constructed.pud", "constructed", "constructed PUD tables" },
	{ "constructed.p4d", "constructed", "constructed P4D tables" },
	{ "pages.used", "pages.used", "pages in use" },
	{ "pages.slab", "pages.slab", "pages of slab caches" },
	{ "alloc.bytes", "alloc.bytes", "bytes allocated" },
	{ "alloc.calls", "alloc.calls", "allocations" },
	{ "tables.pte", "tables.pte", "PTE tables" },
	{ "tables.pmd", "tables.pmd", "PMD tables" },
	{ "tables.pud", "tables.pud", "PUD tables" },
	{ "tables.p4d", "tables.p4d", "P4D tables" },
	{ "meminfo.SecPageTables", "SecPageTables", "SecPageTables" },
	{ "class.tlbi.page", "class.tlbi.page", "TLB invalidations by page" },
	{ "class.tlbi.range", "class.tlbi.range",
	  "TLB invalidations by range" },
	{ "class.tlbi.asid", "class.tlbi.asid", "TLB invalidations by ASID" },
	{ "class.tlbi.all", "class.tlbi.all", "TLB invalidations of all" },
	{ "class.tlbi.invpcid", "class.tlbi.invpcid", "INVPCID" },
	{ "class.tlbi.broadcast", "class.tlbi.broadcast",
	  "broadcast TLB invalidations" },
	{ "class.barrier.dsb", "class.barrier.dsb", "DSB" },
	{ "class.barrier.dmb", "class.barrier.dmb", "DMB" },
	{ "class.barrier.isb", "class.barrier.isb", "ISB" },
	{ "class.barrier.fence", "class.barrier.fence", "fences" },
	{ "class.barrier.serialising", "class.barrier.serialising",
	  "serialising instructions" },
	{ "class.atomic.rmw", "class.atomic.rmw", "atomic instructions" },
	{ "class.atomic.exclusive", "class.atomic.exclusive",
	  "exclusive stores (LL/SC atomics)" },
	{ "class.sysreg.translation", "class.sysreg.translation",
	  "writes of registers of address translation" },
	{ "class.sysreg.interrupts", "class.sysreg.interrupts",
	  "writes of interrupt masks" },
	{ "class.sysreg.msr", "class.sysreg.msr", "WRMSR" },
	{ "class.sysreg.other", "class.sysreg.other",
	  "writes of other system registers" },
	{ "class.cache", "class.cache", "cache maintenance instructions" },
	{ "class.exception.call", "class.exception.call",
	  "calls of exceptions" },
	{ "class.exception.return", "class.exception.return",
	  "returns from exceptions" },
	{ "class.lines.touched", "class.lines.touched",
	  "64-byte lines of data touched" },
	{ "class.pages.touched", "class.pages.touched",
	  "4 KiB pages of data touched" },
	{ "class.interrupts.off", "class.interrupts.off",
	  "instructions with interrupts masked" },
	{ "class.interrupts.off.longest", "class.interrupts.off.longest",
	  "longest stretch of instructions with interrupts masked" },
	{ "vmstat.nr_sec_page_table_pages", "SecPageTables",
	  "SecPageTables" },
	{ "boot.instructions", "boot.instructions", "whole boot" },
	{ "boot.early", "boot.early", "before start_kernel()" },
	{ "boot.setup", "boot.setup", "set up before mm_core_init()" },
	{ "boot.linear", "boot.linear", "linear map" },
	{ "boot.memory", "boot.memory", "memory management" },
	{ "boot.core", "boot.core", "from there to kernel_init()" },
	{ "boot.initcalls", "boot.initcalls", "initcalls" },
	{ "vmlinux.functions", "vmlinux.functions", "functions" },
	{ "vmlinux.text", "vmlinux.text", "text" },
	{ "vmlinux.rodata", "vmlinux.rodata", "rodata" },
	{ "vmlinux.data", "vmlinux.data", "data" },
	{ "vmlinux.bss", "vmlinux.bss", "bss" },
	{ "vmlinux.init", "vmlinux.init", "init" },
	{ "sizeof.page", "sizeof.page", "struct page" },
	{ "sizeof.ptdesc", "sizeof.ptdesc", "struct ptdesc" },
	{ "sizeof.mm_struct", "sizeof.mm_struct", "struct mm_struct" },
	{ "sizeof.vm_area_struct", "sizeof.vm_area_struct",
	  "struct vm_area_struct" },
	{ "sizeof.spinlock_t", "sizeof.spinlock_t", "spinlock_t" },
};

static long find(const char *metric)
{
	for (size_t i = 0; i < ARRAY_SIZE(facts); i++)
		if (!strcmp(facts[i].metric, metric))
			return (long)i;
	/* What a node tells is what the machine tells. */
	if (!strncmp(metric, "node", 4) && (strstr(metric, "PageTables") ||
	    strstr(metric, "page_table_pages")))
		return find(strcasestr(metric, "sec") ?
			    "meminfo.SecPageTables" : "node.PageTables");
	return -1;
}

const char *words_fact(const char *metric)
{
	long at = find(metric);

	return at < 0 ? metric : facts[at].fact;
}

size_t words_fact_rank(const char *metric)
{
	long at = find(metric);

	return at < 0 ? ARRAY_SIZE(facts) : (size_t)at;
}

const char *words_metric(const char *metric)
{
	long at = find(metric);

	return at < 0 ? metric : facts[at].name;
}
