/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where leaves can be split: for the mechanism and its control
 */
#ifndef KPTB_SPLIT_H
#define KPTB_SPLIT_H

#include "../arena.h"
#include "../churn.h"
#include "../syms.h"

static inline int split_probe(char *reason)
{
	int err;

	if (!IS_ENABLED(CONFIG_X86))
		return kptb_fail(reason, -EOPNOTSUPP,
				 "only x86 splits leaves of a live kernel mapping here");
	err = kptb_sym_missing(KPTB_SYM_SET_MEMORY_X, reason);
	return err ? err : arena_probe_pte(reason);
}

#endif /* KPTB_SPLIT_H */
