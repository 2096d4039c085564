/* SPDX-License-Identifier: GPL-2.0-only */
/* commands.h - kptvm's commands, one file each family, and what they share */
#ifndef KPT_VM_COMMANDS_H
#define KPT_VM_COMMANDS_H

#include <stdbool.h>

#include "common/options.h"

/* accel.c */
extern const struct kpt_option vm_probe_options[];
extern const char *const vm_probe_examples[];
int vm_cmd_probe(int argc, char **argv);

/* cmd_cache.c */
extern const struct kpt_option vm_cache_options[];
extern const char *const vm_cache_examples[];
int vm_cmd_cache(int argc, char **argv);

/* cmd_compare.c */
extern const struct kpt_option vm_compare_options[];
extern const char *const vm_compare_examples[];
int vm_cmd_compare(int argc, char **argv);

/* cmd_kernel.c */
extern const struct kpt_option vm_kernel_options[];
extern const struct kpt_option vm_module_options[];
extern const char *const vm_kernel_examples[];
extern const char *const vm_module_examples[];
int vm_cmd_kernel(int argc, char **argv);
int vm_cmd_module(int argc, char **argv);

/* cmd_releases.c */
extern const struct kpt_option vm_releases_options[];
extern const char *const vm_releases_examples[];
int vm_cmd_releases(int argc, char **argv);

/* cmd_relink.c */
extern const struct kpt_option vm_relink_options[];
extern const char *const vm_relink_examples[];
int vm_cmd_relink(int argc, char **argv);

/* cmd_run.c */
extern const struct kpt_option vm_run_options[];
extern const char *const vm_run_examples[];
int vm_cmd_run(int argc, char **argv);

/* cmd_show.c */
extern const struct kpt_option vm_plan_options[];
extern const struct kpt_option vm_list_options[];
extern const struct kpt_option vm_scan_options[];
extern const struct kpt_option vm_verify_options[];
extern const char *const vm_plan_examples[];
extern const char *const vm_list_examples[];
extern const char *const vm_scan_examples[];
extern const char *const vm_verify_examples[];
int vm_cmd_plan(int argc, char **argv);
int vm_cmd_list(int argc, char **argv);
int vm_cmd_scan(int argc, char **argv);
int vm_cmd_verify(int argc, char **argv);

/* cmd_steps.c */
extern const struct kpt_option vm_steps_options[];
extern const char *const vm_steps_examples[];
int vm_cmd_steps(int argc, char **argv);

/** vm_begin - signals, our own tree; 0 or KPT_FAIL with a message */
int vm_begin(bool quiet);
/** vm_begin_cache - the same, for what uses the cache: it can be where it is */
int vm_begin_cache(bool quiet);
/** vm_usage - say what is wrong with the command; returns KPT_USAGE */
int vm_usage(const char *what);

#endif
