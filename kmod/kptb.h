/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the parts of the module offer each other
 */
#ifndef KPTB_H
#define KPTB_H

#include <linux/types.h>

#include "kptbench_uapi.h"

struct churn;
struct kptb_threads;

/* run.c */
int kptb_threads_start(struct churn *c, u32 cpus, struct kptb_threads **out);
void kptb_threads_stop(struct kptb_threads *threads);
int kptb_run_here(struct churn *c, struct kptb_run *run);
int kptb_run_threads(struct kptb_threads *threads, struct kptb_run *run);

/* hidden.c */
int kptb_hidden_init(void);
int kptb_hidden_range(u64 *start, u64 *size, char *reason);
int kptb_hidden_ioremappable(u64 *start, u64 *size, char *reason);
bool kptb_hotplug_allowed(void);

/* regions.c */
#define KPTB_MAX_RANGES		16

/**
 * struct kptb_range - a part of the kernel's address space
 * @start:	first byte
 * @last:	last byte
 * @region:	what it is
 */
struct kptb_range {
	unsigned long start;
	unsigned long last;
	enum kptb_region region;
};

/**
 * struct kptb_ranges - the kernel's address space, part by part
 * @first:	where a walk of init_mm's tables begins
 * @last:	last byte of it; below @first where the walk wraps around
 * @nr:		ranges used
 * @range:	disjoint
 */
struct kptb_ranges {
	unsigned long first;
	unsigned long last;
	unsigned int nr;
	struct kptb_range range[KPTB_MAX_RANGES];
};

void kptb_ranges_get(struct kptb_ranges *ranges);
enum kptb_region kptb_ranges_find(const struct kptb_ranges *ranges,
				  unsigned long start, unsigned long last);

/* audit.c */
int kptb_audit_walk(struct kptb_audit *audit);
u32 kptb_levels(void);

/* layout.c */
int kptb_layout_init(void);
void kptb_layout_exit(void);

/* quiesce.c */
void kptb_quiesce(void);

#endif /* KPTB_H */
