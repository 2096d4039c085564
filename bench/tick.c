// SPDX-License-Identifier: GPL-2.0-only
/*
 * tick.c - a window begins right after a timer tick
 *
 * The coarse clock shows the time of the last tick, and its resolution is the
 * time between two (timekeeping_advance() in kernel/time/timekeeping.c). Under
 * instruction counting a sleep costs nothing: an idle guest's clock jumps.
 */
#include <errno.h>
#include <time.h>

#include "bench/tick.h"

#define NS		1000000000LL
#define AFTER		50000	/* ns: the tick itself is over by then */
#define ATTEMPTS	3

static long long ns_of(const struct timespec *t)
{
	return t->tv_sec * NS + t->tv_nsec;
}

/* How long ago the last tick was, in ns; -1: not known. */
static long long since_tick(long long *now)
{
	struct timespec coarse, fine;

	if (clock_gettime(CLOCK_MONOTONIC_COARSE, &coarse) ||
	    clock_gettime(CLOCK_MONOTONIC, &fine))
		return -1;
	*now = ns_of(&fine);
	return *now - ns_of(&coarse);
}

void tick_wait(void)
{
	struct timespec res, until;
	long long now, since, period;

	if (clock_getres(CLOCK_MONOTONIC_COARSE, &res))
		return;
	period = ns_of(&res);
	for (int i = 0; i < ATTEMPTS; i++) {
		since = since_tick(&now);
		if (since < 0)
			return;
		/* An idle CPU may have left ticks out. */
		now += period - since % period + AFTER;
		until.tv_sec = now / NS;
		until.tv_nsec = now % NS;
		while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until,
				       NULL) == EINTR)
			;
		since = since_tick(&now);
		if (since >= 0 && since < period / 8)
			return;
	}
}
