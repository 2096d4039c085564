/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pair.h - the boots of two kernels, side by side
 *
 * dataset.c reads, sides.c picks the boots of either kernel, compat.c says
 * whether they may be compared, series.c groups their samples, half.c makes
 * one value a boot of them.
 */
#ifndef KPT_PAIR_H
#define KPT_PAIR_H

#include "analyze/records/dataset.h"
#include "common/options.h"

enum { BASE, PATCHED, SIDES };

extern const char *const side_name[SIDES];

/**
 * struct side - one kernel of the comparison
 * @boots:	its whole boots, by group and number
 * @replicates:	distinct boot numbers among them
 * @layouts:	of memory they were booted in; 0: none is told
 * @builds:	of the kernel that were booted; 0: it has one
 * @env:	of the first boot
 */
struct side {
	const char *label;
	int file;
	struct ds_boot **boots;
	size_t nr;
	size_t replicates, layouts, builds;
	const json_t *env;
};

/**
 * struct pair - both kernels
 * @interleaved:	boots of the two kernels were taken in turn, in pairs
 * @allow:		what may differ: the names of --allow-different
 * @health:		what was found beside the numbers: an object of lists
 */
struct pair {
	struct dataset ds;
	struct side side[SIDES];
	bool interleaved;
	const struct kpt_list *allow;
	json_t *health;
};

/** struct obs - one sample and the boot it is from */
struct obs {
	long long boot, layout, build;
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
int side_pick(struct pair *p, struct side *s, int file, const char *want,
	      const char *fallback, const char *opt);
/** sides_pick - which boots are which kernel, and were they interleaved */
int sides_pick(struct pair *p, const char *base, const char *patched);

/**
 * compat_check - may these kernels be compared?
 *
 * Return: 0, or the number of differences that forbid it, each told in a
 * message.
 */
int compat_check(struct pair *p);
bool compat_allowed(const struct pair *p, const char *name);
/** builds_check - may boots of these builds be compared? as compat_check() */
int builds_check(const struct pair *p);

int series_build(struct pair *p, struct series_set *set);
void series_free(struct series_set *set);

/** health_add - one object more in a list of @health */
void health_add(struct pair *p, const char *list, json_t *item);

/**
 * health_note - something the reader should know: a code and its parameters
 * @note:	an object with "code"; words/note.c has the sentence of each
 */
void health_note(struct pair *p, json_t *note);

/** pair_free - everything but @allow */
void pair_free(struct pair *p);

#endif
