/* SPDX-License-Identifier: GPL-2.0-only */
/* decision.h - how often whole comparisons are wrong, and what they find */
#ifndef KPT_CALIBRATE_DECISION_H
#define KPT_CALIBRATE_DECISION_H

#include <gsl/gsl_rng.h>

/**
 * cal_decision - print how often kptstat compare's decision is wrong
 * @comparisons: of each kind
 *
 * Return: 0 or KPT_FAIL after a message.
 */
int cal_decision(gsl_rng *rng, size_t comparisons, bool md);

#endif
