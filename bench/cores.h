/* SPDX-License-Identifier: GPL-2.0-only */
/* cores.h - what the PMU of each core calls an event, and whose PMU it is */
#ifndef KPT_CORES_H
#define KPT_CORES_H

#include <stddef.h>
#include <stdint.h>

/* What has no name that all PMUs share. */
enum core_event { CORE_STALLS, CORE_DTLB_WALKS, CORE_WALK_CYCLES, CORE_EVENTS };

/**
 * core_event_name - libpfm4's name of it on core @i of the table
 *
 * Return: "PMU::EVENT", in @buf; "" where the core has no such event; NULL
 * after the last core.
 */
const char *core_event_name(size_t i, enum core_event event, char *buf,
			    size_t len);

/**
 * core_pmu_type - the PMU of a CPU, where CPUs have different ones
 * @root: "" for the running machine
 *
 * Return: its type for perf_event_open(), or 0: all CPUs have the same, or
 * @cpu is -1.
 */
uint32_t core_pmu_type(const char *root, int cpu);

#endif
