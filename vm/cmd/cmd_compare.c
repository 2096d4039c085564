// SPDX-License-Identifier: GPL-2.0-only
/* cmd_compare.c - kptvm compare: what `make compare` does, without a checkout */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/util.h"
#include "vm/base/paths.h"
#include "vm/cache/cache.h"
#include "vm/cmd/commands.h"

static struct {
	const char *arch, *config, *cc, *base, *patched, *kernels, *ksrc, *series;
	const char *scenarios, *cmdline, *results, *engine;
	long long boots, jobs, timeout, shards;
	bool profile, dry;
} opt = { .arch = "arm64", .config = "rt", .base = "base",
	  .patched = "patched", .scenarios = "standard", .boots = 4, .engine = "local" };

const struct kpt_option vm_compare_options[] = {
	OPT_STR('a', "arch", &opt.arch, "ARCH", "architecture (arm64)"),
	OPT_STR('c', "config", &opt.config, "NAME",
		"lock configuration: plain, rt, debug, ... (rt)"),
	OPT_STR(0, "cc", &opt.cc, "LIST",
		"what builds the kernels, as gcc-12 or clang-14: Kbuild's CC= without the prefix of the architecture; of several, a column each (gcc)"),
	OPT_STR(0, "base", &opt.base, "KERNEL",
		"kernel compared with: a name of configs/kernels, with --ksrc a revision; or deb:PACKAGE, image:PATH (base)"),
	OPT_STR(0, "patched", &opt.patched, "KERNEL",
		"kernel judged; likewise (patched)"),
	OPT_STR(0, "kernels", &opt.kernels, "\"KERNEL...\"",
		"instead of these two any number, the base first; LABEL=KERNEL gives one a name"),
	OPT_STR(0, "ksrc", &opt.ksrc, "TREE",
		"git tree of Linux: then kernels are revisions in it"),
	OPT_STR(0, "series", &opt.series, "PATH",
		"compare the base with these patches: an mbox, a folder, a quilt queue"),
	OPT_STR('s', "scenarios", &opt.scenarios, "LIST",
		"names and @GROUPs separated by commas, or all (standard)"),
	OPT_INT('b', "boots", &opt.boots, 1, 1000, "N",
		"boots of each kernel (4)"),
	OPT_STR(0, "cmdline", &opt.cmdline, "WORDS",
		"more words for the command line of every kernel"),
	OPT_INT('j', "jobs", &opt.jobs, 1, 256, "N",
		"compilers and guests at once (one a CPU)"),
	OPT_INT(0, "timeout", &opt.timeout, 1, 86400, "SECONDS",
		"a guest that takes longer is hung (300)"),
	OPT_FLAG(0, "profile", &opt.profile,
		 "and where the instructions went"),
	OPT_FLAG(0, "dry-run", &opt.dry,
		 "build and boot nothing: tell what would be done"),
	OPT_STR(0, "engine", &opt.engine, "NAME",
		"what runs builds and boots: local, this machine, or slurm, a cluster (local)"),
	OPT_INT(0, "shards", &opt.shards, 1, 10000, "N",
		"of an engine: parts that boots are divided into (one for each boot)"),
	OPT_STR('o', "results", &opt.results, "FOLDER",
		"where results go; a folder that was begun goes on (results/DATE-ARCH-CONFIG)"),
	OPT_END()
};

const char *const vm_compare_examples[] = {
	"kptvm compare --dry-run",
	"kptvm compare --ksrc ~/linux --base v6.12 --patched my-series",
	"kptvm compare --ksrc ~/linux --series v2.mbx --arch x86_64 --config debug",
	"kptvm compare --ksrc ~/linux --series v2.mbx --cc gcc-12,clang-14",
	"kptvm compare --ksrc ~/linux --kernels \"v6.12 v7.2 v7.3\" -o results/releases",
	"kptvm compare --engine slurm --ksrc ~/linux --series v2.mbx",
	NULL
};

/* The programs lie beside this one. */
static int find_programs(char *dir, size_t len)
{
	ssize_t n = readlink("/proc/self/exe", dir, len - 1);
	char *slash;

	if (n < 0)
		return kpt_error("/proc/self/exe: %s", strerror(errno));
	dir[n] = '\0';
	slash = strrchr(dir, '/');
	if (slash)
		*slash = '\0';
	return 0;
}

int vm_cmd_compare(int argc, char **argv)
{
	char script[VM_PATH], programs[VM_PATH], boots[32], jobs[32];
	char timeout[32], shards[32];
	const struct { const char *name, *value; } vars[] = {
		{ "ARCH", opt.arch }, { "CONFIG", opt.config },
		{ "COMPILERS", opt.cc },
		{ "BASE", opt.base }, { "PATCHED", opt.patched },
		{ "KERNELS", opt.kernels }, { "KSRC", opt.ksrc },
		{ "SERIES", opt.series }, { "SCENARIOS", opt.scenarios },
		{ "BOOTS", boots }, { "CMDLINE", opt.cmdline },
		{ "JOBS", opt.jobs ? jobs : getenv("JOBS") },
		{ "TIMEOUT", opt.timeout ? timeout : NULL },
		{ "KPT_REPLACE", NULL }, { "KPT_AGAIN", NULL },
		{ "HISTORY", NULL }, { "KPT_STEP", NULL }, { "KPT_ID", NULL },
		{ "KPT_BUILDS", NULL }, { "ENGINE", opt.engine },
		{ "SHARDS", opt.shards ? shards : NULL },
		{ "PROFILE", opt.profile ? "1" : NULL },
		{ "DRY", opt.dry ? "1" : NULL }, { "RESULTS", opt.results },
		{ "KPT_BIN", programs }, { "KPT_FRONT", "kptvm" },
	};
	size_t i;

	(void)argc;
	(void)argv;
	if (!vm_top() || vm_cache_check() ||
	    find_programs(programs, sizeof(programs)))
		return KPT_FAIL;
	snprintf(boots, sizeof(boots), "%lld", opt.boots);
	snprintf(jobs, sizeof(jobs), "%lld", opt.jobs);
	snprintf(timeout, sizeof(timeout), "%lld", opt.timeout);
	snprintf(shards, sizeof(shards), "%lld", opt.shards);
	for (i = 0; i < ARRAY_SIZE(vars); i++) {
		if (!vars[i].value)
			unsetenv(vars[i].name);
		else if (setenv(vars[i].name, vars[i].value, 1))
			return kpt_error("out of memory");
	}
	if (kpt_join(script, sizeof(script), "%s/vm/compare.sh", vm_top()))
		return kpt_error("%s: name too long", vm_top());
	execlp("sh", "sh", script, (char *)NULL);
	return kpt_error("sh: %s", strerror(errno));
}
