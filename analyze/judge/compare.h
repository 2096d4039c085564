/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compare.h - what the parts of a comparison share
 *
 * dataset.c reads, sides.c picks the boots of either kernel, compat.c says
 * whether they may be compared, series.c groups samples, rows.c makes one
 * comparison of a series, noisy.c what boots that vary allow to be said;
 * judge.c and family.c give verdicts, coverage.c reads the audits, health.c
 * the rest. What they find goes into one JSON summary.
 */
#ifndef KPT_COMPARE_H
#define KPT_COMPARE_H

#include "analyze/records/dataset.h"
#include "common/options.h"

#define KPT_SUMMARY_SCHEMA	"kptbench.summary/1"

enum { BASE, PATCHED, SIDES };

/**
 * struct side - one kernel of the comparison
 * @boots:	its whole boots, by group and number
 * @replicates:	distinct boot numbers among them
 * @env:	of the first boot
 */
struct side {
	const char *label;
	int file;
	struct ds_boot **boots;
	size_t nr;
	size_t replicates;
	const json_t *env;
};

/**
 * struct cmp - one comparison
 * @interleaved:	boots of the two kernels were taken in turn, in pairs
 * @margin:		relative difference that does not matter, 0.01 is 1 %
 * @draws:		of the bootstrap, for @draws_nr boots a side
 */
struct cmp {
	struct dataset ds;
	struct side side[SIDES];
	bool interleaved;
	double margin;
	struct st_draws *draws;
	size_t draws_nr[SIDES];
	const struct kpt_list *allow;
	json_t *comparisons;
	json_t *coverage;
	json_t *health;		/* object of arrays */
};

extern const char *const side_name[SIDES];

/** struct obs - one sample and the boot it is from */
struct obs {
	long long boot;
	const struct ds_sample *s;
};

/** struct series - every sample of one metric in one phase of a scenario */
struct series {
	struct obs *obs[SIDES];
	size_t nr[SIDES];
	const char *group;
};

struct series_set {
	struct series *v;
	size_t nr, cap;
	json_t *index;
};

/**
 * side_pick - the whole boots of one label of one file
 * @want:	the label, or NULL for the only one of the file, else @fallback
 * @opt:	option a message tells to choose with
 *
 * Return: 0; -ENOENT after a message; -ENOMEM.
 */
int side_pick(struct cmp *c, struct side *s, int file, const char *want,
	      const char *fallback, const char *opt);
/** sides_pick - which boots are which kernel, and were they interleaved */
int sides_pick(struct cmp *c, const char *base, const char *patched);

/**
 * compat_check - may these kernels be compared?
 *
 * Return: 0, or the number of differences that forbid it, each told in a
 * message.
 */
int compat_check(struct cmp *c);
bool compat_allowed(const struct cmp *c, const char *name);

int series_build(struct cmp *c, struct series_set *set);
void series_free(struct series_set *set);

/** rows_build - every series into c->comparisons; leaks into c->health */
int rows_build(struct cmp *c, const struct series_set *set);

/**
 * noisy_judge - verdicts of all noisy rows, p-values adjusted for their number
 *
 * The primary metrics of a scenario are one family (Holm), all others of the
 * comparison are another (Benjamini and Hochberg).
 *
 * Return: 0 or -ENOMEM.
 */
int noisy_judge(struct cmp *c);

/** judge_row - verdict and reason for an exact row whose numbers are in */
void judge_row(json_t *row, double base, double patched, const char *extra);

/** judge_direction - improved, regressed or changed, by the metric's wish */
const char *judge_direction(const char *better, double base, double patched);

/** judge_shifts - tell accounting shifts apart, once all rows are judged */
void judge_shifts(struct cmp *c);

/** judge_word - "more", "fewer", "less", "slower", "faster" or "" */
const char *judge_word(const char *kind, const char *unit, double diff);

void coverage_build(struct cmp *c);
/** timeline_build - memory through the first boot of either kernel */
json_t *timeline_build(const struct cmp *c);
/** perf_build - per scenario, the files of samples that perf took */
json_t *perf_build(const struct cmp *c);
void health_build(struct cmp *c);
/** leaks_find - what a drained series left behind, into c->health */
void leaks_find(struct cmp *c, const struct series *sr);

/** health_add - one object more in a list of c->health */
void health_add(struct cmp *c, const char *list, json_t *item);
/** health_note - a sentence for the reader */
void health_note(struct cmp *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/** summary_build - everything together, with verdict and headline */
json_t *summary_build(struct cmp *c, const char *command);

/** json_num - an integer where the value is one, else a real; null if NAN */
json_t *json_num(double v);

#endif
