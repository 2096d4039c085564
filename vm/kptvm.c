// SPDX-License-Identifier: GPL-2.0-only
/* kptvm.c - the table of commands */
#include <stdio.h>

#include "common/util.h"
#include "vm/base/paths.h"
#include "vm/base/proc.h"
#include "vm/cache/cache.h"
#include "vm/cmd/commands.h"

int vm_begin(bool quiet)
{
	kpt_quiet = quiet;
	vm_catch_signals();
	return vm_top() ? 0 : KPT_FAIL;
}

int vm_begin_cache(bool quiet)
{
	return vm_begin(quiet) || vm_cache_check() ? KPT_FAIL : 0;
}

int vm_usage(const char *what)
{
	kpt_error("%s", what);
	return KPT_USAGE;
}

static const struct kpt_command commands[] = {
	{ "compare", "build, boot and measure a base and a patched kernel, and report",
	  NULL, vm_compare_options, vm_compare_examples, vm_cmd_compare },
	{ "kernel", "build a kernel, or find it in the cache; prints its folder",
	  NULL, vm_kernel_options, vm_kernel_examples, vm_cmd_kernel },
	{ "module", "build kptbench.ko for a kernel; prints its path", NULL,
	  vm_module_options, vm_module_examples, vm_cmd_module },
	{ "releases", "list the kernels that Debian packages can be had of, from any suite",
	  "[SUITE...]", vm_releases_options, vm_releases_examples,
	  vm_cmd_releases },
	{ "relink", "link a kernel several times with other padding between its objects, for a campaign",
	  "-- MAKE...", vm_relink_options, vm_relink_examples, vm_cmd_relink },
	{ "steps", "print the kernels a series goes through: name, patches or commit, subject",
	  NULL, vm_steps_options, vm_steps_examples, vm_cmd_steps },
	{ "run", "boot kernels in guests and collect what they measure", NULL,
	  vm_run_options, vm_run_examples, vm_cmd_run },
	{ "probe", "does KVM run a kernel here? Prints yes, or no and why",
	  NULL, vm_probe_options, vm_probe_examples, vm_cmd_probe },
	{ "plan", "print what a boot would do, as kptbench reads it", NULL,
	  vm_plan_options, vm_plan_examples, vm_cmd_plan },
	{ "list", "print the names there are to choose from", NULL,
	  vm_list_options, vm_list_examples, vm_cmd_list },
	{ "scan", "judge console logs: lines a healthy kernel does not say",
	  "LOG...", vm_scan_options, vm_scan_examples, vm_cmd_scan },
	{ "cache", "list what is kept of earlier runs, verify it, or prune it",
	  "list|verify|prune", vm_cache_options, vm_cache_examples,
	  vm_cmd_cache },
	{ "verify", "hold a built .config against Kconfig fragments",
	  "CONFIG FRAGMENT...", vm_verify_options, vm_verify_examples,
	  vm_cmd_verify },
	{ 0 }
};

int main(int argc, char **argv)
{
	return kpt_main(argc, argv, "kptvm",
			"Builds kernels and boots them in QEMU guests, where kptbench measures them.",
			commands);
}
