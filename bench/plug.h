/* SPDX-License-Identifier: GPL-2.0-only */
/* plug.h - memory plugged in by the host: what its mechanisms share */
#ifndef KPT_PLUG_H
#define KPT_PLUG_H

#include "bench/work.h"

/**
 * plug_setup - work_ops.setup
 * @mechanism: the device that the host plugs memory with
 */
int plug_setup(struct work *w, const struct kpt_scenario *sc,
	       const char *mechanism, char *why, size_t len);

/** plug_run - work_ops.run: -EOPNOTSUPP, the host works at its own pace */
int plug_run(struct work *w, uint64_t ops, struct kptb_run *run);

/** plug_hold - work_ops.hold: one memory block an object */
int plug_hold(struct work *w, uint64_t count, uint64_t *held);

/** plug_teardown - work_ops.teardown */
void plug_teardown(struct work *w);

#endif
