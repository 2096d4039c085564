// SPDX-License-Identifier: GPL-2.0-only
/* kptstat.c - the command table */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "analyze/kptstat.h"
#include "common/util.h"

static const struct kpt_option no_options[] = { OPT_END() };

static const struct kpt_command commands[] = {
	{ "calibrate", "measure how often a verdict is wrong, on simulated boots",
	  "[FILE]", calibrate_options, (const char *const[]){
		"kptstat calibrate",
		"kptstat calibrate --pairs 100000 --format md",
		"kptstat calibrate --label base results/latest/records.jsonl",
		NULL }, cmd_calibrate },
	{ "check", "check that records are complete and usable", "FILE...",
	  no_options, (const char *const[]){
		"kptstat check results/latest/records.jsonl", NULL },
	  cmd_check },
	{ "compare", "compare a patched kernel with its base",
	  "FILE [FILE2]", compare_options, (const char *const[]){
		"kptstat compare results/latest/records.jsonl -o out",
		"kptstat compare base.jsonl patched.jsonl -o out",
		"kptstat compare --fail-on regressed,uncovered records.jsonl",
		NULL }, cmd_compare },
	{ "cover", "show which code of a series was executed, and by what",
	  "PATCH...", cover_options, (const char *const[]){
		"kptstat cover patches/6.12/*.patch",
		"kptstat cover --in results/latest --all v2.mbox", NULL },
	  cmd_cover },
	{ "history", "keep what many runs measured, and show what changed when",
	  "add|merge|show STORE [...]", history_options, (const char *const[]){
		"kptstat history add ours.db results/latest",
		"kptstat history add ours.db --name v2 --date 2026-11-29 results/latest",
		"kptstat history show ours.db --metrics 'cost.*'",
		"kptstat history merge ours.db theirs.db", NULL },
	  cmd_history },
	{ "plan", "compute from a pilot how many boots a comparison needs",
	  "PILOT", plan_options, (const char *const[]){
		"kptstat plan pilot.jsonl --budget 30m",
		"kptstat plan pilot.jsonl --budget 2h --boot-cost 90s", NULL },
	  cmd_plan },
	{ "plot", "draw the plots of a summary with gnuplot",
	  "SUMMARY...", plot_options, (const char *const[]){
		"kptstat plot results/latest -o results/latest/plots", NULL },
	  cmd_plot },
	{ "profile", "show the instructions of each function on both kernels",
	  "[BASE PATCHED]", profile_options, (const char *const[]){
		"kptstat profile --in results/latest base patched",
		"kptstat profile --scenario pte-churn --lines pagetable_pte_ctor",
		NULL }, cmd_profile },
	{ "report", "print one or several summaries as a report",
	  "SUMMARY...", report_options, (const char *const[]){
		"kptstat report --format cover-letter results/latest",
		"kptstat report out/plain out/debug out/rt",
		"kptstat report --format results results/published/*.json",
		NULL },
	  cmd_report },
	{ .name = NULL },
};

/*
 * Whoever reads a report may have read enough ("| head"): the files are all
 * written, and the exit status is still the verdict.
 */
static ssize_t put(void *cookie, const char *buf, size_t len)
{
	ssize_t n = write(STDOUT_FILENO, buf, len);

	(void)cookie;
	if (n < 0)
		return errno == EPIPE ? (ssize_t)len : 0;
	return n;
}

static void let_readers_leave(void)
{
	static const cookie_io_functions_t io = { .write = put };
	FILE *f = fopencookie(NULL, "w", io);

	if (!f)
		return;
	signal(SIGPIPE, SIG_IGN);
	if (isatty(STDOUT_FILENO))
		setvbuf(f, NULL, _IOLBF, BUFSIZ);
	stdout = f;
}

int main(int argc, char **argv)
{
	let_readers_leave();
	return kpt_main(argc, argv, "kptstat",
			"compare kernels by the records kptbench writes",
			commands);
}
