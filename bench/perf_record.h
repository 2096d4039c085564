/* SPDX-License-Identifier: GPL-2.0-only */
/* perf_record.h - kptbench run --perf-record: where do the cycles go? */
#ifndef KPT_PERF_RECORD_H
#define KPT_PERF_RECORD_H

#include "bench/scenario_run.h"

/**
 * perf_record_scenario - do a scenario's windows again, sampled by perf
 * @dir: of the file LABEL-SCENARIO.perf.data
 *
 * Nothing is measured; a perf record tells of the file, or why there is none.
 * Scenarios that hold have no windows, and ones that cannot run here do not.
 *
 * Return: 0; -errno when there is no file but should be, with a message.
 */
int perf_record_scenario(struct bench *b, const struct kpt_scenario *sc,
			 const char *dir);

/**
 * perf_record_name - the file's name
 *
 * Whatever the label is, no name leads out of a folder, hides, is an option
 * or means anything to a shell. Return: 0 or -ENAMETOOLONG.
 */
int perf_record_name(char *buf, size_t len, const char *label,
		     const char *scenario);

#endif
