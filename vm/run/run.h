/* SPDX-License-Identifier: GPL-2.0-only */
/* run.h - a run: every kernel, every replicate, every boot line */
#ifndef KPT_VM_RUN_H
#define KPT_VM_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "common/options.h"
#include "vm/base/proc.h"
#include "vm/cache/cache.h"
#include "vm/guest/emulator.h"
#include "vm/guest/guest.h"
#include "vm/guest/rootfs.h"
#include "vm/run/places.h"
#include "vm/run/plan.h"
#include "vm/run/size.h"
#include "vm/run/startup.h"

#define VM_KERNELS_MAX KPT_OPT_LIST_MAX	/* no more can be named */

/**
 * struct vm_side - one kernel of a run
 * @label:	its role: base, patched, ...
 * @ko:		kptbench.ko built for it, or "": the kernel says why
 * @digest:	sha256 of its .config, or "not known": the kernel says why
 * @size:	how large it is, read when a run begins
 * @startup:	where the phases of its boot begin
 * @places:	where what is counted by its place lies
 * @build:	in what its build differs from the others', see build.h, or NULL
 */
struct vm_side {
	char label[64];
	struct vm_kernel kernel;
	char ko[VM_PATH];
	char digest[VM_HASH];
	struct vm_size size;
	struct vm_startup startup;
	struct vm_places places;
	struct json_t *build;
};

/**
 * struct vm_run - what to run, and where the results go
 */
struct vm_run {
	struct vm_arch arch;
	char emulator[VM_EMULATOR];	/* what it says it is */
	struct vm_side side[VM_KERNELS_MAX];
	size_t nr_sides;
	struct vm_groups groups;
	struct vm_roots roots;	/* below / of some of them */
	const struct kpt_list *qemu_args;
	const char *pin;	/* host CPUs for a guest's, or "" */
	const char *extra;	/* kernel command line for every boot */
	char guest[VM_PATH];	/* folder with the guest's init and kptbench */
	char dir[VM_PATH];
	long long boots, jobs, timeout, seed;
	bool exact;		/* counts, in layouts: see layout.h */
	bool alike;		/* every boot in layout 1 */
	bool replace;		/* boots of another run in @dir: take them away */
	bool keep_failed;	/* what is there of a kernel that failed: keep it */
	long long shard, shards; /* do one of so many parts; 0: all, see merge.h */
	const struct kpt_list *merge; /* boot nothing: take it from these folders */
	bool profile;		/* the first boot of each kernel */
	bool classes;		/* of instructions, in every boot */
	char plugin[VM_PATH];	/* what counts them, or "" */
};

/**
 * vm_run_all - boot everything that is not in @r->dir yet
 *
 * Return: KPT_PASS when every boot ended well, KPT_LOST when one is missing that
 * may be done again (see lost.h), else KPT_FAIL; KPT_USAGE where a folder is
 * refused.
 */
int vm_run_all(struct vm_run *r);

/** vm_run_time_name - what the time a boot takes is remembered by */
void vm_run_time_name(const struct vm_run *r, char *what, size_t len);

/* ---- run_dir.c, for run.c ---- */

/**
 * vm_run_open - lock the folder; it must be empty or hold boots of this run
 * @lock: filled with a descriptor to close at the end
 *
 * With @r->replace all that is there of another run is removed. Return: 0,
 * KPT_USAGE where the folder is refused and KPT_FAIL, with a message.
 */
int vm_run_open(const struct vm_run *r, const char *stamp, int *lock);
/**
 * vm_run_keep_guest - copy the guest's programs into the folder, use the copy
 *
 * A `make` while the guests run would give later boots another program, whose
 * user memory lies elsewhere: counts would differ between boots.
 */
int vm_run_keep_guest(struct vm_run *r);
/** vm_run_copy_configs - keep each kernel's .config with the results */
int vm_run_copy_configs(const struct vm_run *r);
/**
 * vm_run_initramfs - write @dir/initramfs for one boot
 * @layout: of that boot, see layout.h
 */
int vm_run_initramfs(const struct vm_run *r, const struct vm_side *side,
		     const struct kpt_plan *group, long long layout,
		     const char *dir);

#endif
