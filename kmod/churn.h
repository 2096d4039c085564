/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A mechanism that makes and frees kernel page tables
 *
 * One file churn/NAME.c a mechanism, ending in its descriptor:
 *
 *	const struct churn_ops churn_NAME = { .name = "NAME", ... };
 *
 * The file name registers it (see Kbuild).
 */
#ifndef KPTB_CHURN_H
#define KPTB_CHURN_H

#include <linux/types.h>

#include "kptbench_uapi.h"

struct churn_ops;

/**
 * struct churn - a mechanism that was set up
 * @ops:	which one
 * @size:	bytes an operation maps, as asked for; 0: the mechanism's own
 * @flags:	KPTB_HUGE
 * @threads:	threads that will call churn_ops.op, at least 1
 * @held:	objects held: 0 .. @held - 1
 * @priv:	the mechanism's own, from setup to teardown
 * @reason:	KPTB_TEXT_LEN bytes: why something failed, in words
 */
struct churn {
	const struct churn_ops *ops;
	u64 size;
	u32 flags;
	u32 threads;
	u64 held;
	void *priv;
	char reason[KPTB_TEXT_LEN];
};

/**
 * struct churn_ops - a mechanism
 * @name:	as scenarios name it
 * @summary:	what one operation does
 * @flags:	KPTB_MECH_*
 * @probe:	0, or -errno with the reason why this machine cannot run it
 *		(optional)
 * @max_hold:	largest number of objects held at once (with KPTB_MECH_HOLD)
 * @setup:	takes what the operations need, and does one operation whose
 *		every step is checked (optional)
 * @op:		one operation; leaves things as it found them; -EAGAIN when
 *		it did, and did not make and free what it claims to
 * @verify:	-EIO when thread @thread's operations did not leave things as
 *		they claim; called after every window (optional)
 * @hold:	makes object @i; leaves nothing behind when it fails
 * @drop:	frees object @i, its tables too
 * @teardown:	gives back what setup took (optional)
 *
 * Everything may sleep. Only @op runs on more than one thread at once.
 */
struct churn_ops {
	const char *name;
	const char *summary;
	u32 flags;
	int (*probe)(char *reason);
	u32 (*max_hold)(void);
	int (*setup)(struct churn *c);
	int (*op)(struct churn *c, unsigned int thread);
	int (*verify)(struct churn *c, unsigned int thread);
	int (*hold)(struct churn *c, u32 i);
	int (*drop)(struct churn *c, u32 i);
	void (*teardown)(struct churn *c);
};

#include "churn_list.h"

/* Says why in @reason (KPTB_TEXT_LEN bytes) and returns @err. */
__printf(3, 4)
int kptb_fail(char *reason, int err, const char *fmt, ...);

#endif /* KPTB_CHURN_H */
