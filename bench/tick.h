/* SPDX-License-Identifier: GPL-2.0-only */
/* tick.h - the timer tick, which a window should not have in it */
#ifndef KPT_TICK_H
#define KPT_TICK_H

/**
 * tick_wait - sleep until a tick of the clock has just gone by
 *
 * A window that begins then has none in it, as long as it is shorter than a
 * tick is long (1 / CONFIG_HZ). A machine where that cannot be told or does
 * not come true in a few attempts goes on: the window may hold a tick.
 */
void tick_wait(void);

#endif
