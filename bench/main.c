// SPDX-License-Identifier: GPL-2.0-only
/* main.c - kptbench's command table */
#include "bench/commands.h"
#include "bench/process.h"

static const struct kpt_command commands[] = {
	{ "run", "measure: do the scenarios of a plan and write records", NULL,
	  run_options, run_examples, cmd_run },
	{ "audit", "count the kernel's own page tables by region and level",
	  NULL, audit_options, audit_examples, cmd_audit },
	{ "list", "list mechanisms and metrics, with what is not available",
	  NULL, list_options, list_examples, cmd_list },
	{ "info", "tell what this machine can measure and how to get the rest",
	  NULL, info_options, info_examples, cmd_info },
	{ "campaign", "boot two kernels in turn on this machine and measure both",
	  "new|resume|status|stop", campaign_options, campaign_examples,
	  cmd_campaign },
	{ 0 },
};

int main(int argc, char **argv)
{
	if (process_is_exec(argv[0]))
		return 0;
	return kpt_main(argc, argv, "kptbench",
			"Measures what a kernel's page tables hold and cost, on the machine it runs on. Records go to kptstat.",
			commands);
}
