/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * kptbench_uapi.h - the ioctl interface between kptbench and kptbench.ko
 *
 * Included by the module and by user space alike. Every structure has a
 * fixed layout on 32 and 64 bits; "(in)" is read by the module, "(out)" is
 * written by it. Reserved fields must be 0 on the way in. A change of any
 * layout or meaning raises KPTB_ABI_VERSION; the module answers KPTB_IOC_INFO
 * alike in every version up to and including the "abi" member, so a mismatch
 * is always told in words.
 */
#ifndef KPTBENCH_UAPI_H
#define KPTBENCH_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define KPTB_DEVICE		"kptbench"	/* /dev/kptbench */
#define KPTB_ABI_VERSION	4
#define KPTB_NAME_LEN		32
#define KPTB_TEXT_LEN		128

/* Page-table levels, lowest first; PGD is the top table itself. */
enum kptb_level {
	KPTB_PTE,
	KPTB_PMD,
	KPTB_PUD,
	KPTB_P4D,
	KPTB_PGD,
	KPTB_NR_LEVELS,
};

/* Regions of the kernel's address space an audited table maps. */
enum kptb_region {
	KPTB_LINEAR,	/* linear (direct) map */
	KPTB_VMALLOC,	/* vmalloc, vmap and ioremap, the arena left out */
	KPTB_VMEMMAP,	/* the array of struct page: raw tables by design */
	KPTB_MODULES,	/* module area, and the kernel image where apart */
	KPTB_FIXMAP,	/* fixmap, PCI I/O and the like */
	KPTB_ARENA,	/* the address range this module reserved */
	KPTB_SHARED,	/* a table that maps more than one of the above */
	KPTB_OTHER,	/* anything else */
	KPTB_SLAB,	/* slab objects, wherever they map: raw tables by design */
	KPTB_EFI,	/* efi_mm's own tables, not init_mm's: with a ptlock */
	KPTB_NR_REGIONS,
};

/* struct kptb_info.flags */
#define KPTB_INFO_ALLOC_PTLOCKS	(1u << 0)	/* ptlocks come from a slab */
#define KPTB_INFO_SPLIT_PTE	(1u << 1)	/* split locks for PTE tables */
#define KPTB_INFO_SPLIT_PMD	(1u << 2)	/* split locks for PMD tables */
#define KPTB_INFO_HOTPLUG	(1u << 3)	/* loaded with hotplug allowed */
#define KPTB_INFO_CYCLES	(1u << 4)	/* kptb_run.cycles is valid */

/**
 * struct kptb_info - what this module and kernel are
 * @abi:	(out) KPTB_ABI_VERSION of the module
 * @flags:	(out) KPTB_INFO_*
 * @page_size:	(out) bytes
 * @ptlock_size: (out) sizeof(spinlock_t), bytes
 * @nr_mechanisms: (out) valid indices of KPTB_IOC_MECH
 * @levels:	(out) bit KPTB_PTE..KPTB_PGD set where the level is not folded
 * @shift:	(out) log2 of the bytes one entry of that level maps
 * @orders:	(out) log2 of the pages a table takes, 4 bits a level
 * @arena_size:	(out) bytes of address space an arena holds
 * @hidden_start: (out) physical address of RAM hidden with mem=, or 0
 * @hidden_size: (out) bytes of it, or 0
 */
struct kptb_info {
	__u32 abi;
	__u32 flags;
	__u32 page_size;
	__u32 ptlock_size;
	__u32 nr_mechanisms;
	__u32 levels;
	__u32 shift[KPTB_NR_LEVELS];
	__u32 orders;
	__u64 arena_size;
	__u64 hidden_start;
	__u64 hidden_size;
};

/* struct kptb_mech.flags */
#define KPTB_MECH_CHURN		(1u << 0)	/* KPTB_IOC_RUN works */
#define KPTB_MECH_HOLD		(1u << 1)	/* KPTB_IOC_HOLD works */
#define KPTB_MECH_HOTPLUG	(1u << 2)	/* needs hotplug=1 */

/**
 * struct kptb_mech - one churn mechanism
 * @index:	(in) 0 .. nr_mechanisms - 1
 * @flags:	(out) KPTB_MECH_*
 * @avail:	(out) 0, or -errno when this machine cannot run it
 * @max_hold:	(out) largest count KPTB_IOC_HOLD takes
 * @name:	(out) as scenarios name it
 * @summary:	(out) what one operation does
 * @reason:	(out) why @avail is not 0
 */
struct kptb_mech {
	__u32 index;
	__u32 flags;
	__s32 avail;
	__u32 max_hold;
	char name[KPTB_NAME_LEN];
	char summary[KPTB_TEXT_LEN];
	char reason[KPTB_TEXT_LEN];
};

/* struct kptb_setup.flags */
#define KPTB_HUGE		(1u << 0)	/* allow huge mappings */

/**
 * struct kptb_setup - choose a mechanism for this open file
 * @name:	(in) mechanism
 * @size:	(in) bytes an operation maps; 0: the mechanism's own
 * @flags:	(in) KPTB_HUGE
 * @cpus:	(in) 0: the caller's CPU; N: N kthreads, one a CPU, at once
 * @reason:	(out) on error, why, in words
 *
 * Takes everything the operations need (address space, backing pages,
 * threads), so that KPTB_IOC_RUN does nothing else than operations.
 */
struct kptb_setup {
	char name[KPTB_NAME_LEN];
	__u64 size;
	__u32 flags;
	__u32 cpus;
	char reason[KPTB_TEXT_LEN];
};

#define KPTB_MAX_OPS		(1u << 24)

/**
 * struct kptb_run - do a number of operations
 * @ops:	(in) operations each thread does, 1 .. KPTB_MAX_OPS
 * @done:	(out) operations done, all threads together
 * @ns:		(out) monotonic nanoseconds of the longest thread's loop
 * @cycles:	(out) get_cycles() over the same loop (x86: TSC)
 * @ticks:	(out) timer ticks (jiffies) that fell inside the loop
 * @reserved:	0
 *
 * -EAGAIN: others kept an operation from making and freeing its tables, for a
 * moment. Nothing is left behind, and the window can be done again.
 */
struct kptb_run {
	__u64 ops;
	__u64 done;
	__u64 ns;
	__u64 cycles;
	__u64 ticks;
	__u64 reserved;
};

/**
 * struct kptb_hold - hold a number of objects at once
 * @count:	(in) how many to hold in all; 0 drops every one
 * @held:	(out) how many are held now
 */
struct kptb_hold {
	__u64 count;
	__u64 held;
};

/**
 * struct kptb_audit_row - the tables of one region and level
 * @region:	(out) enum kptb_region
 * @level:	(out) enum kptb_level
 * @tables:	(out) page-table pages found
 * @boot:	(out) of them, made before the page allocator was up (reserved)
 * @constructed: (out) of them, with the page-table page type
 * @ptlocks:	(out) of them, that hold an allocated ptlock
 * @leaves:	(out) present entries that map memory
 * @entries:	(out) present entries that point to a lower table
 */
struct kptb_audit_row {
	__u32 region;
	__u32 level;
	__u64 tables;
	__u64 boot;
	__u64 constructed;
	__u64 ptlocks;
	__u64 leaves;
	__u64 entries;
};

#define KPTB_AUDIT_ROWS		(KPTB_NR_REGIONS * KPTB_NR_LEVELS)

/**
 * struct kptb_audit - walk the kernel's own page tables
 * @nr_rows:	(out) rows filled; rows without a table are left out
 * @retries:	(out) times the walk began anew because tables moved
 * @ns:		(out) nanoseconds the walk took
 * @rows:	(out) by region, then level
 *
 * Other processes with the same open file may do operations meanwhile. -EAGAIN:
 * tables moved in every try.
 */
struct kptb_audit {
	__u32 nr_rows;
	__u32 retries;
	__u64 ns;
	struct kptb_audit_row rows[KPTB_AUDIT_ROWS];
};

#define KPTB_IOC_INFO		_IOR('K', 0xb0, struct kptb_info)
#define KPTB_IOC_MECH		_IOWR('K', 0xb1, struct kptb_mech)
#define KPTB_IOC_SETUP		_IOWR('K', 0xb2, struct kptb_setup)
#define KPTB_IOC_RUN		_IOWR('K', 0xb3, struct kptb_run)
#define KPTB_IOC_HOLD		_IOWR('K', 0xb4, struct kptb_hold)
/* Drops what is held and everything KPTB_IOC_SETUP took; so does close(). */
#define KPTB_IOC_TEARDOWN	_IO('K', 0xb5)
/* Waits until lazily freed mappings and tables are really free. */
#define KPTB_IOC_QUIESCE	_IO('K', 0xb6)
#define KPTB_IOC_AUDIT		_IOR('K', 0xb7, struct kptb_audit)

#endif /* KPTBENCH_UAPI_H */
