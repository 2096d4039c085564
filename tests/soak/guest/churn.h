/* SPDX-License-Identifier: GPL-2.0-only */
/* churn.h - what makes, changes and frees tables while a test goes on */
#ifndef KPT_SOAK_CHURN_H
#define KPT_SOAK_CHURN_H

#include <stddef.h>
#include <sys/types.h>

struct soak;

/** struct churners - processes that were started */
struct churners {
	size_t n;
	pid_t pid[8];
};

/* Instances of the module that churn_start() may need, beside "kptbench". */
#define CHURN_SECOND	"kptsoak2"
#define CHURN_THIRD	"kptsoak3"

enum churn {
	CHURN_BPF = 1,		/* programs loaded, compiled, and freed */
	CHURN_USER = 2,		/* processes and their memory */
	CHURN_MODULES = 4,	/* CHURN_THIRD loaded and unloaded */
	CHURN_DEVICE = 8,	/* /dev/kptbench opened, run and closed */
	CHURN_SECOND_DEVICE = 16, /* all mechanisms of CHURN_SECOND: huge
				   * vmalloc(), tables replaced by leaves, memory
				   * added and removed
				   */
	CHURN_VMALLOC = 32,	/* the kernel's own test of vmalloc() */
};

/** churn_start - starts what @what has; 0, or 1 after soak_fail() */
int churn_start(struct churners *c, const struct soak *s, unsigned int what);
/** churn_stop - ends them; 0, or 1 when one had failed */
int churn_stop(struct churners *c);

#endif
