// SPDX-License-Identifier: GPL-2.0-only
#include "analyze/kptstat.h"
const struct kpt_option plot_options[] = { OPT_END() };
int cmd_plot(int argc, char **argv) { (void)argc; (void)argv; return 1; }
