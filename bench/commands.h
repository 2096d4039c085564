/* SPDX-License-Identifier: GPL-2.0-only */
/* commands.h - kptbench's commands, one file each */
#ifndef KPT_COMMANDS_H
#define KPT_COMMANDS_H

#include "common/options.h"

extern const struct kpt_option run_options[];
extern const char *const run_examples[];
int cmd_run(int argc, char **argv);

extern const struct kpt_option audit_options[];
extern const char *const audit_examples[];
int cmd_audit(int argc, char **argv);

extern const struct kpt_option list_options[];
extern const char *const list_examples[];
int cmd_list(int argc, char **argv);

extern const struct kpt_option info_options[];
extern const char *const info_examples[];
int cmd_info(int argc, char **argv);

extern const struct kpt_option campaign_options[];
extern const char *const campaign_examples[];
int cmd_campaign(int argc, char **argv);

#endif
