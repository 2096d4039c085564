/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compare.h - what the parts of a judgement share
 *
 * rows.c makes one comparison of a series, noisy.c what boots that vary allow
 * to be said; judge.c and family.c give verdicts, coverage.c reads the walks
 * of page tables, health.c the rest. What they find goes into one JSON
 * summary: numbers, and codes with parameters (reason.h). No sentence is made
 * here; analyze/words has those.
 */
#ifndef KPT_COMPARE_H
#define KPT_COMPARE_H

#include "analyze/records/half.h"
#include "analyze/records/pair.h"

#define KPT_SUMMARY_SCHEMA	"kptbench.summary/2"

/**
 * struct cmp - one comparison
 * @margin:		relative difference that does not matter, 0.01 is 1 %
 * @windows:		how many windows are told in the rows, see row_windows()
 * @noisy:		rows that wait for noisy_judge()
 * @varying:		rows that wait for layouts_judge()
 */
struct cmp {
	struct pair p;
	double margin;
	size_t windows;
	struct noisy_row *noisy;
	size_t nr_noisy, cap_noisy;
	struct varying *varying;
	size_t nr_varying;
	json_t *comparisons;
	json_t *coverage;
};

/** rows_build - every series into c->comparisons; leaks into health */
int rows_build(struct cmp *c, const struct series_set *set);

/**
 * noisy_judge - verdicts of all noisy rows, decided together
 *
 * The primary metrics of all scenarios are one family (Holm), all others of
 * the comparison are another (Benjamini and Hochberg).
 *
 * Return: 0 or -ENOMEM.
 */
int noisy_judge(struct cmp *c);

/**
 * noisy_measure - keep the boots of a row that vary, for noisy_judge()
 *
 * Return: 0 or -ENOMEM.
 */
int noisy_measure(struct cmp *c, json_t *row, const struct half h[SIDES]);

/** judge_row - the verdict of an exact row whose numbers are in */
void judge_row(json_t *row, double base, double patched);

/** judge_direction - improved, regressed or changed, by the metric's wish */
const char *judge_direction(const char *better, double base, double patched);

/** judge_shifts - tell accounting shifts apart, once all rows are judged */
void judge_shifts(struct cmp *c);

/**
 * judge_main - tell of every cost row whether it is the one to show
 *
 * Sets "main" of each cost row. Return: 0 or -ENOMEM.
 */
int judge_main(struct cmp *c);

void coverage_build(struct cmp *c);
/** timeline_build - memory through the first boot of either kernel */
json_t *timeline_build(const struct cmp *c);
/** boots_list - every boot: its console and its command line */
json_t *boots_list(const struct cmp *c);
/** perf_build - per scenario, the files of samples that perf took */
json_t *perf_build(const struct cmp *c);
/** build_compare - what differs in their builds; NULL: the records do not tell */
json_t *build_compare(const struct cmp *c);
void health_build(struct cmp *c);

/**
 * leaks_find - what a drained series left behind, into health
 *
 * Return: how many readings there were to look at.
 */
long long leaks_find(struct cmp *c, const struct series *sr);

/** summary_build - everything together, and the verdict of the run */
json_t *summary_build(struct cmp *c, const char *command);

#endif
