/* SPDX-License-Identifier: GPL-2.0-only */
/* events.h - events of the PMU by libpfm4's names of them */
#ifndef KPT_EVENTS_H
#define KPT_EVENTS_H

#include <linux/perf_event.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/**
 * event_encode - what perf_event_open() calls the event
 * @attr: type and config (and config1, config2) are filled in
 *
 * Return: 0, -ENOENT for a name that is not known, -ENOSYS without libpfm4.
 */
int event_encode(const char *name, struct perf_event_attr *attr);

/**
 * event_nearest - names most like @name that this machine's PMUs know
 *
 * "a, b, c", or "" where there are none.
 */
void event_nearest(const char *name, char *buf, size_t len);

/**
 * event_stalls - the event that counts stalled cycles on this machine's PMU
 *
 * Return: its name, or NULL where none is known that means that.
 */
const char *event_stalls(void);

/**
 * perf_standard - the events that are counted unasked (collect/perf.c)
 * @event: libpfm4's name, NULL where this machine's PMU has none
 *
 * Return: false after the last.
 */
bool perf_standard(size_t i, const char **metric, const char **event);

/** event_check - is every event known? 0, or -ENOENT with a message */
int event_check(const char *const *names);

#endif
