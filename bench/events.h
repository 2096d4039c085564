/* SPDX-License-Identifier: GPL-2.0-only */
/* events.h - events of the PMU by libpfm4's names of them */
#ifndef KPT_EVENTS_H
#define KPT_EVENTS_H

#include <linux/perf_event.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "bench/cores.h"

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
 * event_of_core - an event that each core calls by another name
 * @pmu: type of the PMU that is meant, as core_pmu_type() has it, or 0
 *
 * Return: its name, or NULL where this machine's PMU has none, or libpfm4 does
 * not know it.
 */
const char *event_of_core(enum core_event event, uint32_t pmu);

/** event_pin - of PMUs that share an event's name, mean this; 0: there is one */
void event_pin(struct perf_event_attr *attr, uint32_t pmu);

/**
 * perf_standard - the events that are counted unasked (collect/perf.c)
 * @pmu: as above
 * @event: libpfm4's name, NULL where this machine's PMU has none
 *
 * Return: false after the last.
 */
bool perf_standard(size_t i, uint32_t pmu, const char **metric,
		   const char **event);

/** event_check - is every event known? 0, or -ENOENT with a message */
int event_check(const char *const *names);

#endif
