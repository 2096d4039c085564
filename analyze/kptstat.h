/* SPDX-License-Identifier: GPL-2.0-only */
/* kptstat.h - the commands of kptstat and the options they share */
#ifndef KPT_KPTSTAT_H
#define KPT_KPTSTAT_H

#include <stdbool.h>
#include <jansson.h>

#include "common/options.h"

int cmd_check(int argc, char **argv);
int cmd_compare(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_plot(int argc, char **argv);
int cmd_plan(int argc, char **argv);
int cmd_calibrate(int argc, char **argv);
int cmd_profile(int argc, char **argv);
int cmd_cover(int argc, char **argv);
int cmd_history(int argc, char **argv);

extern const struct kpt_option compare_options[];
extern const struct kpt_option report_options[];
extern const struct kpt_option plot_options[];
extern const struct kpt_option plan_options[];
extern const struct kpt_option calibrate_options[];
extern const struct kpt_option profile_options[];
extern const struct kpt_option cover_options[];
extern const struct kpt_option history_options[];

#endif
